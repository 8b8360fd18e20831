/** What matching a text against a pattern can cost. */
type PatternCost =
  /** Steps at most, for a text of so many characters. */
  { readonly steps: (length: number) => number } | { readonly fault: string };

const QUANTIFIER = /^(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})\??/;

/**
 * JavaScript's regular expressions go back and try again: each part that may match more or less multiplies the ways to
 * try, and one within another raises them to a power. So what is repeated must be one character or class, and the rest
 * is counted: a bound for every text, and never too low.
 */
export function patternCost(pattern: string): PatternCost {
  try {
    new RegExp(pattern);
  } catch {
    return { fault: `\`${pattern}\` is no regular expression` };
  }
  const scan = new PatternScan(pattern);
  return scan.fault === undefined
    ? { steps: (length) => scan.ways * Math.max(1, length) ** Math.max(1, scan.power) }
    : { fault: scan.fault };
}

class PatternScan {
  /** Ways to try that do not depend on the text, and how often its length comes in. */
  ways = 1;
  power = 0;
  fault: string | undefined;

  constructor(pattern: string) {
    let depth = 0;
    let anchored = pattern.startsWith('^');
    for (let at = 0; at < pattern.length && this.fault === undefined;) {
      const part = partAt(pattern, at);
      if (part === '(' || part === '(?:') depth += 1;
      else if (part.startsWith('(?'))
        this.fault = 'matches() takes no look-around and no named group';
      else if (/^\\[1-9k]/.test(part)) this.fault = 'matches() takes no reference to a group';
      else if (part === ')') depth -= 1;
      else if (part === '|') {
        // Counted for every place in the pattern, which is at least as often as it is tried.
        this.ways *= 2;
        if (depth === 0) anchored = false;
      }
      at += part.length;
      const quantifier = QUANTIFIER.exec(pattern.slice(at));
      if (quantifier === null || part === '|' || part.startsWith('(')) continue;
      this.repeat(quantifier, part === ')');
      at += quantifier[0].length;
    }
    if (!anchored) this.power += 1;
  }

  private repeat([text, least, comma, most]: RegExpExecArray, group: boolean): void {
    if (text.startsWith('?')) {
      this.ways *= 2;
    } else if (group) {
      this.fault = 'matches() takes no repeated group: it could take for ever';
    } else if (least === undefined || (comma !== undefined && most === '')) {
      this.power += 1;
    } else if (most !== undefined) {
      this.ways *= Math.max(1, Number(most) - Number(least) + 1);
    }
  }
}

/** A character, an escape, a class, or the head of a group. */
function partAt(pattern: string, at: number): string {
  const rest = pattern.slice(at);
  return /^(?:\\[^]|\[(?:\\[^]|[^\]\\])*\]|\(\?<?[^]|[^])/.exec(rest)?.[0] ?? rest;
}
