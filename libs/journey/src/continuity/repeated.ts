import { type FieldValue } from '#contracts';
import { type Field } from '../definition/compiled-definition.js';
import { isStale } from '../fields/field-conflict.js';
import { type Occurrence } from '../occurrence.js';
import { type Turn } from '../turn.js';
import { isByPerson } from './person.js';

/**
 * Whether a value that came was known already: the same one is held, fresh at `now`, from another interaction. An event that
 * verifies what nobody has verified yet brings it to be looked at, not because it was asked again.
 */
export function isRepeat(
  field: Field,
  held: FieldValue,
  offered: FieldValue,
  { type }: Occurrence,
  now: number,
): boolean {
  if (held.value !== offered.value || held.interactionId === offered.interactionId) return false;
  if (field.source.verifiedBy === type && !held.verified) return false;
  return !isStale(field, held, now);
}

/** Says which fields a customer was asked for although they were known: one event for all that an interaction brought. */
export function sayRepeated(turn: Turn, fields: readonly string[], occurrence: Occurrence): void {
  const { kind, actorKind } = occurrence.cause;
  if (fields.length === 0 || kind !== 'interaction' || !isByPerson(actorKind)) return;
  turn.say('repeated', occurrence, { fields });
}
