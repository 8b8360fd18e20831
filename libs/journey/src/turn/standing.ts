import { type JourneyState } from '#contracts';
import { type Definition } from '../definition/compiled-definition.js';
import { type Occurrence } from '../record/occurrence.js';

/** A journey as it stands when something happens to it. To weigh what that comes to changes nothing. */
export interface Standing {
  readonly definition: Definition;
  readonly journey: JourneyState;
  /** What happens. */
  readonly occurrence: Occurrence;
  /** ms since the epoch, on the journey's clock. */
  readonly now: number;
}
