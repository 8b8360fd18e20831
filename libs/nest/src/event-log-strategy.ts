// A Nest microservice over the EventLog port: batches underneath, ordinary @EventPattern handlers above.
// 1. Records of a partition are handled in order, one after the other; partitions do not wait for each other.
// 2. A record is acknowledged only when each of its handlers is done with it, or it is in the dead letters.
// 3. Two records with one ce_id are one event for the handlers (I5), as far as the window of remembered ids reaches. One
//    that was given up is not remembered: appended again, it is tried again.
// 4. After a crash the records since the last acknowledgement come again: handlers must bear that.
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import { type DecodedRecord } from '#contracts';
import { type Logger } from '#observability';
import {
  type Batch,
  type BatchHandler,
  type Clock,
  type EventLog,
  Abandoned,
  hasCode,
  LruMap,
  type OutgoingRecord,
  type RecordCodec,
  retry,
  type RetryOptions,
  type StoredRecord,
  type Subscription,
  ThroughlineError,
  type TopicPartition,
} from '#ports';
import { deadLetterOf, DEFAULT_RETRY, type RetryPolicy } from '#upkeep';
import { RecordContext } from './record-context.js';
import { firstSince } from './first-since.js';
import { requireKnownType, typeOf } from './record-type.js';

/** What a service wants to hear, and as whom. */
export interface EventLogSubscription {
  /** Handlers declare it: `@EventPattern(pattern, transportId)`. Several services in one process each have their own. */
  readonly transportId: symbol;
  /** Members of one group share the records; every group gets all of them. */
  readonly group: string;
  /**
   * Set for a service that keeps what it needs in memory: it begins at the first record that is at most this old, ms,
   * whatever its group has acknowledged. Default: where the group stopped, or at the beginning.
   */
  readonly replayMs?: number;
  readonly retry?: RetryPolicy;
  /** How long closing waits for the handler that is running, ms; default 10,000. */
  readonly drainMs?: number;
  /** Ids remembered per partition; default 10,000. */
  readonly seenIds?: number;
  readonly maxBatchRecords?: number;
}

export interface EventLogStrategyOptions extends EventLogSubscription {
  readonly log: EventLog;
  readonly codec: RecordCodec;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What became of the records so far. */
export interface StrategyCounts {
  handled: number;
  /** Of a type that no handler of this service asked for. */
  notAskedFor: number;
  duplicates: number;
  retries: number;
  deadLetters: number;
}

/** Every handler is done with it; one gave it up, so it is in the dead letters; or it must come again. */
type RecordEnd = 'done' | 'given-up' | 'again';

interface RecordHandler {
  readonly index: number;
  /** Undefined: every type of the topic. */
  readonly type: string | undefined;
  readonly handle: MessageHandler;
}

/**
 * A handler's pattern is a topic, `@EventPattern({ topic: Topics.journeyEvents }, DESK)`, or a topic and the type of
 * record in it, `@EventPattern({ topic: Topics.journeyEvents, type: 'channel-switched' }, DESK)`. It gets the decoded
 * record (`DecodedRecord`) and a `RecordContext`. Handlers of one record run, are retried and give up independently of
 * each other. What throws a `ThroughlineError` that is not retryable is not tried again.
 */
export class EventLogStrategy extends Server implements CustomTransportStrategy {
  override readonly transportId: symbol;
  override readonly propagatesEventHandlerErrors = true;
  readonly counts: StrategyCounts = {
    handled: 0,
    notAskedFor: 0,
    duplicates: 0,
    retries: 0,
    deadLetters: 0,
  };
  private readonly handlersByTopic = new Map<string, RecordHandler[]>();
  private readonly seen = new Map<string, LruMap<string, true>>();
  private readonly draining = new AbortController();
  /** Where this process goes on in a partition it had before. */
  private readonly positions = new Map<string, number>();
  private subscription: Promise<Subscription> | undefined;
  private settleEnd: (ended: Promise<void>) => void = () => undefined;
  /** Resolves once closed; rejects with the reason when the subscription died: nothing is consumed any more. */
  readonly ended = new Promise<void>((resolve) => (this.settleEnd = resolve));
  private isMember = false;

  constructor(private readonly options: EventLogStrategyOptions) {
    super();
    this.transportId = options.transportId;
    this.ended.catch(() => undefined);
  }

  /** Whether it is a member of its group. */
  get joined(): boolean {
    return this.isMember;
  }

  override addHandler(pattern: unknown, callback: MessageHandler, isEventHandler = false): void {
    const { topic, type } = parsePattern(pattern);
    if (!isEventHandler) {
      throw new ThroughlineError(
        'INVALID',
        `A log has no replies: use @EventPattern, not @MessagePattern, for "${topic}".`,
      );
    }
    const handlers = this.handlersByTopic.get(topic) ?? [];
    handlers.push({ index: handlers.length, type, handle: callback });
    this.handlersByTopic.set(topic, handlers);
  }

  listen(callback: (error?: unknown) => void): void {
    this.subscription = this.subscribe();
    this.subscription.then((subscription) => {
      this.isMember = true;
      this.settleEnd(subscription.ended.finally(() => (this.isMember = false)));
      callback();
    }, callback);
  }

  /** Lets the record in hand finish (up to `drainMs`), acknowledges what is done, leaves the group. */
  async close(): Promise<void> {
    this.draining.abort();
    const subscription = await this.subscription?.catch(() => undefined);
    await subscription?.close(this.options.drainMs ?? 10_000);
  }

  on(): never {
    throw new ThroughlineError(
      'INVALID',
      'This transport has no events of its own; await `ended`.',
    );
  }

  unwrap<T>(): T {
    return this.options.log as T;
  }

  private async subscribe(): Promise<Subscription> {
    const { log, group, maxBatchRecords } = this.options;
    const topics = [...this.handlersByTopic.keys()];
    if (topics.length === 0) {
      throw new ThroughlineError(
        'INVALID',
        `No handler for the group "${group}": give @EventPattern the transport id ${String(this.transportId)}.`,
      );
    }
    for (const topic of topics) await log.partitions(topic);
    for (const [topic, handlers] of this.handlersByTopic) {
      for (const { type } of handlers) requireKnownType(topic, type);
    }
    return log.subscribe(
      { group, topics, ...(maxBatchRecords === undefined ? {} : { maxBatchRecords }) },
      this.batchHandler(),
    );
  }

  private batchHandler(): BatchHandler {
    const batch = (received: Batch): Promise<void> => this.handleBatch(received);
    const { replayMs, clock } = this.options;
    if (replayMs === undefined) return { batch };
    const since = clock.now() - replayMs;
    return { batch, assigned: (partitions) => this.positionsSince(partitions, since) };
  }

  private positionsSince(partitions: readonly TopicPartition[], since: number): Promise<number[]> {
    return Promise.all(
      partitions.map(
        (each) => this.positions.get(nameOf(each)) ?? firstSince(this.options.log, each, since),
      ),
    );
  }

  private async handleBatch(batch: Batch): Promise<void> {
    if (!(await this.fetchSchemas(batch))) return;
    let next: number | undefined;
    for (const record of batch.records) {
      if (batch.isStale() || this.draining.signal.aborted) break;
      if (!(await this.settle(record, batch))) break;
      next = record.offset + 1;
    }
    if (next === undefined) return;
    this.positions.set(nameOf(batch), next);
    await this.acknowledge(batch, next);
  }

  /** An acknowledgement that got lost is made good by the next one, or its records come again. */
  private async acknowledge(batch: Batch, next: number): Promise<void> {
    const subscription = await this.subscription;
    try {
      await subscription?.acknowledge(batch, next, batch.generation);
    } catch (error) {
      if (!(error instanceof ThroughlineError && error.retryable)) throw error;
      this.options.logger.warn({ err: error, group: this.options.group }, 'not acknowledged');
    }
  }

  /** Waits for a registry that does not answer: giving up would make dead letters of readable records. */
  private async fetchSchemas(batch: Batch): Promise<boolean> {
    if (batch.isStale()) return false;
    const { codec, group, logger } = this.options;
    return this.tries(() => codec.prepare(batch.records), {
      mayPass: () => !batch.isStale(),
      failed: (error, attempt) =>
        logger.warn({ err: error, group, attempt }, 'schemas could not be fetched, trying again'),
    });
  }

  /** True when the record is done with, false when it must come again. */
  private async settle(record: StoredRecord, batch: Batch): Promise<boolean> {
    const id = headerText(record, 'ce_id');
    const seen = this.seenOf(batch);
    if (id !== undefined && seen.has(id)) {
      this.counts.duplicates++;
      return true;
    }
    let decoded: DecodedRecord | undefined;
    if (record.value !== null) {
      try {
        decoded = this.options.codec.decode(record.value, record.headers);
      } catch (error) {
        return this.giveUp(record, error, 0);
      }
    }
    const end = decoded === undefined ? 'done' : await this.dispatch(decoded, record, batch);
    if (end === 'done' && id !== undefined) seen.set(id, true);
    return end !== 'again';
  }

  private async dispatch(
    decoded: DecodedRecord,
    record: StoredRecord,
    batch: Batch,
  ): Promise<RecordEnd> {
    const type = typeOf(decoded);
    const handlers = (this.handlersByTopic.get(record.topic) ?? []).filter(
      (handler) => handler.type === undefined || handler.type === type,
    );
    if (handlers.length === 0) this.counts.notAskedFor++;
    else this.counts.handled++;
    let all: RecordEnd = 'done';
    for (const handler of handlers) {
      const end = await this.handle(handler, decoded, new RecordContext([record, batch]));
      if (end === 'again') return end;
      if (end === 'given-up') all = end;
    }
    return all;
  }

  private async handle(
    handler: RecordHandler,
    decoded: DecodedRecord,
    context: RecordContext,
  ): Promise<RecordEnd> {
    const { retry: policy = DEFAULT_RETRY, group, logger } = this.options;
    const { topic, partition, offset } = context;
    const invoke = async (attempt: number): Promise<void> => {
      if (attempt > 1 && context.isStale()) throw new Abandoned();
      await this.invoke(handler, decoded, context);
    };
    try {
      const isDone = await this.tries(invoke, {
        attempts: policy.attempts,
        mayPass: (error) => !(error instanceof ThroughlineError) || error.retryable,
        failed: (error, attempt) => {
          this.counts.retries++;
          logger.warn({ err: error, group, topic, partition, offset, attempt }, 'handler failed');
        },
      });
      return isDone ? 'done' : 'again';
    } catch (error) {
      return (await this.giveUp(context.record, error, handler.index)) ? 'given-up' : 'again';
    }
  }

  /** Runs one handler inside Nest's processing hooks and waits for all it returns. */
  private invoke(
    handler: RecordHandler,
    decoded: DecodedRecord,
    context: RecordContext,
  ): Promise<void> {
    const run = async (): Promise<void> => {
      try {
        const result: unknown = await handler.handle(decoded, context);
        if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
      } finally {
        this.onProcessingEndHook?.(this.transportId, context);
      }
    };
    return new Promise((resolve, reject) => {
      this.onProcessingStartHook(this.transportId, context, () => run().then(resolve, reject));
    });
  }

  /** Writes the dead letter, for as long as it takes: without it the record would vanish (I9). */
  private async giveUp(record: StoredRecord, error: unknown, handler: number): Promise<boolean> {
    const { codec, group, clock, logger } = this.options;
    const given = { record, error, group, handler, time: clock.now() };
    let letter: OutgoingRecord = deadLetterOf(codec, given);
    const isWritten = await this.tries(() => this.options.log.append([letter]), {
      mayPass: () => true,
      failed: (failure) => {
        if (hasCode(failure, 'TOO_LARGE')) letter = deadLetterOf(codec, given, true);
        else
          logger.error({ err: failure, group }, 'dead letter could not be written, trying again');
      },
    });
    if (!isWritten) return false;
    this.counts.deadLetters++;
    const { topic, partition, offset } = record;
    logger.error({ err: error, group, topic, partition, offset }, 'record is in dead letters');
    return true;
  }

  /** True: it went through. False: closing began, or it is not ours any more. Throws what does not pass. */
  private async tries(
    call: (attempt: number) => Promise<unknown>,
    how: Pick<RetryOptions, 'attempts' | 'mayPass' | 'failed'>,
  ): Promise<boolean> {
    const { clock, retry: backoff = DEFAULT_RETRY } = this.options;
    const { signal } = this.draining;
    try {
      await retry(call, { ...how, clock, backoff, random: Math.random, signal });
      return true;
    } catch (error) {
      if (error instanceof Abandoned) return false;
      throw error;
    }
  }

  private seenOf(partition: TopicPartition): LruMap<string, true> {
    const key = nameOf(partition);
    const seen = this.seen.get(key) ?? new LruMap<string, true>(this.options.seenIds ?? 10_000);
    this.seen.set(key, seen);
    return seen;
  }
}

function nameOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${String(partition)}`;
}

function parsePattern(pattern: unknown): { topic: string; type: string | undefined } {
  if (typeof pattern === 'string') return { topic: pattern, type: undefined };
  if (typeof pattern === 'object' && pattern !== null && 'topic' in pattern) {
    const { topic, type, ...rest }: { topic: unknown; type?: unknown } = pattern;
    const isType = type === undefined || typeof type === 'string';
    if (typeof topic === 'string' && isType && Object.keys(rest).length === 0) {
      return { topic, type };
    }
  }
  throw new ThroughlineError(
    'INVALID',
    `@EventPattern(${JSON.stringify(pattern)}) is neither { topic } nor { topic, type }.`,
  );
}

function headerText(record: StoredRecord, name: string): string | undefined {
  const value = record.headers[name];
  return value === undefined ? undefined : new TextDecoder().decode(value);
}
