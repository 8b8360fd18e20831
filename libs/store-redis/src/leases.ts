import type { JourneyId } from '#contracts';
import {
  type Lease,
  LEASE_CHANGES_AT_ONCE,
  LEASES_FORGOTTEN_AT_ONCE,
  type LeaseStore,
} from '#ports';
import type { Call, Connection } from './connection.js';
import { text, texts } from './reply.js';
import { script } from './script.js';

const SWAP = script('lease-swap');

/** Leases on Redis. One hash tag: they are few, and their changes are numbered in one order. */
export function redisLeases(connection: Connection, prefix: string): LeaseStore {
  const key = (name: string): string => `${prefix}{leases}:${name}`;
  const [held, ends, changes, counter] = [key('held'), key('ends'), key('changes'), key('last')];
  const run = async (call: Call): Promise<unknown> => (await connection.run([call]))[0];

  const current = async (journeys: readonly JourneyId[], now: number) => {
    if (journeys.length === 0) return [];
    const rows = texts(await run({ command: 'HMGET', args: [held, ...journeys] }));
    return rows.map((row) => {
      const lease = row === '' ? undefined : parse(row);
      return lease !== undefined && now < lease.until ? lease : undefined;
    });
  };
  return {
    current,
    async swap(journey, seen, next, now) {
      const row = next === null ? '' : `${next.mark} ${JSON.stringify(next)}`;
      const args = [journey, seen ?? '', now, LEASES_FORGOTTEN_AT_ONCE, next?.until ?? 0, row];
      return text(await run({ script: SWAP, keys: [held, ends, changes, counter], args })) === '1';
    },
    async changes(after, now) {
      const range = [`(${after}`, '+inf', 'WITHSCORES', 'LIMIT', 0, LEASE_CHANGES_AT_ONCE];
      const rows = texts(await run({ command: 'ZRANGEBYSCORE', args: [changes, ...range] }));
      const journeys = rows.filter((_, i) => i % 2 === 0) as JourneyId[];
      const leases = await current(journeys, now);
      return {
        changes: journeys.map((journeyId, i) => ({ journeyId, lease: leases[i] ?? null })),
        last: journeys.length === 0 ? after : Number(rows.at(-1)),
      };
    },
    async lastChange() {
      return Number(text(await run({ command: 'GET', args: [counter] })) ?? 0);
    },
  };
}

function parse(row: string): Lease {
  return JSON.parse(row.slice(row.indexOf(' ') + 1));
}
