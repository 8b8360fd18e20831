import type { SubjectId } from '#contracts';
import type { Call } from '../../connection/connection.js';
import { scriptsBeside } from '../../connection/script.js';
import type { ShardKeys } from '../shard-keys.js';

const HISTORY = scriptsBeside(import.meta.url)('history');

/** `history.lua`: replies the history blocks of a subject, oldest first. */
export function historyCall({ index, history }: ShardKeys, subject: SubjectId): Call {
  return { script: HISTORY, keys: [index, history], args: [subject] };
}
