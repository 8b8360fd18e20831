import { type Allowance, windowEnd, windowKey, WINDOWS_FORGOTTEN_AT_ONCE } from '#ports';
import type { Call } from '../../connection/connection.js';
import { scriptsBeside } from '../../connection/script.js';
import type { AttemptKeys } from '../continuity-keys.js';

const script = scriptsBeside(import.meta.url);
const SPEND = script('attempts-spend');
const GIVE_BACK = script('attempts-give-back');

/** `attempts-spend.lua`: replies 0 when it counted, else when the last full window ends. `now`: ms since the epoch. */
export function spendCall(
  { counts, ends }: AttemptKeys,
  allowances: readonly Allowance[],
  now: number,
): Call {
  const windows = allowances.flatMap((one) => [
    windowKey(one, now),
    one.limit,
    windowEnd(one, now),
  ]);
  return {
    script: SPEND,
    keys: [counts, ends],
    args: [now, WINDOWS_FORGOTTEN_AT_ONCE, ...windows],
  };
}

/** `attempts-give-back.lua`: what was counted at that time, ms since the epoch, was not. */
export function giveBackCall(
  { counts }: AttemptKeys,
  allowances: readonly Allowance[],
  now: number,
): Call {
  return { script: GIVE_BACK, keys: [counts], args: allowances.map((one) => windowKey(one, now)) };
}
