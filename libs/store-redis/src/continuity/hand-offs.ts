import type { HandOff, HandOffStore, KeptHandOff } from '#ports';
import type { Call, Connection } from '../connection/connection.js';
import { list, text, texts } from '../connection/reply.js';
import { forgetCall, keepCall, redeemCall } from './commands/hand-offs.js';
import type { HandOffKeys } from './continuity-keys.js';

/** Rows one call looks through. */
const SCAN_COUNT = 500;

/** Hand-offs on Redis: each change is one script, so one of many redeemers is first. */
export function redisHandOffs(connection: Connection, keys: HandOffKeys): HandOffStore {
  const run = async (call: Call): Promise<unknown> => (await connection.run([call]))[0];
  return {
    async keep(handOff, capacity) {
      return textOf(await run(keepCall(keys, handOff, capacity)));
    },
    async find(by) {
      const id =
        'id' in by ? by.id : text(await run({ command: 'HGET', args: [keys.codes, by.codeHash] }));
      if (id === undefined) return undefined;
      const [row, redeemed] = await connection.run([
        { command: 'HGET', args: [keys.rows, id] },
        { command: 'HGET', args: [keys.redeemed, id] },
      ]);
      const found = text(row);
      if (found === undefined) return undefined;
      return { handOff: parse(found), redeemedBy: text(redeemed) ?? null };
    },
    async redeem(handOff, by, at) {
      return textOf(await run(redeemCall(keys, handOff, by, at)));
    },
    async expired(now, limit) {
      const args = [keys.open, '-inf', now, 'LIMIT', 0, limit];
      const ids = texts(await run({ command: 'ZRANGEBYSCORE', args }));
      if (ids.length === 0) return [];
      const rows = texts(await run({ command: 'HMGET', args: [keys.rows, ...ids] }));
      return rows.filter((row) => row !== '').map(parse);
    },
    async expiryTold(handOffs) {
      // Done before it leaves `open`: a crash in between tells it again, and forgets nothing.
      await connection.run(
        handOffs.flatMap(({ id, expiresAt }) => [
          { command: 'ZADD', args: [keys.done, expiresAt, id] },
          { command: 'ZREM', args: [keys.open, id] },
        ]),
      );
    },
    ofJourneys: (journeys) => ofJourneys(run, keys, journeys),
    async forget(handOffs) {
      const replies = await connection.run(handOffs.map((handOff) => forgetCall(keys, handOff)));
      return replies.filter((reply) => text(reply) === '1').length;
    },
  };
}

async function ofJourneys(
  run: (call: Call) => Promise<unknown>,
  keys: HandOffKeys,
  journeys: readonly string[],
): Promise<readonly KeptHandOff[]> {
  const wanted = new Set(journeys);
  const found = new Map<string, HandOff>(); // HSCAN may give a row twice
  let cursor = '0';
  do {
    const args = [keys.rows, cursor, 'COUNT', SCAN_COUNT];
    const [next, rows] = list(await run({ command: 'HSCAN', args }));
    for (const row of texts(rows).filter((_, at) => at % 2 === 1)) {
      const handOff = parse(row);
      if (wanted.has(handOff.journeyId)) found.set(handOff.id, handOff);
    }
    cursor = text(next) ?? '0';
  } while (cursor !== '0');
  if (found.size === 0) return [];
  const redeemed = texts(await run({ command: 'HMGET', args: [keys.redeemed, ...found.keys()] }));
  return Array.from(found.values(), (handOff, at) => {
    return { handOff, redeemedBy: redeemed[at] || null };
  });
}

function parse(row: string): HandOff {
  return JSON.parse(row.slice(row.indexOf(' ') + 1));
}

function textOf<T extends string>(reply: unknown): T {
  return (text(reply) ?? '') as T;
}
