import {
  type HandOff,
  HAND_OFF_REMEMBERED_MS,
  type HandOffStore,
  HAND_OFFS_FORGOTTEN_AT_ONCE,
  type KeptHandOff,
} from '#ports';
import type { Call, Connection } from './connection.js';
import { list, text, texts } from './reply.js';
import { script } from './script.js';

const KEEP = script('hand-off-keep');
const REDEEM = script('hand-off-redeem');
const FORGET = script('hand-off-forget');
/** Rows one call looks through. */
const SCAN_COUNT = 500;

/** Keys of the hand-offs. One hash tag: a code, its space and what became of it change together, and they are few. */
interface HandOffKeys {
  /** Hash: id → "<hash of the code> <hand-off as JSON>". */
  readonly rows: string;
  /** Hash: hash of the code → id. */
  readonly codes: string;
  /** Hash: id → who redeemed it. */
  readonly redeemed: string;
  /** Sorted set of unused ids whose expiry is not told, by expiry. */
  readonly open: string;
  /** Sorted set of the others by expiry. */
  readonly done: string;
  /** Sorted set of the unused ids of a space by expiry. */
  space(name: string): string;
}

/** Hand-offs on Redis: each change is one script, so one of many redeemers is first. */
export function redisHandOffs(connection: Connection, prefix: string): HandOffStore {
  const keys = handOffKeys(prefix);
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
    async redeem({ id, space, expiresAt }, by, at) {
      const of = [keys.rows, keys.redeemed, keys.space(space), keys.open, keys.done];
      return textOf(await run({ script: REDEEM, keys: of, args: [id, by, at, expiresAt] }));
    },
    async expired(now, limit) {
      const args = [keys.open, '-inf', now, 'LIMIT', 0, limit];
      const ids = texts(await run({ command: 'ZRANGEBYSCORE', args }));
      if (ids.length === 0) return [];
      const rows = texts(await run({ command: 'HMGET', args: [keys.rows, ...ids] }));
      return rows.filter((row) => row !== '').map(parse);
    },
    async settle(handOffs) {
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
      const replies = await connection.run(
        handOffs.map(({ id, space }) => ({
          script: FORGET,
          keys: [keys.rows, keys.codes, keys.redeemed, keys.space(space), keys.open, keys.done],
          args: [id],
        })),
      );
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

function keepCall(keys: HandOffKeys, handOff: HandOff, capacity: number): Call {
  const { id, codeHash, space, madeAt, expiresAt } = handOff;
  const forgotten = [madeAt - HAND_OFF_REMEMBERED_MS, HAND_OFFS_FORGOTTEN_AT_ONCE];
  return {
    script: KEEP,
    keys: [keys.rows, keys.codes, keys.redeemed, keys.space(space), keys.open, keys.done],
    args: [id, codeHash, madeAt, expiresAt, capacity, JSON.stringify(handOff), ...forgotten],
  };
}

function handOffKeys(prefix: string): HandOffKeys {
  const key = (name: string): string => `${prefix}{hand-offs}:${name}`;
  return {
    rows: key('rows'),
    codes: key('codes'),
    redeemed: key('redeemed'),
    open: key('open'),
    done: key('done'),
    space: (name) => key(`space:${name}`),
  };
}

function parse(row: string): HandOff {
  return JSON.parse(row.slice(row.indexOf(' ') + 1));
}

function textOf<T extends string>(reply: unknown): T {
  return (text(reply) ?? '') as T;
}
