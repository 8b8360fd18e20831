import { humanise } from '../definition/compiled-definition.js';
import { HAND_OFF_EVENTS } from '../record/hand-off-events.js';

/** What happened beside the steps a definition knows: hand-offs, and what operators do. */
const TOLD: ReadonlyMap<string, string> = new Map([
  [HAND_OFF_EVENTS.made, 'Code or link given to go on elsewhere'],
  [HAND_OFF_EVENTS.redeemed, 'Came over by code or link'],
  [HAND_OFF_EVENTS.expired, 'Code or link was not used in time'],
  [HAND_OFF_EVENTS.recognised, 'Recognised by what they know'],
  ['advance', 'Moved on by hand'],
  ['pause', 'Paused'],
  ['resume', 'Taken up again'],
  ['migrate', 'Moved to another version of the journey'],
  ['note', 'Note taken'],
]);

/**
 * One line of a journey's story, in words a person understands: `application.details-submitted` → `Details submitted`,
 * `identity.verified` → `Identity verified`: a single word needs the thing it is said of.
 */
export function storyLine(type: string): string {
  const told = TOLD.get(type);
  if (told !== undefined) return told;
  const segments = type.split('.');
  const last = segments.at(-1) ?? type;
  const thing = segments.at(-2);
  return humanise(thing === undefined || /[-_]/.test(last) ? last : `${thing}-${last}`);
}
