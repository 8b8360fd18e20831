import type { ReplayAttempt } from '#ports';
import type { Call } from '../../connection/connection.js';
import { scriptsBeside } from '../../connection/script.js';
import type { InboxKeys } from '../inbox-keys.js';

const ATTEMPT = scriptsBeside(import.meta.url)('inbox-attempt');

/** `inbox-attempt.lua`: notes a replay that follows the attempt of `after`. */
export function attemptCall(
  keys: InboxKeys,
  id: string,
  attempt: ReplayAttempt,
  after: number | null,
): Call {
  return {
    script: ATTEMPT,
    keys: [keys.entries, keys.closings, keys.attempts],
    args: [id, after === null ? '' : after, attempt.at, JSON.stringify(attempt)],
  };
}
