import { type FieldValue, type JourneyState } from '#contracts';
import { type Definition } from '../definition/compiled-definition.js';
import { valueAt } from '../record/event-data.js';
import { judgeValues, type FieldConflict } from './field-conflict.js';
import { fieldFault } from './field-value.js';
import { isRepeat } from './is-repeat.js';
import { type Occurrence } from '../record/occurrence.js';

type Values = JourneyState['fields'];

/** What an event brought of a journey's fields. */
export interface Captured {
  /** The journey's fields afterwards; the same object when nothing was captured. */
  readonly fields: Values;
  /** Fields whose value was captured. */
  readonly names: readonly string[];
  /** Fields that were brought and not captured, since the value held is preferred. */
  readonly kept: readonly string[];
  /** Fields that were brought with the value that was known, and fresh. Captured or not. */
  readonly repeated: readonly string[];
  /** Fields that were brought with a value they cannot have. */
  readonly refused: readonly string[];
  /** Where the value that came differs from the one that was there, whichever stays. */
  readonly conflicts: readonly FieldConflict[];
  /** In words that repeat no value: what was brought and not captured, and why. */
  readonly notes: readonly string[];
}

/** Where a value came in that an operator brought. */
const OPERATOR = 'operator';

const NONE: readonly never[] = [];
const NOTHING = {
  names: NONE,
  kept: NONE,
  repeated: NONE,
  refused: NONE,
  conflicts: NONE,
  notes: NONE,
};

/**
 * Captures the fields an event carries into those a journey has, as each field's `prefer` says. `verifies` false: the event
 * verifies nothing, whatever its type, since a guard refused it.
 */
export function captureFields(
  definition: Definition,
  current: Values,
  occurrence: Occurrence,
  now: number,
  verifies = true,
): Captured {
  const carried = definition.captures.get(occurrence.type);
  if (carried === undefined) return { ...NOTHING, fields: current };
  const { data, fault: unreadable } = occurrence.data();
  if (unreadable !== undefined) {
    const refused = carried.map(({ name }) => name);
    const notes = [`${refused.join(', ')} not captured: ${unreadable}`];
    return { ...NOTHING, fields: current, refused, notes };
  }
  let fields: Record<string, FieldValue> | undefined;
  const names: string[] = [];
  const kept: string[] = [];
  const repeated: string[] = [];
  const refused: string[] = [];
  const conflicts: FieldConflict[] = [];
  const notes: string[] = [];
  for (const field of carried) {
    const { name, source } = field;
    const value = valueAt(data, field.path);
    if (value === undefined || value === null) continue;
    const fault = fieldFault(field, value);
    if (fault !== undefined) {
      refused.push(name);
      notes.push(`${name} not captured: ${fault}`);
      continue;
    }
    const held = current[name];
    const offered = offeredValue(value, held, occurrence, now);
    if (held !== undefined && isRepeat(field, held, offered, occurrence, now)) repeated.push(name);
    const verifying = verifies && source.verifiedBy === occurrence.type;
    const judged = held && judgeValues(field, held, offered, { verifies: verifying, now });
    if (held !== undefined && judged !== undefined && held.value !== offered.value) {
      conflicts.push({ field: name, held, offered, ...judged });
      if (judged.kept === 'held') notes.push(`${name} kept as it was: ${judged.why}`);
    }
    if (judged?.kept === 'held') {
      kept.push(name);
      continue;
    }
    fields ??= { ...current };
    fields[name] = offered;
    names.push(name);
  }
  return { fields: fields ?? current, names, kept, repeated, refused, conflicts, notes };
}

/**
 * Marks the fields an event verifies, once what it carries is captured. It verifies the value a journey holds if it brought
 * that value itself, or brought none and happened no earlier than it: another value, or a later one, is not what was looked
 * at. Returns the names of those that are verified by it, verified before or not.
 */
export function verifyFields(
  definition: Definition,
  captured: Captured,
  occurrence: Occurrence,
  now: number,
): { readonly fields: Values; readonly names: readonly string[] } {
  const candidates = definition.verifies.get(occurrence.type);
  const { refused, conflicts } = captured;
  if (candidates === undefined) return { fields: captured.fields, names: NONE };
  const verification = comingFrom(occurrence, now);
  const fields: Record<string, FieldValue> = { ...captured.fields };
  const names: string[] = [];
  for (const { name } of candidates) {
    const held = fields[name];
    const other = conflicts.some(({ field, kept }) => field === name && kept === 'held');
    if (held === undefined || other || refused.includes(name)) continue;
    const since = Math.max(held.time, held.verification?.time ?? held.time);
    if (verification.time < since) continue;
    fields[name] = { ...held, verified: true, verification };
    names.push(name);
  }
  return names.length === 0 ? { fields: captured.fields, names } : { fields, names };
}

/** The value as it came. It is verified already if it is the very value that was. */
function offeredValue(
  value: unknown,
  held: FieldValue | undefined,
  occurrence: Occurrence,
  now: number,
): FieldValue {
  const json = JSON.stringify(value);
  const known = held !== undefined && held.verified && held.value === json;
  return {
    value: json,
    verified: known,
    ...comingFrom(occurrence, now),
    verification: known ? held.verification : null,
  };
}

/** A sender's clock that is ahead does not make anything younger than now. */
function comingFrom({ channel = OPERATOR, time, cause }: Occurrence, now: number) {
  return { channel, time: Math.min(time, now), interactionId: cause.id };
}
