/** Where a text stops being JSON (RFC 8259). `offset` counts UTF-16 units from 0; line and column count from 1. */
export interface JsonFault {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  readonly expected: string;
}

const SPACE = /[\t\n\r ]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const STRING_BEGIN = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

/** Finds the first fault of a text that `JSON.parse` refused; parse errors of engines do not always say where. */
export function findJsonFault(text: string): JsonFault {
  const scanner = new Scanner(text);
  const expected = scanner.run() ?? 'nothing more';
  const before = text.slice(0, scanner.at);
  const line = before.split('\n').length;
  const column = scanner.at - before.lastIndexOf('\n');
  return { offset: scanner.at, line, column, expected };
}

type Expect = 'value' | 'value or ]' | 'name' | 'name or }' | 'comma';

/** Walks the text with a stack of its own: depth costs heap, not call stack. */
class Scanner {
  at = 0;
  private readonly open: ('[' | '{')[] = [];

  constructor(private readonly text: string) {}

  /** What was expected where the text is wrong. */
  run(): string | undefined {
    let expect: Expect = 'value';
    for (;;) {
      this.take(SPACE);
      const inside = this.open.at(-1);
      if (expect === 'comma' && inside === undefined) {
        return this.at < this.text.length ? 'the end of the text' : undefined;
      }
      const next = this.step(expect, inside);
      if ('wrong' in next) return next.wrong;
      expect = next.expect;
    }
  }

  private step(
    expect: Expect,
    inside: '[' | '{' | undefined,
  ): { readonly expect: Expect } | { readonly wrong: string } {
    switch (expect) {
      case 'comma':
        return this.afterValue(inside);
      case 'name':
      case 'name or }':
        if (expect === 'name or }' && this.close('}')) return { expect: 'comma' };
        if (!this.take(STRING)) return { wrong: this.inString() ?? 'a name in double quotes' };
        this.take(SPACE);
        return this.take(/:/y) ? { expect: 'value' } : { wrong: 'a colon' };
      case 'value':
      case 'value or ]':
        if (expect === 'value or ]' && this.close(']')) return { expect: 'comma' };
        return this.value();
    }
  }

  private value(): { readonly expect: Expect } | { readonly wrong: string } {
    if (this.take(/\{/y)) {
      this.open.push('{');
      return { expect: 'name or }' };
    }
    if (this.take(/\[/y)) {
      this.open.push('[');
      return { expect: 'value or ]' };
    }
    if (this.take(STRING) || this.take(SCALAR)) return { expect: 'comma' };
    return { wrong: this.inString() ?? 'a value' };
  }

  private afterValue(
    inside: '[' | '{' | undefined,
  ): { readonly expect: Expect } | { readonly wrong: string } {
    const end = inside === '{' ? '}' : ']';
    if (this.close(end)) return { expect: 'comma' };
    if (this.take(/,/y)) return { expect: inside === '{' ? 'name' : 'value' };
    return { wrong: `a comma or ${end}` };
  }

  private close(end: '}' | ']'): boolean {
    if (this.text[this.at] !== end) return false;
    this.at++;
    this.open.pop();
    return true;
  }

  /** Moves into a string that does not end as it should. */
  private inString(): string | undefined {
    return this.take(STRING_BEGIN) ? 'a character that a string may hold, or its end' : undefined;
  }

  private take(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    if (!pattern.test(this.text)) return false;
    this.at = pattern.lastIndex;
    return true;
  }
}
