import { type Shard, shardOf, SHARDS, type SubjectId } from '#contracts';
import type { JourneyReader, StateCount, Watermark } from '#ports';
import type { Connection } from '../connection/connection.js';
import { bytes, list, text, texts } from '../connection/reply.js';
import { historyCall } from './commands/history.js';
import { watermarkOf } from './commands/take.js';
import { decodeHistoryBlocks } from './history-block.js';
import { parseKind } from './kind.js';
import { searchJourneys } from './search-journeys.js';
import type { ShardKeys } from './shard-keys.js';

export type ReadingSide = JourneyReader;

const SCAN_COUNT = '200';
const ALL_SHARDS = Array.from({ length: SHARDS }, (_, shard) => shard as Shard);

/** Reading, for anyone. What concerns all shards asks them in one round trip. */
export function readingSide(
  connection: Connection,
  keys: (shard: Shard) => ShardKeys,
): ReadingSide {
  const field = async (key: string, name: string): Promise<Uint8Array | undefined> => {
    const [reply] = await connection.run([{ command: 'HGET', args: [key, name] }]);
    return bytes(reply);
  };
  const ofEach = (command: string, args: (keys: ShardKeys) => string[]) =>
    connection.run(ALL_SHARDS.map((shard) => ({ command, args: args(keys(shard)) })));

  return {
    subject: (subject) => field(keys(shardOf(subject)).subjects, subject),
    archived: (journey, subject) => field(keys(shardOf(subject ?? journey)).archived, journey),
    async history(subject) {
      const [reply] = await connection.run([historyCall(keys(shardOf(subject)), subject)]);
      return list(reply).flatMap((blocks) => decodeHistoryBlocks(bytes(blocks) ?? Buffer.alloc(0)));
    },
    search: (query) => searchJourneys(connection, ALL_SHARDS.map(keys), query),
    async counts() {
      return sumCounts(await ofEach('HGETALL', ({ kinds }) => [kinds]));
    },
    async watermarks() {
      const replies = await ofEach('HMGET', ({ shard }) => [shard, 'partition', 'offset']);
      const found = new Map<Shard, Watermark>();
      for (const shard of ALL_SHARDS) {
        const [partition, offset] = list(replies[shard]);
        const watermark = watermarkOf(partition, offset);
        if (watermark) found.set(shard, watermark);
      }
      return found;
    },
    scan: (shard) => scan(connection, keys(shard).subjects),
  };
}

/** Adds up the kinds of all shards by what is counted. */
function sumCounts(replies: readonly unknown[]): readonly StateCount[] {
  const counts = new Map<string, StateCount>();
  for (const reply of replies) {
    const fields = texts(reply);
    for (let i = 0; i + 1 < fields.length; i += 2) {
      const { definition, definitionVersion, status, state } = parseKind(fields[i] ?? '');
      const key = JSON.stringify([definition, definitionVersion, status, state]);
      const journeys = Number(fields[i + 1]?.split(' ')[1]);
      const count = (counts.get(key)?.count ?? 0) + journeys;
      counts.set(key, { definition, definitionVersion, status, state, count });
    }
  }
  return [...counts.values()];
}

async function* scan(
  connection: Connection,
  key: string,
): AsyncGenerator<{ subject: SubjectId; state: Uint8Array }> {
  const seen = new Set<string>(); // HSCAN may give a field twice while the hash grows
  let cursor = '0';
  do {
    const args = [key, cursor, 'COUNT', SCAN_COUNT];
    const [reply] = await connection.run([{ command: 'HSCAN', args }]);
    const [next, fields] = list(reply);
    for (const [i, name] of list(fields).entries()) {
      const subject = text(name);
      const state = bytes(list(fields)[i + 1]);
      if (i % 2 !== 0 || subject === undefined || state === undefined || seen.has(subject))
        continue;
      seen.add(subject);
      yield { subject: subject as SubjectId, state };
    }
    cursor = text(next) ?? '0';
  } while (cursor !== '0');
}
