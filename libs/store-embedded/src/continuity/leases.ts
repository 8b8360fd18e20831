import type { Database } from 'lmdb';
import type { JourneyId } from '#contracts';
import {
  type Lease,
  LEASE_CHANGES_AT_ONCE,
  type LeaseChange,
  LEASES_FORGOTTEN_AT_ONCE,
  type LeaseStore,
} from '#ports';
import type { Environment } from '../environment/environment.js';

interface LeaseTables {
  readonly held: Database<Lease, JourneyId>;
  readonly ends: Database<true, [until: number, JourneyId]>;
  /** The last change of each journey's lease. */
  readonly changes: Database<JourneyId, number>;
  readonly changed: Database<number, JourneyId>;
  /** The number of the last change, also of one that is forgotten. */
  readonly counter: Database<number, typeof LAST>;
}

const LAST = 'last';

/** Leases on LMDB. */
export function embeddedLeases(environment: Environment): LeaseStore {
  const { root } = environment;
  const tables: LeaseTables = {
    held: root.openDB({ name: 'leases', encoding: 'msgpack' }),
    ends: root.openDB({ name: 'lease-ends', encoding: 'msgpack' }),
    changes: root.openDB({ name: 'lease-changes', encoding: 'msgpack' }),
    changed: root.openDB({ name: 'leases-changed', encoding: 'msgpack' }),
    counter: root.openDB({ name: 'lease-counter', encoding: 'msgpack' }),
  };
  return {
    async current(journeys, now) {
      environment.beginReading();
      return journeys.map((journey) => leaseNow(tables, journey, now));
    },
    swap: (journey, seen, next, now) =>
      environment.write(() => applySwap(tables, journey, seen, next, now)),
    async changes(after, now) {
      environment.beginReading();
      const range = { start: after + 1, limit: LEASE_CHANGES_AT_ONCE };
      const rows = [...tables.changes.getRange(range)];
      const changes = rows.map(({ value: journeyId }): LeaseChange => ({
        journeyId,
        lease: leaseNow(tables, journeyId, now) ?? null,
      }));
      return { changes, last: rows.at(-1)?.key ?? after };
    },
    async lastChange() {
      environment.beginReading();
      return tables.counter.get(LAST) ?? 0;
    },
  };
}

function leaseNow(tables: LeaseTables, journey: JourneyId, now: number): Lease | undefined {
  const lease = tables.held.get(journey);
  return lease !== undefined && now < lease.until ? lease : undefined;
}

function applySwap(
  tables: LeaseTables,
  journey: JourneyId,
  seen: string | null,
  next: Lease | null,
  now: number,
): boolean {
  forget(tables, now);
  if ((leaseNow(tables, journey, now)?.mark ?? null) !== seen) return false;
  const before = tables.held.get(journey);
  if (before !== undefined) void tables.ends.remove([before.until, journey]);
  if (next === null) void tables.held.remove(journey);
  else {
    void tables.held.put(journey, next);
    void tables.ends.put([next.until, journey], true);
  }
  const number = (tables.counter.get(LAST) ?? 0) + 1;
  const changed = tables.changed.get(journey);
  if (changed !== undefined) void tables.changes.remove(changed);
  void tables.changes.put(number, journey);
  void tables.changed.put(journey, number);
  void tables.counter.put(LAST, number);
  return true;
}

/** Forgets leases that are over, and that they changed. */
function forget(tables: LeaseTables, now: number): void {
  const over = tables.ends.getKeys({ end: [now], limit: LEASES_FORGOTTEN_AT_ONCE });
  for (const key of [...over]) {
    const changed = tables.changed.get(key[1]);
    if (changed !== undefined) void tables.changes.remove(changed);
    void tables.changed.remove(key[1]);
    void tables.held.remove(key[1]);
    void tables.ends.remove(key);
  }
}
