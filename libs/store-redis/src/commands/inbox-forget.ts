import { type Call } from '../connection.js';
import { type InboxKeys } from '../inbox-keys.js';
import { script } from '../script.js';

const FORGET = script('inbox-forget');

/** `inbox-forget.lua`: forgets entries, open or closed. */
export function forgetCall(keys: InboxKeys, ids: readonly string[]): Call {
  const { entries, heads, closings, attempts, closed, counts } = keys;
  const open = [keys.open('unmatched'), keys.open('dead-letter')];
  return {
    script: FORGET,
    keys: [entries, heads, closings, attempts, closed, counts, ...open],
    args: [...ids],
  };
}
