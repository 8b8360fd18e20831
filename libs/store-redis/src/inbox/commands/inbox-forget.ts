import { type Call } from '../../connection/connection.js';
import { scriptsBeside } from '../../connection/script.js';
import { type InboxKeys } from '../inbox-keys.js';

const FORGET = scriptsBeside(import.meta.url)('inbox-forget');

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
