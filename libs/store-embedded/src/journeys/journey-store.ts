import { type Epoch, type Shard, shardOf } from '#contracts';
import {
  type DueSubject,
  FencedError,
  type JourneyStorage,
  type ShardLease,
  type Watermark,
} from '#ports';
import { type Environment, openEnvironment } from '../environment/environment.js';
import { applyCommit } from './commit.js';
import { type JourneyTables, openJourneyTables, UNTAKEN } from './journey-tables.js';
import { applyReset, rowsOf, within } from './reset.js';
import { search } from './search.js';

interface EmbeddedStoreOptions {
  /** Made when missing. Holds `journeys.mdb`. */
  readonly directory: string;
}

/** The journey store of a single host: LMDB in this process. Throws when the directory cannot be written. */
export async function openEmbeddedJourneyStore(
  options: EmbeddedStoreOptions,
): Promise<JourneyStorage> {
  const environment = openEnvironment(options.directory, 'journeys');
  const tables = openJourneyTables(environment.root);
  return {
    ...writingSide(environment, tables),
    ...readingSide(environment, tables),
    close: () => environment.close(),
  };
}

type WritingSide = Pick<JourneyStorage, 'take' | 'load' | 'commit' | 'due' | 'reset'>;
type ReadingSide = Omit<JourneyStorage, keyof WritingSide | 'close'>;

function writingSide(environment: Environment, tables: JourneyTables): WritingSide {
  return {
    take: (shard) => environment.write(() => take(tables, shard)),

    async load(shard, subjects, epoch) {
      environment.beginReading();
      if (tables.shards.get(shard)?.epoch !== epoch) throw new FencedError([shard]);
      return subjects.map((subject) => tables.states.get([shard, subject]));
    },

    async commit(commits) {
      const sequences = await environment.write(() => commits.map((c) => applyCommit(tables, c)));
      const fenced = commits.filter((_, i) => sequences[i] === 'fenced').map((c) => c.shard);
      if (fenced.length > 0) throw new FencedError(fenced);
      return sequences.filter((sequence) => sequence !== 'fenced');
    },

    async due(shards, clock, at, limit) {
      environment.beginReading();
      const wanted = new Set(shards);
      const found: DueSubject[] = [];
      for (const { key, value } of tables.due.getRange({ start: [clock], end: [clock, at + 1] })) {
        if (found.length >= limit) break;
        if (wanted.has(value)) found.push({ subject: key[2], at: key[1] });
      }
      return found;
    },

    async reset(shard, epoch) {
      const done = await environment.write(() => applyReset(tables, shard, epoch));
      if (!done) throw new FencedError([shard]);
    },
  };
}

function take(tables: JourneyTables, shard: Shard): ShardLease {
  const row = tables.shards.get(shard) ?? UNTAKEN;
  const epoch = (row.epoch + 1) as Epoch;
  void tables.shards.put(shard, { ...row, epoch });
  const outbox = [...tables.outbox.getRange(within(shard))].map(({ key, value }) => ({
    sequence: key[1],
    payload: value.payload,
  }));
  return { shard, epoch, watermark: row.watermark ?? undefined, outbox };
}

function readingSide(environment: Environment, tables: JourneyTables): ReadingSide {
  return {
    async subject(subject) {
      environment.beginReading();
      return tables.states.get([shardOf(subject), subject]);
    },
    async archived(journey, subject) {
      environment.beginReading();
      return tables.archived.get([shardOf(subject ?? journey), journey]);
    },
    async history(subject) {
      environment.beginReading();
      const rows = tables.history.getRange(rowsOf(shardOf(subject), subject));
      return [...rows].flatMap(({ value: { partition, offsets } }) =>
        offsets.map((offset): Watermark => ({ partition, offset })),
      );
    },
    async search(query) {
      environment.beginReading();
      return search(tables, query);
    },
    async counts() {
      environment.beginReading();
      return [...tables.counts.getRange()].map(({ key, value: count }) => {
        const [definition, definitionVersion, status, state] = key;
        return { definition, definitionVersion, status, state, count };
      });
    },
    async watermarks() {
      environment.beginReading();
      const found = new Map<Shard, Watermark>();
      for (const { key, value } of tables.shards.getRange()) {
        if (value.watermark) found.set(key, value.watermark);
      }
      return found;
    },
    async *scan(shard) {
      environment.beginReading();
      for (const { key, value } of tables.states.getRange(within(shard))) {
        yield { subject: key[1], state: value };
      }
    },
  };
}
