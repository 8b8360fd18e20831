import { type Field } from '../definition/compiled-definition.js';
import { type FieldSource } from '../definition/definition.js';
import { isObject } from '../record/event-data.js';

/** Of longer strings no format is asked: none of them has so long a value. */
const LONGEST_FORMATTED = 2_048;

/**
 * What each format looks like. Wide on purpose: what is refused here was not that kind of value at all. Patterns are
 * linear: none repeats a group.
 */
const FORMATS: Readonly<
  Record<NonNullable<FieldSource['format']>, { is: (text: string) => boolean; like: string }>
> = {
  /** RFC 5321, 4.1.2, without quoted local parts. */
  email: {
    is: (text) => /^[^\s@"(),:;<>[\]\\]{1,64}@[^\s@]{1,255}$/.test(text) && isHost(text),
    like: 'an e-mail address, such as ana@example.org',
  },
  /** As people write it; the gateway makes E.164 of it where it identifies. */
  phone: {
    is: (text) => /^\+?[0-9 ()./-]{4,32}$/.test(text) && text.replaceAll(/\D/g, '').length >= 4,
    like: 'a phone number, such as +61 2 9999 0000',
  },
  /** RFC 3339, 5.6, full-date. */
  date: {
    is: (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && isDay(text),
    like: 'a date, such as 2026-11-21',
  },
  /** RFC 3339, 5.6, date-time. */
  'date-time': {
    is: (text) =>
      /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/.test(text) &&
      isDay(text.slice(0, 10)) &&
      !Number.isNaN(Date.parse(text.replace(' ', 'T'))),
    like: 'a time with its date and offset, such as 2026-11-21T10:15:00Z',
  },
  /** RFC 3339, 5.6, partial-time; seconds may be left out. */
  time: {
    is: (text) => /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?$/.test(text),
    like: 'a time of day, such as 10:15',
  },
  /** RFC 3986, with a scheme. */
  uri: {
    is: (text) => /^[A-Za-z][A-Za-z0-9+.-]*:[^\s]+$/.test(text) && URL.canParse(text),
    like: 'a URI with its scheme, such as https://example.org/',
  },
  /** RFC 9562. */
  uuid: {
    is: (text) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text),
    like: 'a UUID',
  },
};

/** What is wrong with a value for a field, in words that do not repeat the value; undefined: it fits. */
export function fieldFault({ source }: Field, value: unknown): string | undefined {
  if (!isOfType(value, source.type)) {
    return `it must be of type ${source.type}, what came is ${typeName(value)}`;
  }
  if (typeof value === 'number') return numberFault(source, value);
  if (typeof value === 'string') return stringFault(source, value);
  return Array.isArray(value) ? lengthFault(source, value.length, 'items') : undefined;
}

function numberFault(source: FieldSource, value: number) {
  const { minimum, maximum } = source;
  if (minimum !== undefined && value < minimum) return `it must be at least ${minimum}`;
  if (maximum !== undefined && value > maximum) return `it must be at most ${maximum}`;
  return choiceFault(source, value);
}

function stringFault(source: FieldSource, value: string): string | undefined {
  const fault =
    lengthFault(source, lengthOf(source, value), 'characters') ?? choiceFault(source, value);
  if (fault !== undefined || source.format === undefined) return fault;
  const { is, like } = FORMATS[source.format];
  return value.length <= LONGEST_FORMATTED && is(value) ? undefined : `it must be ${like}`;
}

/** In characters (code points, as JSON Schema counts them); not counted where nothing asks. */
function lengthOf({ minLength, maxLength }: FieldSource, text: string): number {
  return minLength === undefined && maxLength === undefined ? 0 : [...text].length;
}

function lengthFault({ minLength, maxLength }: FieldSource, length: number, of: string) {
  if (minLength !== undefined && length < minLength) {
    return `it must have at least ${minLength} ${of}, what came has ${length}`;
  }
  if (maxLength !== undefined && length > maxLength) {
    return `it must have at most ${maxLength} ${of}, what came has ${length}`;
  }
  return undefined;
}

function choiceFault({ enum: choices }: FieldSource, value: string | number) {
  if (choices === undefined || choices.includes(value)) return undefined;
  return `it must be one of ${choices.join(', ')}`;
}

function isOfType(value: unknown, type: FieldSource['type']): boolean {
  switch (type) {
    case 'number':
      return Number.isFinite(value);
    case 'integer':
      return Number.isSafeInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    default:
      return typeof value === type;
  }
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    return 'too large a number';
  }
  return Array.isArray(value) ? 'array' : typeof value;
}

function isHost(email: string): boolean {
  const labels = email.slice(email.lastIndexOf('@') + 1).split('.');
  return labels.length > 1 && labels.every((label) => /^[\p{L}\p{N}-]{1,63}$/u.test(label));
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
