import { type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { type JourneyId, Topics } from '#contracts';
import { DEFAULT_RETRY, type FatalErrors, pauseAfter } from '#nest';
import { type Logger } from '#observability';
import {
  type Batch,
  type Clock,
  type DefinitionCatalogue,
  type EventLog,
  hasCode,
  type RecognisableJourney,
  type RecognitionIndex,
  type RecordCodec,
  type StoredRecord,
  type Subscription,
  type TopicPartition,
} from '#ports';
import { type RecognitionKeys } from './recognition-keys.js';

// The index is what the journeys' states say. What must hold:
//   R1 An update and the position it leads to are one write; one that is not built on the last is not applied.
//   R2 An emptied index begins at the beginning of the topic, which holds the last state of every journey.

const GROUP = 'throughline-recognition';

export interface RecognitionSource {
  readonly log: EventLog;
  readonly index: RecognitionIndex;
  readonly codec: RecordCodec;
  readonly catalogue: DefinitionCatalogue;
  readonly keys: RecognitionKeys;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Keeps the recognition index up with the journeys as long as the process lives. */
export class RecognitionProjection implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly closing = new AbortController();
  private subscription: Subscription | undefined;

  constructor(
    private readonly source: RecognitionSource,
    private readonly failures: FatalErrors,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.subscription = await this.source.log.subscribe(
      { group: GROUP, topics: [Topics.journeys] },
      {
        assigned: (places) => Promise.all(places.map((place) => this.startOf(place))),
        batch: (batch) => this.handle(batch),
      },
    );
    this.subscription.ended.catch((error: unknown) => this.failures.report('recognition', error));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.closing.abort();
    await this.subscription?.close();
  }

  /** R2: all there is, also when the index has come further than the log, which was made anew. */
  private async startOf(place: TopicPartition): Promise<number> {
    const { log, index } = this.source;
    const position = await this.patiently(() => index.position(place));
    const bounds = await this.patiently(() => log.bounds(place.topic));
    const { earliest = 0, latest = 0 } =
      bounds.find(({ partition }) => partition === place.partition) ?? {};
    return position === undefined || position > latest ? earliest : position;
  }

  private async handle(batch: Batch): Promise<void> {
    const { topic, partition, records, generation } = batch;
    const { index, codec } = this.source;
    const place = { topic, partition };
    const next = (records.at(-1)?.offset ?? -1) + 1;
    try {
      await this.patiently(() => codec.prepare(records), batch);
      // The last state of each journey is the one that counts.
      const journeys = new Map(records.flatMap((record) => this.read(record) ?? []).map(byId));
      const seen = await this.patiently(() => index.position(place), batch);
      const update = { place, seen, next, journeys: [...journeys.values()] };
      const applied = await this.patiently(() => index.apply(update), batch);
      if (applied) await this.subscription?.acknowledge(batch, next, generation);
    } catch (error) {
      // Whoever has the partition now, or this process when it starts again, reads it again.
      if (!this.closing.signal.aborted && !batch.isStale()) throw error;
    }
  }

  private read(record: StoredRecord): RecognisableJourney | undefined {
    const { codec, catalogue, keys, logger } = this.source;
    const journeyId = Buffer.from(record.key ?? []).toString() as JourneyId;
    if (record.value === null) return { journeyId, keys: [] };
    try {
      const decoded = codec.decode(record.value, record.headers);
      if (decoded.name !== 'JourneyState') return undefined;
      return { journeyId, keys: keys.ofJourney(catalogue.current(), decoded.value) };
    } catch (error) {
      if (!hasCode(error, 'UNREADABLE', 'UNKNOWN_SCHEMA')) throw error;
      const { partition, offset } = record;
      logger.error({ err: error, partition, offset }, 'nobody is recognised by this journey');
      return undefined;
    }
  }

  /** Tries again for as long as the other side does not answer and the batch, if it is about one, is ours. */
  private async patiently<T>(call: () => Promise<T>, batch?: Batch): Promise<T> {
    const { clock, logger } = this.source;
    for (let attempt = 1; ; attempt++) {
      try {
        return await call();
      } catch (error) {
        const isOver = this.closing.signal.aborted || batch?.isStale() === true;
        if (!hasCode(error, 'UNAVAILABLE') || isOver) throw error;
        logger.warn({ err: error, attempt }, 'recognition waits');
        const pause = pauseAfter(Math.min(attempt, 16), DEFAULT_RETRY, Math.random());
        await clock.until(clock.now() + pause, this.closing.signal);
      }
    }
  }
}

function byId(journey: RecognisableJourney): [string, RecognisableJourney] {
  return [journey.journeyId, journey];
}
