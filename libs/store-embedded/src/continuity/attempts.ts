import type { Database } from 'lmdb';
import {
  type Allowance,
  type AttemptLimits,
  windowEnd,
  windowKey,
  WINDOWS_FORGOTTEN_AT_ONCE,
} from '#ports';
import type { Environment } from '../environment/environment.js';

interface AttemptTables {
  /** Attempts in each window. */
  readonly counts: Database<number, string>;
  readonly ends: Database<true, [end: number, window: string]>;
}

/** Attempts counted on LMDB. */
export function embeddedAttempts(environment: Environment): AttemptLimits {
  const { root } = environment;
  const tables: AttemptTables = {
    counts: root.openDB({ name: 'attempts', encoding: 'msgpack' }),
    ends: root.openDB({ name: 'attempt-windows', encoding: 'msgpack' }),
  };
  return {
    spend: (allowances, now) => environment.write(() => applyTake(tables, allowances, now)),
    giveBack: (allowances, now) =>
      environment.write(() => {
        for (const allowance of allowances) {
          const window = windowKey(allowance, now);
          const count = tables.counts.get(window) ?? 0;
          if (count > 0) void tables.counts.put(window, count - 1);
        }
      }),
  };
}

function applyTake(
  tables: AttemptTables,
  allowances: readonly Allowance[],
  now: number,
): number | undefined {
  forget(tables, now);
  const usedUp = allowances.filter(
    (one) => (tables.counts.get(windowKey(one, now)) ?? 0) >= one.limit,
  );
  if (usedUp.length > 0) return Math.max(...usedUp.map((one) => windowEnd(one, now)));
  for (const allowance of allowances) {
    const window = windowKey(allowance, now);
    void tables.counts.put(window, (tables.counts.get(window) ?? 0) + 1);
    void tables.ends.put([windowEnd(allowance, now), window], true);
  }
  return undefined;
}

function forget(tables: AttemptTables, now: number): void {
  const over = tables.ends.getKeys({ end: [now], limit: WINDOWS_FORGOTTEN_AT_ONCE });
  for (const key of [...over]) {
    void tables.counts.remove(key[1]);
    void tables.ends.remove(key);
  }
}
