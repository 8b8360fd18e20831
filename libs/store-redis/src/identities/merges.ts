import type { SubjectId } from '#contracts';
import type { Merge, SubjectMerges } from '#ports';
import type { Call, Connection } from '../connection/connection.js';
import { text, texts } from '../connection/reply.js';
import {
  familyCall,
  followCall,
  mergeCall,
  mergesIn,
  namedCall,
  partCall,
} from './commands/merges.js';
import type { IdentityKeys } from './identity-keys.js';
import { splitEntry } from './untold-changes.js';

/** Merges on Redis: each change is one script on the node that sees all subjects. */
export function redisMerges(connection: Connection, keys: IdentityKeys): SubjectMerges {
  const isTrue = async (call: Call): Promise<boolean> =>
    text((await connection.run([call]))[0]) === '1';
  return {
    merge: (order) => isTrue(mergeCall(keys.merges, order)),
    part: (merge, record) => isTrue(partCall(keys.merges, merge, splitEntry(merge, record))),
    async follow(subject) {
      const ends = await followAll(connection, keys, [subject]);
      return ends.get(subject) ?? subject;
    },
    of: (subject) => mergesOf(connection, keys, subject),
    isNamed: (subject) => isTrue(namedCall(keys.merges, subject)),
  };
}

/** The merges that made a subject what it is. */
export async function mergesOf(
  connection: Connection,
  keys: IdentityKeys,
  subject: SubjectId,
): Promise<readonly Merge[]> {
  return mergesIn((await connection.run([familyCall(keys.merges, subject)]))[0]);
}

/** What subjects have become; none for those that were erased, whatever is still linked to them. */
export async function followAll(
  connection: Connection,
  keys: IdentityKeys,
  subjects: readonly SubjectId[],
): Promise<ReadonlyMap<SubjectId, SubjectId>> {
  if (subjects.length === 0) return new Map();
  const [reply] = await connection.run([followCall(keys.merges, subjects)]);
  const ends = texts(reply) as SubjectId[];
  return new Map(subjects.flatMap((subject, i) => (ends[i] ? [[subject, ends[i]]] : [])));
}
