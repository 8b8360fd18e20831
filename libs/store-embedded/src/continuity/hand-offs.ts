import type { Database } from 'lmdb';
import {
  type HandOff,
  HAND_OFF_REMEMBERED_MS,
  type HandOffStore,
  HAND_OFFS_FORGOTTEN_AT_ONCE,
  type KeptHandOff,
} from '#ports';
import type { Environment } from '../environment/environment.js';

interface HandOffTables {
  readonly rows: Database<KeptHandOff, string>;
  /** Hash of the code → id. */
  readonly codes: Database<string, string>;
  /** Unused ones of each space. */
  readonly spaces: Database<true, [space: string, expiresAt: number, id: string]>;
  /** Unused ones whose expiry is not told. */
  readonly open: Database<true, [expiresAt: number, id: string]>;
  /** The others, which are forgotten some time after their expiry. */
  readonly done: Database<true, [expiresAt: number, id: string]>;
}

/** Hand-offs on LMDB: each change is one write transaction, so one of many redeemers is first. */
export function embeddedHandOffs(environment: Environment): HandOffStore {
  const { root } = environment;
  const tables: HandOffTables = {
    rows: root.openDB({ name: 'hand-offs', encoding: 'msgpack' }),
    codes: root.openDB({ name: 'hand-off-codes', encoding: 'msgpack' }),
    spaces: root.openDB({ name: 'hand-off-spaces', encoding: 'msgpack' }),
    open: root.openDB({ name: 'hand-offs-open', encoding: 'msgpack' }),
    done: root.openDB({ name: 'hand-offs-done', encoding: 'msgpack' }),
  };
  return {
    keep: (handOff, capacity) => environment.write(() => applyKeep(tables, handOff, capacity)),
    async find(by) {
      environment.beginReading();
      const id = 'id' in by ? by.id : tables.codes.get(by.codeHash);
      return id === undefined ? undefined : tables.rows.get(id);
    },
    redeem: (handOff, by, at) => environment.write(() => applyRedeem(tables, handOff, by, at)),
    async expired(now, limit) {
      environment.beginReading();
      const ids = [...tables.open.getKeys({ end: [now + 1], limit })].map(([, id]) => id);
      return ids.flatMap((id) => tables.rows.get(id)?.handOff ?? []);
    },
    expiryTold: (handOffs) =>
      environment.write(() => {
        for (const handOff of handOffs) if (tables.rows.doesExist(handOff.id)) end(tables, handOff);
      }),
    async ofJourneys(journeys) {
      environment.beginReading();
      const wanted = new Set(journeys);
      return [...tables.rows.getRange()]
        .map(({ value }) => value)
        .filter(({ handOff }) => wanted.has(handOff.journeyId));
    },
    forget: (handOffs) =>
      environment.write(() => {
        const known = handOffs.filter(({ id }) => tables.rows.doesExist(id));
        for (const handOff of known) {
          end(tables, handOff);
          remove(tables, [handOff.expiresAt, handOff.id]);
        }
        return known.length;
      }),
  };
}

function applyKeep(
  tables: HandOffTables,
  handOff: HandOff,
  capacity: number,
): 'kept' | 'taken' | 'full' {
  const { id, space, codeHash, madeAt, expiresAt } = handOff;
  forget(tables, madeAt - HAND_OFF_REMEMBERED_MS);
  if (tables.codes.doesExist(codeHash)) return 'taken';
  const alive = { start: [space, madeAt + 1], end: [space, Infinity], limit: capacity };
  if (tables.spaces.getKeysCount(alive) >= capacity) return 'full';
  void tables.rows.put(id, { handOff, redeemedBy: null });
  void tables.codes.put(codeHash, id);
  void tables.spaces.put([space, expiresAt, id], true);
  void tables.open.put([expiresAt, id], true);
  return 'kept';
}

function applyRedeem(
  tables: HandOffTables,
  { id }: HandOff,
  by: string,
  at: number,
): 'redeemed' | 'used' | 'expired' | 'unknown' {
  const kept = tables.rows.get(id);
  if (kept === undefined) return 'unknown';
  const { handOff, redeemedBy } = kept;
  if (redeemedBy !== null) return redeemedBy === by ? 'redeemed' : 'used';
  if (at >= handOff.expiresAt) return 'expired';
  void tables.rows.put(id, { handOff, redeemedBy: by });
  end(tables, handOff);
  return 'redeemed';
}

/** It is used, or expired and told. */
function end(tables: HandOffTables, { id, space, expiresAt }: HandOff): void {
  void tables.spaces.remove([space, expiresAt, id]);
  void tables.open.remove([expiresAt, id]);
  void tables.done.put([expiresAt, id], true);
}

/** Forgets those that expired before a time, ms since the epoch. */
function forget(tables: HandOffTables, before: number): void {
  const gone = tables.done.getKeys({ end: [before], limit: HAND_OFFS_FORGOTTEN_AT_ONCE });
  for (const key of [...gone]) remove(tables, key);
}

/** One that has ended. */
function remove(tables: HandOffTables, key: [expiresAt: number, id: string]): void {
  const kept = tables.rows.get(key[1]);
  if (kept !== undefined) void tables.codes.remove(kept.handOff.codeHash);
  void tables.rows.remove(key[1]);
  void tables.done.remove(key);
}
