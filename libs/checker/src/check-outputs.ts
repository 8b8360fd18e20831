import { partitionOf, Topics } from '#contracts';
import { recordsOf } from '#history';
import { BY_KEY, ORCHESTRATOR_GROUP, OUTPUT_TOPICS } from '#orchestration';
import type { EventLog, RecordCodec, StoredRecord } from '#ports';
import { fingerprint, idOf } from './fold-partition.js';
import type { ExpectedOutput, FoldedPartition } from './folded-partition.js';
import type { Findings } from './report.js';

const decoder = new TextDecoder();

/** What `checkMoves` looks into stands on any partition. */
const PUBLISHED = OUTPUT_TOPICS.filter((topic) => topic !== Topics.interactions);

/** What all partitions together put out. */
type Wanted = Pick<
  FoldedPartition,
  'outputs' | 'snapshots' | 'cut' | 'versions' | 'unpublished' | 'untold'
> & {
  readonly partitions: number;
};

interface Seen {
  readonly ids: Set<string>;
  /** Newest version published of each journey. */
  readonly newest: Map<string, number>;
  repeated: number;
}

/**
 * C2: every expected output is there once by id, with the content the fold gives it, and nothing else is. Repeats under the
 * same id with the same content are what readers drop (I5): counted. What retention has taken is not missed. In the place
 * of an output that the log refused as too large stands the letter that holds its beginning (I9).
 * C3: each journey's last version is published, and a journey's events first appear in the order of its versions.
 * What need not be published yet is not missed.
 * Returns how many repeats there were, and how many outputs are not published yet.
 */
export async function checkOutputs(
  { log, codec }: { readonly log: EventLog; readonly codec: RecordCodec },
  partitions: readonly FoldedPartition[],
  findings: Findings,
): Promise<{ readonly repeated: number; readonly unpublished: number }> {
  const wanted = expectedOf(partitions);
  const seen: Seen = { ids: new Set(), newest: new Map(), repeated: 0 };
  const expired = new Set<string>();
  for (const topic of PUBLISHED) {
    for (const { partition, earliest } of await log.bounds(topic)) {
      if (earliest > 0) expired.add(topic);
      const order = new Order(topic, findings);
      for await (const record of recordsOf(log, codec, topic, partition)) {
        if (record.value !== null) checkOutput(codec, wanted, record, seen, order, findings);
      }
    }
  }
  let unpublished = 0;
  for (const [id, { topic, key }] of wanted.outputs) {
    if (seen.ids.has(id) || expired.has(topic) || topic === Topics.interactions) continue;
    if (wanted.unpublished.has(id)) unpublished += 1;
    else findings.add('C2', `${topic} lacks ${id}`, `key ${key}`);
  }
  for (const [journeyId, version] of wanted.versions) {
    const newest = seen.newest.get(journeyId) ?? 0;
    if (newest === version || (newest < version && wanted.untold.has(journeyId))) continue;
    const what = `${Topics.journeys} has version ${newest}, the fold has ${version}`;
    findings.add('C3', what, `journey ${journeyId}`);
  }
  return { repeated: seen.repeated, unpublished };
}

/** A moved journey's outputs stand on its own partition, whichever fold put them out: all are looked for everywhere. */
function expectedOf(partitions: readonly FoldedPartition[]): Wanted {
  const versions = new Map<string, number>();
  for (const folded of partitions) {
    for (const [journeyId, version] of folded.versions) {
      versions.set(journeyId, Math.max(version, versions.get(journeyId) ?? 0));
    }
  }
  return {
    partitions: partitions.length,
    outputs: new Map(partitions.flatMap(({ outputs }) => [...outputs])),
    snapshots: new Map(partitions.flatMap(({ snapshots }) => [...snapshots])),
    cut: new Map(partitions.flatMap(({ cut }) => [...cut])),
    versions,
    unpublished: new Set(partitions.flatMap(({ unpublished }) => [...unpublished])),
    untold: new Set(partitions.flatMap(({ untold }) => [...untold])),
  };
}

function checkOutput(
  codec: RecordCodec,
  wanted: Wanted,
  record: StoredRecord,
  seen: Seen,
  order: Order,
  findings: Findings,
): void {
  const where = `${record.topic} partition ${record.partition} offset ${record.offset}`;
  const id = idOf(record);
  const cut = wanted.cut.get(id);
  const isCut = cut?.topic === record.topic && isAsExpected(codec, record, cut);
  const expected = isCut ? cut : (wanted.outputs.get(id) ?? wanted.snapshots.get(id));
  if (expected?.topic !== record.topic) {
    if (isOthersLetter(codec, record)) return;
    findings.add(
      'C2',
      `${id === '' ? 'an output without id' : id} is not what any record put out`,
      where,
    );
    return;
  }
  if (
    BY_KEY.has(expected.topic) &&
    partitionOf(expected.key, wanted.partitions) !== record.partition
  ) {
    findings.add('C2', `${id} is not on the partition of its key`, where);
    return;
  }
  if (!isAsExpected(codec, record, expected)) {
    findings.add('C2', `${id} has another content than the fold gives it`, where);
    return;
  }
  if (seen.ids.has(id)) {
    seen.repeated += 1;
    return;
  }
  seen.ids.add(id);
  if (isCut) {
    seen.ids.add(cut.of);
    if (cut.snapshot !== undefined) published(seen, cut.snapshot);
    return;
  }
  order.first(codec, record, where);
  if (record.topic !== Topics.journeys) return;
  const decoded = codec.decode(record.value, record.headers);
  if (decoded.name !== 'JourneyState') return;
  published(seen, decoded.value);
}

function published(
  { newest }: Seen,
  { journeyId, version }: { readonly journeyId: string; readonly version: number },
): void {
  newest.set(journeyId, Math.max(version, newest.get(journeyId) ?? 0));
}

/** Who else reads the log gives up records of its own accord, and says so in letters of its own. */
function isOthersLetter(codec: RecordCodec, { topic, value, headers }: StoredRecord): boolean {
  if (topic !== Topics.deadLetters) return false;
  try {
    const { name, value: letter } = codec.decode(value, headers);
    return name === 'DeadLetter' && letter.consumer !== ORCHESTRATOR_GROUP;
  } catch {
    // Not readable is nobody's; the caller says where it stands.
    return false;
  }
}

/** The same bytes, or the same value written under an earlier schema. */
function isAsExpected(
  codec: RecordCodec,
  { value, headers, key }: StoredRecord,
  expected: ExpectedOutput,
): boolean {
  if (value === null || key === null || decoder.decode(key) !== expected.key) return false;
  if (fingerprint(value) === expected.fingerprint) return true;
  try {
    const decoded = codec.decode(value, headers);
    return fingerprint(codec.encode(decoded.name, decoded.value)) === expected.fingerprint;
  } catch {
    // Not readable is not as expected; the caller says where it stands.
    return false;
  }
}

/**
 * Readers who drop repeats by id must see each key's records in the order of their causes. Snapshots are no such sequence:
 * which versions are published depends on where batches ended; their readers keep the highest.
 */
class Order {
  private readonly last = new Map<string, number>();

  constructor(
    private readonly topic: string,
    private readonly findings: Findings,
  ) {}

  first(codec: RecordCodec, record: StoredRecord, where: string): void {
    const key = record.key === null ? '' : decoder.decode(record.key);
    const rank = this.rank(codec, record);
    if (rank === undefined) return;
    const before = this.last.get(key) ?? -1;
    if (rank < before) {
      const code = this.topic === Topics.dispositions ? 'C2' : 'C3';
      this.findings.add(code, `${rank} of key ${key} stands behind ${before}`, where);
    }
    this.last.set(key, Math.max(rank, before));
  }

  /** Offset of a disposition's record, version of a journey's event. */
  private rank(codec: RecordCodec, record: StoredRecord): number | undefined {
    if (this.topic !== Topics.dispositions && this.topic !== Topics.journeyEvents) return undefined;
    const decoded = codec.decode(record.value, record.headers);
    if (decoded.name === 'Disposition') return decoded.value.offset;
    return decoded.name === 'JourneyEvent' ? decoded.value.version : undefined;
  }
}
