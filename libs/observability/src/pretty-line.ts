/** What every line has, and is told apart from the rest. */
const OWN = new Set(['level', 'time', 'pid', 'hostname', 'name', 'msg', 'err', 'error']);

/** A log line for a person at a terminal: time, level, who, what, details; an error's stack below. */
export function prettyLine(json: string): string {
  const line = JSON.parse(json) as Record<string, unknown>;
  const time = String(line['time']).slice('2026-01-01T'.length, -1);
  const level = String(line['level']).toUpperCase().padEnd(5);
  const details = Object.entries(line)
    .filter(([key]) => !OWN.has(key))
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const head = [time, level, `[${String(line['name'])}]`, line['msg'] ?? '', ...details]
    .join(' ')
    .replace(/[\n\t]+/g, ' ');
  return `${head}\n${stackOf(line['err'] ?? line['error'])}`;
}

function stackOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('stack' in error)) return '';
  return `${String(error.stack).replace(/^/gm, '    ')}\n`;
}
