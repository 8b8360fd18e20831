/** `call.started` → `Call started`; `fullName` → `Full name`. */
export function humanise(name: string): string {
  const words = name
    .replaceAll(/[-_.]+/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const STEPS: readonly (readonly [number, Intl.RelativeTimeFormatUnit])[] = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
];
const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const CLOCK = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const DAY_AND_CLOCK = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const NUMBER = new Intl.NumberFormat('en');

/** `just now`, `4 min. ago`, `in 2 days`. */
export function ago(time: string, now: number): string {
  const distance = Date.parse(time) - now;
  for (const [ms, unit] of STEPS) {
    // Whole units that have passed: rounded, the last minute of an hour would be the sixtieth.
    if (Math.abs(distance) >= ms) return RELATIVE.format(Math.trunc(distance / ms), unit);
  }
  return 'just now';
}

/** The time of day today, with the day before that. */
export function clock(time: string, now: number): string {
  const at = new Date(time);
  const isToday = at.toDateString() === new Date(now).toDateString();
  return (isToday ? CLOCK : DAY_AND_CLOCK).format(at);
}

const SPANS: readonly (readonly [number, string])[] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
];

/** How long between two times, in whole units: `2 s`, `14 min`, `3 h`, `5 d`. Empty under a second. */
export function span(from: string, to: string): string {
  const passed = Date.parse(to) - Date.parse(from);
  const [ms, unit] = SPANS.find(([size]) => passed >= size) ?? [];
  return ms === undefined ? '' : `${String(Math.floor(passed / ms))} ${String(unit)}`;
}

export function count(value: number): string {
  return NUMBER.format(value);
}

/** A field's value on one line. */
export function valueText(value: unknown): string {
  if (typeof value === 'number') return NUMBER.format(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
