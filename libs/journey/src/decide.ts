import { type PlacedEntry, type SubjectState } from '#contracts';
import { type Decision } from './decision.js';
import { type Definitions } from './definitions.js';

/** What one record does to its subject (I2). */
export function decide(
  _definitions: Definitions,
  _state: SubjectState | undefined,
  _placed: PlacedEntry,
): Decision {
  throw new Error('not built yet');
}
