import { parseDuration } from '#journey';
import { type Difference, type Exit } from '#replay';

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;

/** `9 d 22 h`: the two largest units. */
export function duration(ms: number | null): string {
  if (ms === null) return '–';
  let left = Math.round(ms);
  const words: string[] = [];
  for (const [unit, size] of UNITS) {
    const many = Math.floor(left / size);
    if (many > 0) words.push(`${many} ${unit}`);
    else if (words.length > 0) break;
    if (words.length === 2) break;
    left -= many * size;
  }
  return words.length === 0 ? '0 ms' : words.join(' ');
}

/** `13,087`. */
export function figure(count: number): string {
  return count.toLocaleString('en');
}

/** One decimal: `7.8 %`. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '0 %' : `${((100 * part) / whole).toFixed(1)} %`;
}

export function day(ms: number | null): string {
  return ms === null ? '–' : new Date(ms).toISOString().slice(0, 10);
}

/** `+12`, `−3`, `=`. */
export function change(from: number, to: number): string {
  if (from === to) return '=';
  return `${to > from ? '+' : '−'}${figure(Math.abs(to - from))}`;
}

/** How a journey left a state: `after 21 d → expired`. */
export function exit({ kind, event, to }: Exit, states: readonly string[]): string {
  if (event === null) return 'stays';
  const of = states.find((state) => event.startsWith(`${state}:`));
  const when = kind !== 'timer' || of === undefined ? event : after(event.slice(of.length + 1));
  return `${when} → ${to.join('+')}`;
}

/** A timer by its id, `<state>:<delay>`: `deciding, after 21 d`. */
export function timer(id: string): string {
  const colon = id.lastIndexOf(':');
  return colon <= 0 ? id : `${id.slice(0, colon)}, ${after(id.slice(colon + 1))}`;
}

function after(delay: string): string {
  const parsed = parseDuration(delay);
  return `after ${'fault' in parsed ? delay : duration(parsed.ms)}`;
}

export const DIFFERENCE_WORDS: Readonly<Record<Difference, string>> = {
  started: 'only one version starts it',
  outcome: 'another outcome',
  finalState: 'ends up in another state',
  path: 'other states on the way',
  times: 'the same way at other times',
  fields: 'other fields',
  actions: 'other actions',
  timers: 'other timers fire',
  dispositions: 'records come to something else',
};
