import { type JourneyId } from '#contracts';
import { refuse } from '#ports';

const JOURNEY_ID = /^[a-z2-7]{20}\.[a-z2-7]{8}$/;

export function isJourneyId(text: string): text is JourneyId {
  return JOURNEY_ID.test(text);
}

/** The id of a journey. Throws `not-found` for what can be none. */
export function journeyIdOf(text: string): JourneyId {
  return isJourneyId(text) ? text : refuse('not-found', 'That is not the id of a journey.');
}
