import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type EventLog, type OutgoingRecord } from '#ports';

const RELEASES = join(import.meta.dirname, '..', '..', '..', '..', 'releases');

/** A journey as the API of a release told it. */
export interface ToldJourney {
  readonly journey: { readonly journeyId: string; readonly subjectId: string };
  readonly history: readonly object[];
  /** By change, from 1 on; null where its customer was erased since. */
  readonly moments: readonly (object | null)[];
}

/** What a release said of its data before it was put away. */
export interface ReleaseTold {
  /** ms since the epoch. */
  readonly recordedAt: number;
  readonly journeys: Readonly<Record<string, ToldJourney>>;
}

export type RecordedKind = 'embedded' | 'kafka-redis';

/** Every release there is data of. */
export function recordedReleases(): readonly string[] {
  return readdirSync(RELEASES).toSorted();
}

export function releaseTold(release: string, kind: RecordedKind): ReleaseTold {
  return JSON.parse(readFileSync(join(RELEASES, release, `${kind}.json`), 'utf8')) as ReleaseTold;
}

/** Lays the data directory of a release out in a directory of ours: what is recorded is never written to. */
export async function unpackEmbedded(release: string, directory: string): Promise<void> {
  const from = join(RELEASES, release, 'embedded');
  for (const file of readdirSync(from, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.gz')) continue;
    const to = join(directory, file.slice(0, -'.gz'.length));
    await mkdir(dirname(to), { recursive: true });
    await writeFile(to, gunzipSync(await readFile(join(from, file))));
  }
}

/** Redis' own snapshot, as a server finds it in its directory when it starts. */
export async function unpackRedis(release: string, directory: string): Promise<void> {
  const snapshot = await readFile(join(RELEASES, release, 'kafka-redis', 'dump.rdb'));
  await writeFile(join(directory, 'dump.rdb'), snapshot);
}

interface RecordLine {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly key: string;
  readonly value: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Appends the records of a release to empty topics, each at its offset, with its time. */
export async function loadRecords(release: string, log: EventLog): Promise<void> {
  const packed = readFileSync(join(RELEASES, release, 'kafka-redis', 'records.jsonl.gz'));
  const lines = gunzipSync(packed).toString().trimEnd().split('\n');
  const recorded = lines.map((line) => JSON.parse(line) as RecordLine);
  const positions = await log.append(recorded.map(outgoing));
  positions.forEach(({ topic, partition, offset }, at) => {
    if (recorded[at]?.offset === offset) return;
    throw new Error(`${topic} ${partition}: ${offset} is not where the record was`);
  });
}

function outgoing({ topic, partition, timestamp, key, value, headers }: RecordLine): OutgoingRecord {
  return {
    topic,
    partition,
    timestamp,
    key: Buffer.from(key, 'base64').toString(),
    value: value === null ? null : Buffer.from(value, 'base64'),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, text]) => [name, Buffer.from(text, 'base64')]),
    ),
  };
}
