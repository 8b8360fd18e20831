import type { JourneyId } from '#contracts';
import type { RecognitionUpdate, TopicPartition } from '#ports';
import type { Call } from '../../connection/connection.js';
import { scriptsBeside } from '../../connection/script.js';
import type { RecognitionKeys } from '../continuity-keys.js';

const script = scriptsBeside(import.meta.url);
const APPLY = script('recognition-apply');
const FORGET = script('recognition-forget');

/** `recognition-apply.lua`: replies 1 when the position was the one seen, and everything is changed. */
export function applyCall(
  { journeys, positions, sets }: RecognitionKeys,
  { place, seen, next, journeys: changed }: RecognitionUpdate,
): Call {
  const rows = changed.flatMap((one) => [one.journeyId, one.keys.join(' ')]);
  const args = [placeField(place), seen ?? '', next, sets, ...rows];
  return { script: APPLY, keys: [journeys, positions], args };
}

/** `recognition-forget.lua`: replies how many of the journeys somebody was recognised by. */
export function forgetCall(
  { journeys, sets }: RecognitionKeys,
  forgotten: readonly JourneyId[],
): Call {
  return { script: FORGET, keys: [journeys], args: [sets, ...forgotten] };
}

/** A place's field in `positions`. */
export function placeField({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
