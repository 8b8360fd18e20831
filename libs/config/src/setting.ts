/** One environment variable: what is read, documented and printed comes from the same row. */
export interface Setting<T> {
  readonly name: string;
  readonly doc: string;
  /** What may stand there, in words. */
  readonly range: string;
  /** Taken when the variable is absent or empty; undefined: the setting may stay unset. */
  readonly default: string | undefined;
  /** A secret's value is never printed. */
  readonly secret: boolean;
  /** Throws `Refusal`. */
  readonly parse: (text: string) => T;
}

/** Why a value is refused, and what to write in its place. */
export class Refusal extends Error {}

interface Row<T> {
  readonly doc: string;
  readonly range: string;
  readonly secret?: boolean;
  readonly parse: (text: string) => T;
}

/** A setting that always has a value. */
export function required<T>(name: string, fallback: string, row: Row<T>): Setting<T> {
  return { secret: false, ...row, name, default: fallback };
}

/** A setting that may stay unset. */
export function optional<T>(name: string, row: Row<T>): Setting<T | undefined> {
  return { secret: false, ...row, name, default: undefined };
}

export function text(value: string): string {
  return value;
}

export function integer(low: number, high: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!/^-?\d+$/.test(value) || number < low || number > high) {
      throw new Refusal(`must be a whole number from ${low} to ${high}`);
    }
    return number;
  };
}

export function oneOf<const T extends string>(...allowed: readonly T[]): (value: string) => T {
  return (value) => {
    const found = allowed.find((choice) => choice === value.toLowerCase());
    if (found === undefined) throw new Refusal(`must be one of ${allowed.join(', ')}`);
    return found;
  };
}

export function flag(value: string): boolean {
  const lower = value.toLowerCase();
  if (['true', '1', 'yes', 'on'].includes(lower)) return true;
  if (['false', '0', 'no', 'off'].includes(lower)) return false;
  throw new Refusal('must be true or false');
}

/** An absolute URL with one of these protocols (`http:` …). */
export function url(...protocols: readonly string[]): (value: string) => string {
  return (value) => {
    const schemes = protocols.map((protocol) => `${protocol}//`).join(' or ');
    if (!URL.canParse(value)) throw new Refusal(`must be a URL that begins with ${schemes}`);
    if (!protocols.includes(new URL(value).protocol)) {
      throw new Refusal(`must begin with ${schemes}`);
    }
    return value;
  };
}

/** Comma-separated `host:port`, IPv6 addresses in brackets. */
export function hostPorts(value: string): readonly string[] {
  const entries = value
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  if (entries.length === 0) throw new Refusal('must name at least one host:port');
  for (const entry of entries) {
    const match = /^(?:\[[0-9a-fA-F:.]+\]|[^\s:/@[\]]+):(\d{1,5})$/.exec(entry);
    if (!match || Number(match[1]) < 1 || Number(match[1]) > 65_535) {
      throw new Refusal(`must be host:port, separated by commas; "${entry}" is not one`);
    }
  }
  return entries;
}
