import {
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { TOPIC_SPECS, Topics } from '#contracts';
import { DEFAULT_RETRY, type FatalErrors, pauseAfter, type Readiness } from '#nest';
import { type Logger } from '#observability';
import {
  type Batch,
  type Clock,
  type EventLog,
  hasCode,
  type InboxBounds,
  type InboxStore,
  type RecordCodec,
  type StoredRecord,
  type Subscription,
  ThroughlineError,
  type TopicPartition,
} from '#ports';
import { type InboxChange, inboxChange } from './inbox-entries.js';

// The inbox is what the dispositions and the dead letters say. What must hold:
//   X1 An update and the position it leads to are one write, so that a crash anywhere loses nothing and doubles nothing.
//   X2 Gateways share the partitions; one that works on after it lost one only tells what is known already, for the store
//      takes updates in any order.
//   X3 An emptied store begins at the beginning of the topics.

const GROUP = 'throughline-inbox';
/** Open entries of each kind that are kept; the oldest go. */
const MOST_ENTRIES = 100_000;
/** A stretch that changes nothing is noted after this many records: fewer are cheaper read again than noted. */
const NOTE_AFTER = 1_000;

export interface InboxSource {
  readonly log: EventLog;
  readonly store: InboxStore;
  readonly codec: RecordCodec;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Keeps the inbox up with the log as long as the process lives, and closes its store in the end. */
export class InboxProjection
  implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown
{
  private readonly closing = new AbortController();
  /** The position that the store has, by place. */
  private readonly noted = new Map<string, number>();
  private subscription: Subscription | undefined;

  constructor(
    private readonly source: InboxSource,
    private readonly readiness: Readiness,
    private readonly failures: FatalErrors,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.readiness.add('inbox', () =>
      this.subscription === undefined ? 'not yet a member of its group' : undefined,
    );
    this.subscription = await this.source.log.subscribe(
      { group: GROUP, topics: [Topics.dispositions, Topics.deadLetters] },
      {
        assigned: (places) => Promise.all(places.map((place) => this.startOf(place))),
        batch: (batch) => this.handle(batch),
      },
    );
    this.subscription.ended.catch((error: unknown) => this.failures.report('inbox', error));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.closing.abort();
    await this.subscription?.close();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.source.store.close();
  }

  /** X3: what the store has not applied; all there is, when it has come further than the log (which was made anew). */
  private async startOf(place: TopicPartition): Promise<number> {
    const { log, store } = this.source;
    const position = await this.patiently(() => store.position(place));
    const bounds = await this.patiently(() => log.bounds(place.topic));
    const { earliest = 0, latest = 0 } =
      bounds.find(({ partition }) => partition === place.partition) ?? {};
    const start = position === undefined || position > latest ? earliest : position;
    this.noted.set(nameOf(place), start);
    return start;
  }

  private async handle(batch: Batch): Promise<void> {
    const { topic, partition, records, generation } = batch;
    const next = (records.at(-1)?.offset ?? -1) + 1;
    try {
      await this.patiently(() => this.source.codec.prepare(records), batch);
      const changes = records.map((record) => this.changeOf(record));
      const opened = changes.flatMap((change) => change.opened ?? []);
      const closed = changes.flatMap((change) => change.closed ?? []);
      const before = this.noted.get(nameOf(batch)) ?? 0;
      if (opened.length + closed.length === 0 && next - before < NOTE_AFTER) return;
      const place = { topic, partition };
      const update = { place, next, opened, closed, bounds: this.bounds() };
      await this.patiently(() => this.source.store.apply(update), batch);
      this.noted.set(nameOf(batch), next);
      await this.subscription?.acknowledge(batch, next, generation);
    } catch (error) {
      // Whoever has the partition now, or this process when it starts again, reads it again.
      if (this.closing.signal.aborted || batch.isStale()) return;
      if (!hasCode(error, 'UNAVAILABLE')) throw error;
      this.source.logger.warn({ err: error, topic, partition }, 'not acknowledged');
    }
  }

  private changeOf(record: StoredRecord): InboxChange {
    const { codec, logger } = this.source;
    try {
      return inboxChange(codec.decode(record.value, record.headers), record);
    } catch (error) {
      if (!hasCode(error, 'UNREADABLE', 'UNKNOWN_SCHEMA')) throw error;
      const { topic, partition, offset } = record;
      logger.error({ err: error, topic, partition, offset }, 'cannot be shown in the inbox');
      return {};
    }
  }

  private bounds(): InboxBounds {
    const now = this.source.clock.now();
    const since = (topic: string): number => {
      const kept = TOPIC_SPECS.find(({ name }) => name === topic)?.retentionMs ?? -1;
      return kept === -1 ? -Infinity : now - kept;
    };
    return {
      entries: MOST_ENTRIES,
      openSince: {
        unmatched: since(Topics.dispositions),
        'dead-letter': since(Topics.deadLetters),
      },
      closedSince: since(Topics.dispositions),
    };
  }

  /** Tries again for as long as the other side does not answer and the batch, if it is about one, is ours. */
  private async patiently<T>(call: () => Promise<T>, batch?: Batch): Promise<T> {
    const { clock, logger } = this.source;
    for (let attempt = 1; ; attempt++) {
      try {
        return await call();
      } catch (error) {
        const retryable = error instanceof ThroughlineError && error.retryable;
        if (!retryable || this.closing.signal.aborted || batch?.isStale()) throw error;
        logger.warn({ err: error, attempt }, 'the inbox waits');
        const pause = pauseAfter(Math.min(attempt, 16), DEFAULT_RETRY, Math.random());
        await clock.until(clock.now() + pause, this.closing.signal);
      }
    }
  }
}

function nameOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
