import type { SubjectId } from '#contracts';
import type { Merge, MergeOrder } from '#ports';
import type { Call } from '../../connection/connection.js';
import { texts } from '../../connection/reply.js';
import { scriptsBeside } from '../../connection/script.js';

const script = scriptsBeside(import.meta.url);
const POINTERS = 'merge-pointers';
const MERGE = script('merge', POINTERS);
const FOLLOW = script('merge-follow', POINTERS);
const FAMILY = script('merge-family', POINTERS);
const NAMED = script('merge-named', POINTERS);
const PART = script('merge-part', POINTERS);
const TOLD = script('merge-told', POINTERS);

/** `merge.lua`: replies 1 when it was made. */
export function mergeCall(merges: string, order: MergeOrder): Call {
  const { from, into, at, ifAnonymous, decided } = order;
  const by = decided === undefined ? '' : JSON.stringify(decided);
  return { script: MERGE, keys: [merges], args: [from, into, at, ifAnonymous ? 1 : 0, by] };
}

/** `merge-follow.lua`: what each subject has become, '' for an erased one. */
export function followCall(merges: string, subjects: readonly SubjectId[]): Call {
  return { script: FOLLOW, keys: [merges], args: subjects };
}

/** `merge-family.lua`: the merges that made a subject what it is. */
export function familyCall(merges: string, subject: SubjectId): Call {
  return { script: FAMILY, keys: [merges], args: [subject] };
}

export function mergesIn(reply: unknown): readonly Merge[] {
  const fields = texts(reply);
  const merges: Merge[] = [];
  for (let i = 0; i + 2 < fields.length; i += 3) {
    const [from, into] = fields.slice(i, i + 2) as SubjectId[];
    if (from !== undefined && into !== undefined)
      merges.push({ from, into, at: Number(fields[i + 2]) });
  }
  return merges;
}

/** `merge-named.lua`: replies 1 when a strong identifier was claimed for a subject's family, or is about to be. */
export function namedCall(merges: string, subject: SubjectId): Call {
  return { script: NAMED, keys: [merges], args: [subject] };
}

/** `merge-part.lua`: takes back a merge and notes the split, a field of `splits` with its value. Replies 1 when it did. */
export function partCall(
  merges: string,
  { from, into }: Merge,
  [field, value]: readonly [string, Buffer],
): Call {
  return { script: PART, keys: [merges], args: [from, into, field, value] };
}

/** `merge-told.lua`: the log was told of the change of that time, ms since the epoch; undefined: of all. */
export function toldCall(merges: string, from: SubjectId, at: number | undefined): Call {
  return { script: TOLD, keys: [merges], args: [from, at ?? ''] };
}
