import type { Database } from 'lmdb';
import type { JourneyId } from '#contracts';
import {
  type RecognisableJourney,
  RECOGNISED_AT_ONCE,
  type RecognitionIndex,
  type RecognitionUpdate,
} from '#ports';
import type { Environment } from '../environment/environment.js';

interface RecognitionTables {
  readonly journeys: Database<readonly string[], JourneyId>;
  readonly keys: Database<true, [key: string, JourneyId]>;
  readonly positions: Database<number, [topic: string, partition: number]>;
}

/** The recognition index on LMDB. */
export function embeddedRecognition(environment: Environment): RecognitionIndex {
  const { root } = environment;
  const tables: RecognitionTables = {
    journeys: root.openDB({ name: 'recognisable', encoding: 'msgpack' }),
    keys: root.openDB({ name: 'recognition-keys', encoding: 'msgpack' }),
    positions: root.openDB({ name: 'recognition-positions', encoding: 'msgpack' }),
  };
  return {
    async position({ topic, partition }) {
      environment.beginReading();
      return tables.positions.get([topic, partition]);
    },
    apply: (update) => environment.write(() => applyUpdate(tables, update)),
    async having(keys, least) {
      environment.beginReading();
      const found = new Set<JourneyId>();
      // Who has two of them has one of all but the most common; that one need not be looked through.
      for (const key of rarestFirst(tables, keys).slice(0, keys.length + 1 - least)) {
        for (const [, journey] of tables.keys.getKeys(withKey(key))) {
          if (countIn(tables, journey, keys) >= least) found.add(journey);
          if (found.size === RECOGNISED_AT_ONCE) return [...found].sort();
        }
      }
      return [...found].sort();
    },
    forget: (journeys) =>
      environment.write(() => {
        const known = journeys.filter((journey) => tables.journeys.doesExist(journey));
        for (const journeyId of known) put(tables, { journeyId, keys: [] });
        return known.length;
      }),
  };
}

function applyUpdate(tables: RecognitionTables, update: RecognitionUpdate): boolean {
  const place: [string, number] = [update.place.topic, update.place.partition];
  if (tables.positions.get(place) !== update.seen) return false;
  for (const journey of update.journeys) put(tables, journey);
  void tables.positions.put(place, update.next);
  return true;
}

function put(tables: RecognitionTables, { journeyId, keys }: RecognisableJourney): void {
  for (const key of tables.journeys.get(journeyId) ?? []) void tables.keys.remove([key, journeyId]);
  for (const key of keys) void tables.keys.put([key, journeyId], true);
  if (keys.length === 0) void tables.journeys.remove(journeyId);
  else void tables.journeys.put(journeyId, [...keys]);
}

function rarestFirst(tables: RecognitionTables, keys: readonly string[]): readonly string[] {
  return [...new Set(keys)]
    .map((key) => ({ key, count: tables.keys.getKeysCount(withKey(key)) }))
    .sort((a, b) => a.count - b.count)
    .map(({ key }) => key);
}

function countIn(
  { journeys }: RecognitionTables,
  journey: JourneyId,
  keys: readonly string[],
): number {
  const own = journeys.get(journey) ?? [];
  return own.filter((key) => keys.includes(key)).length;
}

function withKey(key: string): { start: [string]; end: [string, string] } {
  return { start: [key], end: [key, '\uffff'] };
}
