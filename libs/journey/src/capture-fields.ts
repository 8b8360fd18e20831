import { type FieldValue, type JourneyState } from '#contracts';
import { type Definition, type Field } from './compiled-definition.js';
import { isObject, valueAt } from './event-data.js';
import { type Occurrence } from './occurrence.js';

type Values = JourneyState['fields'];

/** What an event brought of a journey's fields. */
export interface Captured {
  /** The journey's fields afterwards; the same object when nothing was taken. */
  readonly fields: Values;
  /** Fields whose value was taken. */
  readonly names: readonly string[];
  /** Fields that were brought and not taken, since the value held is preferred. */
  readonly kept: readonly string[];
  /** In words: what was brought and is of no use. */
  readonly refused: readonly string[];
}

/** Where a value came in that an operator brought. */
const OPERATOR = 'operator';

const NONE: readonly string[] = [];

/** Takes the fields an event carries into those a journey has, as each field's `prefer` says. */
export function captureFields(
  definition: Definition,
  current: Values,
  occurrence: Occurrence,
  now: number,
): Captured {
  const carried = definition.captures.get(occurrence.type);
  if (carried === undefined) return { fields: current, names: NONE, kept: NONE, refused: NONE };
  const { data, fault } = occurrence.data();
  if (fault !== undefined) {
    const refused = [`${carried.map(({ name }) => name).join(', ')} not captured: ${fault}`];
    return { fields: current, names: NONE, kept: NONE, refused };
  }
  const fields: Record<string, FieldValue> = { ...current };
  const names: string[] = [];
  const kept: string[] = [];
  const refused: string[] = [];
  for (const field of carried) {
    const value = valueAt(data, field.path);
    if (value === undefined || value === null) continue;
    const fault = typeFault(field, value);
    if (fault !== undefined) {
      refused.push(fault);
      continue;
    }
    const offered = offeredValue(value, current[field.name], occurrence, now);
    if (prefersHeld(field, current[field.name], offered, occurrence.type)) {
      kept.push(field.name);
      continue;
    }
    fields[field.name] = offered;
    names.push(field.name);
  }
  return { fields: names.length === 0 ? current : fields, names, kept, refused };
}

/** Marks the fields an event verifies. Returns the names of those that were not verified before. */
export function verifyFields(
  definition: Definition,
  current: Values,
  eventType: string,
): { readonly fields: Values; readonly names: readonly string[] } {
  const verified = (definition.verifies.get(eventType) ?? []).filter(
    ({ name }) => current[name]?.verified === false,
  );
  if (verified.length === 0) return { fields: current, names: NONE };
  const fields: Record<string, FieldValue> = { ...current };
  for (const { name } of verified) {
    const value = fields[name];
    if (value !== undefined) fields[name] = { ...value, verified: true };
  }
  return { fields, names: verified.map(({ name }) => name) };
}

/** A sender's clock that is ahead does not make a value younger than now. */
function offeredValue(
  value: unknown,
  held: FieldValue | undefined,
  { channel = OPERATOR, time, cause }: Occurrence,
  now: number,
): FieldValue {
  const json = JSON.stringify(value);
  return {
    value: json,
    verified: held !== undefined && held.verified && held.value === json,
    channel,
    time: Math.min(time, now),
    interactionId: cause.id,
  };
}

function prefersHeld(
  { source }: Field,
  held: FieldValue | undefined,
  offered: FieldValue,
  type: string,
): boolean {
  if (held === undefined) return false;
  const { prefer = 'latest' } = source;
  if (typeof prefer !== 'string') {
    const [kept, came] = [rank(prefer, held.channel), rank(prefer, offered.channel)];
    return kept === came ? offered.time < held.time : kept < came;
  }
  switch (prefer) {
    case 'first':
      return true;
    case 'verified':
      if (held.verified && !offered.verified) return source.verifiedBy !== type;
      return offered.time < held.time;
    case 'latest':
      return offered.time < held.time;
  }
}

/** A channel's place among the preferred ones; those not named come last, all alike. */
function rank(channels: readonly string[], channel: string): number {
  const at = channels.indexOf(channel);
  return at < 0 ? channels.length : at;
}

function typeFault({ name, source }: Field, value: unknown): string | undefined {
  if (isOfType(value, source.type)) return undefined;
  const is = Array.isArray(value) ? 'array' : typeof value;
  return `${name} not captured: it must be of type ${source.type}, what came is ${is}`;
}

function isOfType(value: unknown, type: Field['source']['type']): boolean {
  switch (type) {
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
