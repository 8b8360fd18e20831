import { type OperatorCommand, type RecentId } from '#contracts';
import { interactionFingerprint } from './fingerprint.js';

const WINDOW_MS = 7 * 86_400_000;
const MAX_IDS = 256;

/** What makes a record the same as another: who made it, and its id there. */
export interface RecordKey {
  readonly source: string;
  readonly id: string;
}

/** Operators' commands have ids of their own, told apart from any interaction's. */
export function commandKey({ id }: OperatorCommand): RecordKey {
  return { source: 'throughline:command', id };
}

/** Whether the record was folded before, inside the dedupe window (I4). */
export function isDuplicate(recentIds: readonly RecentId[], { source, id }: RecordKey): boolean {
  if (recentIds.length === 0) return false;
  const fingerprint = interactionFingerprint(source, id);
  return recentIds.some((recent) => recent.fingerprint === fingerprint);
}

/**
 * The window with one more record: seven days of the clock's time back from `now`, and at most 256 records.
 * A live interaction may push a customer's imported past out of the window, never the other way round.
 */
export function remember(
  recentIds: readonly RecentId[],
  { source, id }: RecordKey,
  now: number,
): readonly RecentId[] {
  let from = Math.max(0, recentIds.length + 1 - MAX_IDS);
  while (from < recentIds.length && (recentIds[from]?.time ?? now) < now - WINDOW_MS) from += 1;
  const latest = { fingerprint: interactionFingerprint(source, id), time: now };
  return from === 0 ? [...recentIds, latest] : [...recentIds.slice(from), latest];
}

/** The window without one record. */
export function forget(
  recentIds: readonly RecentId[],
  { source, id }: RecordKey,
): readonly RecentId[] {
  const fingerprint = interactionFingerprint(source, id);
  return recentIds.filter((recent) => recent.fingerprint !== fingerprint);
}

/** Two windows as one, oldest first; what both have once, and of too many the latest. */
export function joined(
  recentIds: readonly RecentId[],
  others: readonly RecentId[],
): readonly RecentId[] {
  if (others.length === 0) return recentIds;
  const known = new Set(recentIds.map(({ fingerprint }) => fingerprint));
  const fresh = others.filter(({ fingerprint }) => !known.has(fingerprint));
  return [...recentIds, ...fresh].sort((one, other) => one.time - other.time).slice(-MAX_IDS);
}
