import { Topics, SEMANTICS_STAMP } from '#contracts';
import {
  identityRecords,
  interactionRecord,
  linkBatch,
  noteTold,
  type Resolving,
  type UnlinkedInteraction,
} from '#customers';
import {
  type DefinitionCatalogue,
  type EventLog,
  type OutgoingRecord,
  type RecordCodec,
  ThroughlineError,
} from '#ports';

const DAY_MS = 86_400_000;
const CHUNK = 1_000;

export interface HistoryTarget {
  readonly log: EventLog;
  readonly codec: RecordCodec;
  readonly catalogue: DefinitionCatalogue;
  readonly resolving: Resolving;
}

export interface AppendOptions {
  /** The import's clock. */
  readonly clock: string;
  /** Begin at this place of the list. */
  readonly from: number;
  /** Ids of those from there on that are in the log nonetheless: not sent again. */
  readonly sent: ReadonlySet<string>;
  /** Send every nth event twice: a drill for duplicates. 0: never. */
  readonly doubleEvery: number;
  /** Called when everything before `next` is in the log. */
  readonly progress: (next: number) => Promise<void>;
  /** Ends it after what is being sent. */
  readonly signal: AbortSignal;
}

/**
 * Appends past interactions, already in time order, to the log. After each day of their time, and at the end, every
 * partition is told how far the import's clock has come (`ClockAdvanced`), so that timers of silent customers fire.
 * Throws the signal's reason once it aborts.
 */
export async function appendHistory(
  interactions: readonly UnlinkedInteraction[],
  target: HistoryTarget,
  options: AppendOptions,
): Promise<void> {
  const { clock, sent, doubleEvery } = options;
  const partitions = await target.log.partitions(Topics.interactions);
  let day = dayOf(interactions[options.from - 1]?.time ?? interactions[0]?.time ?? 0);
  for (let at = options.from; at < interactions.length; at += CHUNK) {
    options.signal.throwIfAborted();
    const chunk = interactions.slice(at, at + CHUNK);
    const { by, news } = await linkBatch(target.resolving, chunk);
    const deployment = target.catalogue.current().known;
    // A merge goes before what is written under the subject that was merged.
    const records: OutgoingRecord[] = [...identityRecords(target.codec, news)];
    chunk.forEach((interaction, index) => {
      const subject = by[index];
      if (subject === undefined)
        throw new ThroughlineError('BUG', `Interaction ${interaction.id} has no subject.`);
      const today = dayOf(interaction.time);
      if (today > day) records.push(...ticks(target.codec, partitions, clock, today * DAY_MS));
      day = Math.max(day, today);
      if (sent.has(interaction.id)) return;
      const record = interactionRecord(target.codec, interaction, subject, { deployment, clock });
      records.push(record);
      if (doubleEvery > 0 && (at + index + 1) % doubleEvery === 0) records.push(record);
    });
    await target.log.append(records);
    await noteTold(target.resolving.store, news);
    await options.progress(at + chunk.length);
  }
  const last = interactions.at(-1);
  if (last) await target.log.append(ticks(target.codec, partitions, clock, last.time));
}

function dayOf(time: number): number {
  return Math.floor(time / DAY_MS);
}

function ticks(
  codec: RecordCodec,
  partitions: number,
  clock: string,
  time: number,
): OutgoingRecord[] {
  const value = codec.encode('ClockAdvanced', { clock, time });
  return Array.from({ length: partitions }, (_, partition) => ({
    topic: Topics.interactions,
    key: `clock-${clock}`,
    partition,
    value,
    headers: SEMANTICS_STAMP,
  }));
}
