import type { SubjectId } from '#contracts';
import type { Decided, Merge, Untold, UntoldChanges } from '#ports';
import type { Connection } from '../connection/connection.js';
import { bytes, list, text, texts } from '../connection/reply.js';
import { toldCall } from './commands/merges.js';
import type { IdentityKeys } from './identity-keys.js';

/** Changes that the log was perhaps not told of, on Redis. */
export function redisUntoldChanges(connection: Connection, keys: IdentityKeys): UntoldChanges {
  return {
    async note(untold) {
      const { from, into, at } = untold;
      const entry =
        untold.kind === 'merged'
          ? [keys.untold, from, untoldMerge(at, into, untold.decided)]
          : [keys.splits, ...splitEntry(untold, untold.record)];
      await connection.run([{ command: 'HSET', args: entry }]);
    },
    async list(limit) {
      const [merges, splits] = await connection.run([
        { command: 'HGETALL', args: [keys.untold] },
        { command: 'HGETALL', args: [keys.splits] },
      ]);
      return [...untoldMerges(merges), ...untoldSplits(splits)].slice(0, limit);
    },
    async told(from, at) {
      await connection.run([toldCall(keys.merges, from, at)]);
    },
  };
}

/** A field of `splits` and its value. */
export function splitEntry(
  { from, into, at }: Merge,
  record: Uint8Array,
): readonly [string, Buffer] {
  return [`${from} ${at}`, Buffer.concat([Buffer.from(`${into} `), record])];
}

function untoldMerge(at: number, into: SubjectId, decided: Decided | undefined): string {
  return [at, into, ...(decided === undefined ? [] : [JSON.stringify(decided)])].join(' ');
}

function untoldMerges(reply: unknown): readonly Untold[] {
  const fields = texts(reply);
  return fields.flatMap((from, i) => {
    if (i % 2 !== 0) return [];
    const [at, into, ...decided] = (fields[i + 1] ?? '').split(' ');
    const merge = { from: from as SubjectId, into: into as SubjectId, at: Number(at) };
    if (decided.length === 0) return { kind: 'merged', ...merge };
    return { kind: 'merged', ...merge, decided: JSON.parse(decided.join(' ')) as Decided };
  });
}

function untoldSplits(reply: unknown): readonly Untold[] {
  const fields = list(reply);
  return fields.flatMap((field, i) => {
    if (i % 2 !== 0) return [];
    const [from, at] = (text(field) ?? '').split(' ');
    const value = bytes(fields[i + 1]) ?? Buffer.alloc(0);
    const space = value.indexOf(' ');
    const into = value.subarray(0, space).toString() as SubjectId;
    const record = value.subarray(space + 1);
    return { kind: 'split', from: from as SubjectId, into, at: Number(at), record };
  });
}
