import type { JourneyId } from '#contracts';
import { type Lease, LEASE_CHANGES_AT_ONCE, type LeaseStore } from '#ports';
import type { Call, Connection } from '../connection/connection.js';
import { text, texts } from '../connection/reply.js';
import { swapCall } from './commands/lease-swap.js';
import type { LeaseKeys } from './continuity-keys.js';

/** Leases on Redis. */
export function redisLeases(connection: Connection, keys: LeaseKeys): LeaseStore {
  const run = async (call: Call): Promise<unknown> => (await connection.run([call]))[0];

  const current = async (journeys: readonly JourneyId[], now: number) => {
    if (journeys.length === 0) return [];
    const rows = texts(await run({ command: 'HMGET', args: [keys.held, ...journeys] }));
    return rows.map((row) => {
      const lease = row === '' ? undefined : parse(row);
      return lease !== undefined && now < lease.until ? lease : undefined;
    });
  };
  return {
    current,
    async swap(journey, seen, next, now) {
      return text(await run(swapCall(keys, journey, [seen, next], now))) === '1';
    },
    async changes(after, now) {
      const range = [`(${after}`, '+inf', 'WITHSCORES', 'LIMIT', 0, LEASE_CHANGES_AT_ONCE];
      const rows = texts(await run({ command: 'ZRANGEBYSCORE', args: [keys.changes, ...range] }));
      const journeys = rows.filter((_, i) => i % 2 === 0) as JourneyId[];
      const leases = await current(journeys, now);
      return {
        changes: journeys.map((journeyId, i) => ({ journeyId, lease: leases[i] ?? null })),
        last: journeys.length === 0 ? after : Number(rows.at(-1)),
      };
    },
    async lastChange() {
      return Number(text(await run({ command: 'GET', args: [keys.counter] })) ?? 0);
    },
  };
}

function parse(row: string): Lease {
  return JSON.parse(row.slice(row.indexOf(' ') + 1));
}
