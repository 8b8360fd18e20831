import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PlacedEntry, shardOf, SHARDS, type SubjectId, LATEST_SEMANTICS } from '#contracts';
import {
  asRecorded,
  Identifiers,
  IdentifierHash,
  type IdentifierOptions,
  linkBatch,
  type UnlinkedInteraction,
} from '#customers';
import { type Definitions } from '#journey';
import { type CustomerRecords, type LogSelection } from '#replay';
import { asSent } from '../import/as-sent.js';
import { type Mapping } from '../import/mapping.js';
import { readUnlinked } from '../import/read-unlinked.js';

const CHUNK = 1_000;
/** Ids of customers come out the same in every run. Where the installation has a secret, they are its own. */
const SECRET = 'identities of a backtest, kept nowhere';

export interface HistoricalFile {
  readonly file: string;
  /** Undefined: NDJSON of interactions as the API takes them. */
  readonly mapping: Mapping | undefined;
  readonly definitions: Definitions;
  readonly identitySecret: string | undefined;
  /** How identifiers are read. */
  readonly reading: IdentifierOptions;
}

/**
 * The interactions of a file as records of a log, customer by customer. Held in memory. Who is who is as the whole file
 * tells it: customers that turn out to be one are one from the beginning.
 */
export async function recordsOfFile(
  { file, mapping = asSent, definitions, identitySecret = SECRET, reading }: HistoricalFile,
  { until = Infinity, percent = 100 }: Omit<LogSelection, 'limit'>,
): Promise<readonly CustomerRecords[]> {
  const identifiers = new Identifiers(new IdentifierHash(Buffer.from(identitySecret)), reading);
  const history = await readUnlinked(file, mapping, { identifiers, definitions });
  const past = history.filter(({ time }) => time <= until);
  const subjects = await subjectsOf(past, identifiers);
  const clock = mapping.name;
  const customers = new Map<SubjectId, PlacedEntry[]>();
  past.forEach((interaction, offset) => {
    const subjectId = subjects[offset];
    if (subjectId === undefined || shardOf(subjectId) >= (percent / 100) * SHARDS) return;
    const value = asRecorded(interaction, subjectId, { deployment: 0, clock });
    const timestamp = interaction.time;
    const placed = {
      entry: { name: 'Interaction' as const, value },
      partition: 0,
      offset,
      timestamp,
      semantics: LATEST_SEMANTICS,
    };
    const known = customers.get(subjectId);
    if (known === undefined) customers.set(subjectId, [placed]);
    else known.push(placed);
  });
  // What was left out still tells how far time had come.
  const ends = new Map([[clock, Math.min(until, history.at(-1)?.time ?? 0)]]);
  return [...customers.values()].map((records) => ({ records, ends }));
}

/** The subject of each interaction, once all are linked. */
async function subjectsOf(
  past: readonly UnlinkedInteraction[],
  identifiers: Identifiers,
): Promise<readonly SubjectId[]> {
  const { openEmbeddedIdentityStores } = await import('#store-embedded');
  const directory = await mkdtemp(join(tmpdir(), 'throughline-backtest-'));
  try {
    const store = await openEmbeddedIdentityStores({ directory });
    try {
      const clock = { now: () => 0, until: () => Promise.resolve() };
      const linked: SubjectId[] = [];
      for (let at = 0; at < past.length; at += CHUNK) {
        const chunk = past.slice(at, at + CHUNK);
        linked.push(...(await linkBatch({ store, identifiers, clock }, chunk)).subjects);
      }
      return await Promise.all(linked.map((subject) => store.merges.follow(subject)));
    } finally {
      await store.close();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
