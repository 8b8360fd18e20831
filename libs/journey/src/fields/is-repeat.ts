import { type FieldValue } from '#contracts';
import { type Field } from '../definition/compiled-definition.js';
import { type Occurrence } from '../record/occurrence.js';
import { isStale } from './field-conflict.js';

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
