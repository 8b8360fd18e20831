import type { SubjectId } from '#contracts';
import type { Decided, IdentifierKey, IdentityRepair, Merge, Untold } from '#ports';
import type { Call, Connection } from '../connection/connection.js';
import { bytes, list, text, texts } from '../connection/reply.js';
import { relinkAdmitCall, relinkSettleCall } from './commands/claims.js';
import { eraseCall } from './commands/erase-subject.js';
import { partCall, toldCall } from './commands/merges.js';
import type { IdentityKeys } from './identity-keys.js';
import { changeValue, readValues } from './link-value.js';
import { forget } from './links.js';

/** Splits and erasures on Redis. */
export function redisRepair(connection: Connection, keys: IdentityKeys): IdentityRepair {
  const run = async (call: Call): Promise<unknown> => (await connection.run([call]))[0];
  return {
    async part(merge, record) {
      const split = splitEntry(merge, record);
      return text(await run(partCall(keys.merges, merge, split))) === '1';
    },
    relink: (asked, from, to, strong) => relink(connection, keys, asked, [from, to], strong),
    async noteUntold(untold) {
      const { from, into, at } = untold;
      const entry =
        untold.kind === 'merged'
          ? [keys.untold, from, untoldMerge(at, into, untold.decided)]
          : [keys.splits, ...splitEntry(untold, untold.record)];
      await run({ command: 'HSET', args: entry });
    },
    async untold(limit) {
      const [merges, splits] = await connection.run([
        { command: 'HGETALL', args: [keys.untold] },
        { command: 'HGETALL', args: [keys.splits] },
      ]);
      return [...untoldMerges(merges), ...untoldSplits(splits)].slice(0, limit);
    },
    async told(from, at) {
      await run(toldCall(keys.merges, from, at));
    },
    async erase(subject, at) {
      // Marked first: from then on nobody is led to them, and who claims something for them takes it back.
      const subjects = texts(await run(eraseCall(keys.merges, subject, at))) as SubjectId[];
      let links = 0;
      for (const one of subjects) links += await forgetSubject(connection, keys, one);
      return { subjects, links };
    },
    async erasedAt(subject) {
      const at = text(await run({ command: 'HGET', args: [keys.erased, subject] }));
      return at === undefined ? undefined : Number(at);
    },
  };
}

/** A field of `splits` and its value. */
function splitEntry({ from, into, at }: Merge, record: Uint8Array): readonly [string, Buffer] {
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

async function relink(
  connection: Connection,
  keys: IdentityKeys,
  asked: readonly IdentifierKey[],
  [from, to]: readonly [SubjectId, SubjectId],
  strong: boolean,
): Promise<readonly IdentifierKey[]> {
  const own = new Set(await linkedAmong(connection, keys, asked, from));
  if (own.size === 0 || from === to) return [...own];
  const admit = relinkAdmitCall(keys.merges, [from, to], strong, [...own]);
  const [admitted] = await connection.run([admit]);
  if (text(admitted) === '0') return [];
  await connection.run([{ command: 'SADD', args: [keys.claimed(to), ...own] }]);
  const changes = await Promise.all(
    [...own].map(async (key) => {
      const changed = await changeValue(connection, keys, key, (value) =>
        value?.subject === from ? { ...value, subject: to } : value,
      );
      return changed ? [key] : [];
    }),
  );
  const moved = changes.flat();
  const there = new Set(await linkedAmong(connection, keys, texts(admitted), to));
  const unmarked = texts(admitted).filter((key) => !there.has(key));
  const settle = relinkSettleCall(keys.merges, [from, to], moved, unmarked);
  const [erased] = await connection.run([settle]);
  if (text(erased) === '1') for (const key of moved) await forget(connection, keys, key, to);
  return moved;
}

/** Those identifiers that are linked to a subject itself. */
async function linkedAmong(
  connection: Connection,
  keys: IdentityKeys,
  asked: readonly IdentifierKey[],
  subject: SubjectId,
): Promise<readonly IdentifierKey[]> {
  const values = await readValues(connection, keys, asked);
  return asked.filter((_, i) => values[i]?.subject === subject);
}

/** What is kept of an erased subject on other nodes than the marks. Returns how many links it had. */
async function forgetSubject(
  connection: Connection,
  keys: IdentityKeys,
  subject: SubjectId,
): Promise<number> {
  const [claimed, sighted] = await connection.run([
    { command: 'SMEMBERS', args: [keys.claimed(subject)] },
    { command: 'SMEMBERS', args: [keys.sighted(subject)] },
  ]);
  const gone = await Promise.all(
    texts(claimed).map((key) => forget(connection, keys, key, subject)),
  );
  await connection.run(
    texts(sighted).map((key) => ({ command: 'SREM', args: [keys.sightings(key), subject] })),
  );
  await connection.run([{ command: 'DEL', args: [keys.sighted(subject)] }]);
  return gone.filter(Boolean).length;
}
