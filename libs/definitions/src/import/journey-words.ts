const SECOND = 1_000;
const UNITS = [
  ['H', 3_600 * SECOND],
  ['M', 60 * SECOND],
  ['S', SECOND],
] as const;
const DAY = 24 * 3_600 * SECOND;
const MAX_EVENT = 128;
const MAX_NAME = 64;

/** ISO 8601 of whole seconds above 0: `PT30M`, `P14D`, `P1DT12H`. */
export function durationText(ms: number): string {
  const days = Math.floor(ms / DAY);
  let rest = ms - days * DAY;
  let time = '';
  for (const [unit, length] of UNITS) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) time += `${count}${unit}`;
  }
  return `P${days > 0 ? `${days}D` : ''}${time === '' ? '' : `T${time}`}`;
}

/** `FORM_SUBMITTED` and `formSubmitted` → `form-submitted`; dots and a last `*` stay. */
export function eventName(text: string): string {
  if (text === '*') return text;
  const wild = text.endsWith('.*');
  const tokens = (wild ? text.slice(0, -2) : text).split('.').map(kebab).filter(Boolean);
  const name = tokens.join('.').slice(0, MAX_EVENT - 2) || 'event';
  return wild ? `${name}.*` : name;
}

/** `sendEmail` → `send-email`: what services and messages are called. */
export function serviceName(text: string): string {
  const name = kebab(text.replaceAll('.', '-')).replace(/^[^a-z]+/, '');
  return name === '' ? 'service' : name.slice(0, MAX_NAME);
}

function kebab(text: string): string {
  return text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
}
