import type { SourceRow, SourceValue } from './source-row.js';

/** Text with placeholders, compiled. The result keeps its type when the template is one placeholder and nothing else. */
export type Template = (row: SourceRow, captures?: readonly string[]) => SourceValue | undefined;

const PLACEHOLDER = /\{([^{}]+)\}/g;

/** `{NAME}`, `{case.NAME}`, `{index}`, `{indexInCase}`; `{1}`, `{2}` are what a condition's stars stood for. */
export function compileTemplate(text: string): Template {
  const whole = /^\{([^{}]+)\}$/.exec(text)?.[1];
  if (whole !== undefined) return (row, captures) => valueOf(whole, row, captures);
  return (row, captures) =>
    text.replace(PLACEHOLDER, (_, name: string) => {
      const value = valueOf(name, row, captures);
      return value === undefined || value === null ? '' : String(value);
    });
}

/** The value a placeholder or condition names; undefined when the row has none. */
export function valueOf(
  name: string,
  row: SourceRow,
  captures: readonly string[] = [],
): SourceValue | undefined {
  if (name === 'index') return row.index;
  if (name === 'indexInCase') return row.indexInCase;
  if (/^[1-9]$/.test(name)) return captures[Number(name) - 1] ?? '';
  if (name.startsWith('case.')) return row.case[name.slice('case.'.length)];
  return row.event[name];
}

/** Lower case, letters and digits; everything between them one hyphen. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .join('-');
}

/** Whether a row fits all conditions, and what their stars stood for; undefined when it does not. */
export type Condition = (row: SourceRow) => readonly string[] | undefined;

export function compileCondition(when: Readonly<Record<string, string>> | undefined): Condition {
  const globs = Object.entries(when ?? {}).map(([name, glob]) => ({
    name,
    parts: glob.split('*'),
  }));
  return (row) => {
    const captures: string[] = [];
    for (const { name, parts } of globs) {
      const value = valueOf(name, row);
      if (value === undefined || value === null || !matches(String(value), parts, captures))
        return undefined;
    }
    return captures;
  };
}

/** Matches text against the literal parts between stars, in linear time: each star takes as little as it can. */
function matches(text: string, parts: readonly string[], captures: string[]): boolean {
  const [first = '', ...rest] = parts;
  if (!text.startsWith(first)) return false;
  if (rest.length === 0) return text === first;
  let at = first.length;
  for (const [index, part] of rest.entries()) {
    const last = index === rest.length - 1;
    const found = last ? text.length - part.length : text.indexOf(part, at);
    if (found < at || !text.startsWith(part, found)) return false;
    captures.push(text.slice(at, found));
    at = found + part.length;
  }
  return true;
}
