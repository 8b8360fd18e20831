import {
  subjectOf,
  Topics,
  type JourneyId,
  type JourneyState,
  type PlacedEntry,
  type SubjectId,
  type SubjectState,
} from '#contracts';
import { decide, type Decision } from '#journey';
import {
  placeRecord,
  ThroughlineError,
  type DefinitionCatalogue,
  type EventLog,
  type JourneyReader,
  type RecordCodec,
  type StoredRecord,
  type Watermark,
} from '#ports';
import { foldRecord, type Decide } from './fold-record.js';
import { definitionsFor } from './known-deployments.js';

/** What the re-fold of a subject reads from. */
export interface FoldSource {
  readonly log: EventLog;
  readonly codec: RecordCodec;
  readonly catalogue: DefinitionCatalogue;
  /** Default: `decide` of `#journey`. */
  readonly decide?: Decide;
}

/** One record of a subject's past and what it did. */
export interface FoldedRecord {
  readonly placed: PlacedEntry;
  readonly decision: Decision;
}

/** One step of a journey's past: `journey` is the journey as the record left it, absent before it began. */
export interface HistoryStep extends FoldedRecord {
  readonly journey: JourneyState | undefined;
}

/** Reads at once; each is a small fetch. */
const CONCURRENT_READS = 16;

/**
 * Re-folds a subject from its records (I2): reads them from the log by position, oldest first, and decides each again.
 * Throws `NOT_FOUND` when the log no longer holds one of them, `UNREADABLE` when one cannot be decoded, `UNAVAILABLE` when
 * definitions one was sent under are not read yet, or when a newer release wrote one.
 */
export async function foldSubject(
  source: FoldSource,
  positions: readonly Watermark[],
): Promise<readonly FoldedRecord[]> {
  const records: StoredRecord[] = [];
  for (let from = 0; from < positions.length; from += CONCURRENT_READS) {
    const chunk = positions.slice(from, from + CONCURRENT_READS);
    records.push(...(await Promise.all(chunk.map((position) => readAt(source.log, position)))));
  }
  await source.codec.prepare(records);
  const past = records.map((record) => placeRecord(source.codec, record));
  const definitions = await definitionsFor(source.catalogue, past);
  const fold = { decide: source.decide ?? decide, definitions };
  let state: SubjectState | undefined;
  return past.map((placed) => {
    const { decision } = foldRecord(fold, state, placed);
    state = decision.state;
    return { placed, decision };
  });
}

/**
 * Everything that happened to a journey, oldest first: the records whose decision changed it or named it, of all subjects
 * that merges and splits took it through. What was only sent on to the next one is left out: it is told there.
 * The journey at version N is the last step whose `journey.version` is at most N. Empty: no such journey.
 */
export async function historyOf(
  source: FoldSource & { readonly store: Pick<JourneyReader, 'history'> },
  journeyId: JourneyId,
): Promise<readonly HistoryStep[]> {
  const steps: HistoryStep[] = [];
  const subjects = [subjectOf(journeyId)];
  for (const subject of subjects) {
    const folded = await foldSubject(source, await source.store.history(subject));
    for (const next of folded.flatMap(({ decision }) => goneTo(decision, journeyId))) {
      if (!subjects.includes(next)) subjects.push(next);
    }
    steps.push(...stepsOf(folded, journeyId));
  }
  const version = ({ journey }: HistoryStep): number => journey?.version ?? 0;
  return subjects.length === 1 ? steps : steps.sort((one, other) => version(one) - version(other));
}

/** The subjects that a record moved the journey to. */
function goneTo({ records }: Decision, journeyId: JourneyId): readonly SubjectId[] {
  return records.flatMap(({ entry }) =>
    entry.name === 'JourneysMoved' &&
    entry.value.journeys.some((journey) => journey.journeyId === journeyId)
      ? [entry.value.subjectId as SubjectId]
      : [],
  );
}

function stepsOf(folded: readonly FoldedRecord[], journeyId: JourneyId): readonly HistoryStep[] {
  const steps: HistoryStep[] = [];
  let journey: JourneyState | undefined;
  for (const { placed, decision } of folded) {
    const changed = decision.changed.find((candidate) => candidate.journeyId === journeyId);
    journey = changed ?? journey;
    const { journeyIds, reason } = decision.disposition;
    const named = journeyIds.includes(journeyId) && reason !== 'forwarded';
    if (changed !== undefined || named) steps.push({ placed, decision, journey });
  }
  return steps;
}

async function readAt(log: EventLog, { partition, offset }: Watermark): Promise<StoredRecord> {
  const { records } = await log.read(Topics.interactions, partition, offset, { maxRecords: 1 });
  const record = records[0];
  if (record?.offset !== offset) {
    throw new ThroughlineError(
      'NOT_FOUND',
      `${Topics.interactions} partition ${partition} no longer holds offset ${offset}: the history before it cannot be told`,
    );
  }
  return record;
}
