import type { SubjectId } from '#contracts';
import type { Call } from '../../connection/connection.js';
import { scriptsBeside } from '../../connection/script.js';

const ERASE = scriptsBeside(import.meta.url)('erase-subject', 'merge-pointers');

/** `erase-subject.lua`: marks a subject and those merged into it as erased; replies whom. `at`: ms since the epoch. */
export function eraseCall(merges: string, subject: SubjectId, at: number): Call {
  return { script: ERASE, keys: [merges], args: [subject, at] };
}
