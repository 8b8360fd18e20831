import { styleText } from 'node:util';
import { type FileFault } from '#definitions';

/** Characters of a source line that are shown; of a longer one those around the fault. */
const WIDTH = 120;

/** How loud things are said: in colour on a terminal that wants it, plain elsewhere. */
export type Paint = (format: Parameters<typeof styleText>[0], text: string) => string;

/** Colours for what goes to a stream: none unless it is a terminal, and as NO_COLOR and FORCE_COLOR say. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  return (format, text) => styleText(format, text, { stream });
}

/**
 * A fault as compilers show theirs: place, severity and message, the source line with a caret under the column, and what
 * to do about it. `text`: the file's, if it could be read.
 */
export function showFault(fault: FileFault, text: string | undefined, paint: Paint): string {
  const { file, line, column, severity } = fault;
  const [what = '', advice] = splitAdvice(printable(fault.message));
  const colour = severity === 'error' ? 'red' : 'yellow';
  const place = paint('bold', printable(`${file}:${line}:${column}`));
  const shown = [`${place} ${paint([colour, 'bold'], `${severity}:`)} ${paint('bold', what)}`];
  const margin = ' '.repeat(5);
  const source = text?.split(/\r?\n/)[line - 1];
  if (source !== undefined) {
    const { excerpt, indent } = around(source, column);
    shown.push(`${paint('dim', `${String(line).padStart(5)} |`)} ${excerpt}`);
    shown.push(`${paint('dim', `${margin} |`)} ${indent}${paint([colour, 'bold'], '^')}`);
  }
  if (advice !== undefined) shown.push(`${paint('dim', `${margin} =`)} ${advice}`);
  return shown.join('\n');
}

/** Messages say what is wrong, and after a semicolon what to do. */
function splitAdvice(message: string): readonly [string, string?] {
  const at = message.indexOf('; ');
  return at < 0 ? [message] : [message.slice(0, at), message.slice(at + 2)];
}

/** The line, or the part of it around a column, and the blank space that leads to that column. */
function around(source: string, column: number): { excerpt: string; indent: string } {
  const start = source.length <= WIDTH ? 0 : Math.max(0, column - 1 - WIDTH / 2);
  const before = start > 0 ? '…' : '';
  const after = start + WIDTH < source.length ? '…' : '';
  const excerpt = printable(source.slice(start, start + WIDTH));
  const indent = [...before, ...printable(source.slice(start, column - 1))].map(blank).join('');
  return { excerpt: `${before}${excerpt}${after}`, indent };
}

/** As wide as the character is on a terminal. */
function blank(character: string): string {
  if (character === '\t') return character;
  if (/\p{Mark}|\u200D/u.test(character)) return '';
  return WIDE.test(character) ? '  ' : ' ';
}

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uFF01-\uFF60]/u;

/** What a file says must not command the terminal. */
function printable(text: string): string {
  return text.replaceAll(/[\0-\x08\x0A-\x1F\x7F-\x9F\u2028-\u202E\u2066-\u2069\uFEFF]/g, '\uFFFD');
}
