import { type HandOff, HAND_OFF_REMEMBERED_MS, HAND_OFFS_FORGOTTEN_AT_ONCE } from '#ports';
import type { Call } from '../../connection/connection.js';
import { scriptsBeside } from '../../connection/script.js';
import type { HandOffKeys } from '../continuity-keys.js';

const script = scriptsBeside(import.meta.url);
const KEEP = script('hand-off-keep');
const REDEEM = script('hand-off-redeem');
const FORGET = script('hand-off-forget');

/** `hand-off-keep.lua`: replies `kept`, `taken` or `full`. `capacity`: unused ones of its space at most. */
export function keepCall(keys: HandOffKeys, handOff: HandOff, capacity: number): Call {
  const { id, codeHash, space, madeAt, expiresAt } = handOff;
  const forgotten = [madeAt - HAND_OFF_REMEMBERED_MS, HAND_OFFS_FORGOTTEN_AT_ONCE];
  return {
    script: KEEP,
    keys: [keys.rows, keys.codes, keys.redeemed, keys.space(space), keys.open, keys.done],
    args: [id, codeHash, madeAt, expiresAt, capacity, JSON.stringify(handOff), ...forgotten],
  };
}

/** `hand-off-redeem.lua`: replies `redeemed`, `used`, `expired` or `unknown`. `at`: ms since the epoch. */
export function redeemCall(
  keys: HandOffKeys,
  { id, space, expiresAt }: HandOff,
  by: string,
  at: number,
): Call {
  return {
    script: REDEEM,
    keys: [keys.rows, keys.redeemed, keys.space(space), keys.open, keys.done],
    args: [id, by, at, expiresAt],
  };
}

/** `hand-off-forget.lua`: replies 1 when it was there. */
export function forgetCall(keys: HandOffKeys, { id, space }: HandOff): Call {
  return {
    script: FORGET,
    keys: [keys.rows, keys.codes, keys.redeemed, keys.space(space), keys.open, keys.done],
    args: [id],
  };
}
