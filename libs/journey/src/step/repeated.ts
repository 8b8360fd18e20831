import { type Occurrence } from '../record/occurrence.js';
import { type Turn } from '../turn/turn.js';
import { isByPerson } from '../continuity/person.js';

/** Says which fields a customer was asked for although they were known: one event for all that an interaction brought. */
export function sayRepeated(turn: Turn, fields: readonly string[], occurrence: Occurrence): void {
  const { kind, actorKind } = occurrence.cause;
  if (fields.length === 0 || kind !== 'interaction' || !isByPerson(actorKind)) return;
  turn.say('repeated', occurrence, { fields });
}
