import { Topics } from '#contracts';
import { type Logger, type Metrics } from '#observability';
import {
  Abandoned,
  type Batch,
  type BatchHandler,
  type Clock,
  type EventLog,
  hasCode,
  type RecordCodec,
  Refusal,
  retry,
  type StoredRecord,
  type Subscription,
  ThroughlineError,
} from '#ports';
import { deadLetterOf, DEFAULT_RETRY, type Work } from '#upkeep';
import { type Ingest } from '../ingest/ingest.js';
import { type Candidate } from '../read/candidates.js';
import { readInbound } from './read-inbound.js';

// Systems that publish straight to Kafka write `throughline.inbound.v1`; here their records are checked, resolved and
// keyed by subject through the same code as a request's.
// 1. A record is acknowledged once its interaction is in the log of record, or it is in the dead letters with its bytes and
//    every fault in words (I9). One that nobody can take holds up no other.
// 2. Records of a partition go on in their order. After a crash those since the last acknowledgement go on again, under the
//    same ids: the fold knows them by (source, id) and leaves them (I4).
// 3. What passes (log, stores, registry away, too much on its way) is waited out, and nothing more is fetched meanwhile.

export const RESOLVER_GROUP = 'throughline-resolver';

/** Records worked on at once, per partition. */
const MAX_BATCH = 500;
/** How long closing waits for the batch in hand, ms. */
const DRAIN_MS = 10_000;
/** Who may write to the topic is for the broker to say: its access lists take the place of channel keys. */
const ANY = { channels: ['*'], types: ['*'] };

export interface InboundResolverOptions {
  readonly log: EventLog;
  readonly codec: RecordCodec;
  readonly clock: Clock;
  readonly ingest: Ingest;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** A record that is given up, and why. */
interface GivenUp {
  readonly record: StoredRecord;
  readonly error: unknown;
}

/** One member of the group that takes what foreign systems publish into the log of record. */
export class InboundResolver implements BatchHandler, Work {
  private readonly closing = new AbortController();
  private subscription: Promise<Subscription> | undefined;
  private isMember = false;

  constructor(private readonly options: InboundResolverOptions) {}

  get missing(): string | undefined {
    return this.isMember ? undefined : 'not yet a member of its group';
  }

  /** Joins the group. */
  async start(fail: (error: unknown) => void): Promise<void> {
    const topics = [Topics.inbound];
    const joining = { group: RESOLVER_GROUP, topics, maxBatchRecords: MAX_BATCH };
    this.subscription = this.options.log.subscribe(joining, this);
    const subscription = await this.subscription;
    this.isMember = true;
    subscription.ended.finally(() => (this.isMember = false)).catch(fail);
  }

  /** Lets batches in hand finish, for 10 s at most, and leaves the group. */
  async close(): Promise<void> {
    this.closing.abort();
    const subscription = await this.subscription?.catch(() => undefined);
    await subscription?.close(DRAIN_MS);
  }

  async batch(batch: Batch): Promise<void> {
    const { codec, metrics, clock } = this.options;
    const isPrepared = await this.waitOut(batch, 'fetch schemas', () =>
      codec.prepare(batch.records),
    );
    if (!isPrepared || !(await this.settle(batch.records, batch))) return;
    const now = clock.now();
    for (const { timestamp } of batch.records) {
      metrics.inboundSeconds.observe(Math.max(0, now - timestamp) / 1_000);
    }
    await this.acknowledge(batch);
  }

  /**
   * Brings records where they belong; false when they must come again. When they cannot go on together the halves are tried,
   * one after the other, until what is wrong stands alone.
   */
  private async settle(records: readonly StoredRecord[], batch: Batch): Promise<boolean> {
    const { given, error } = await this.take(records, batch);
    if (given !== undefined) return this.bury(given, batch);
    if (error === undefined) return false;
    const [only, ...others] = records;
    if (only !== undefined && others.length === 0) {
      return this.bury([{ record: only, error }], batch);
    }
    const middle = Math.ceil(records.length / 2);
    if (!(await this.settle(records.slice(0, middle), batch))) return false;
    return this.settle(records.slice(middle), batch);
  }

  /** Takes what can be taken; tells what is given up, or the error that was in the way of all of them, or neither: stop. */
  private async take(
    records: readonly StoredRecord[],
    batch: Batch,
  ): Promise<{ readonly given?: readonly GivenUp[]; readonly error?: unknown }> {
    const given: GivenUp[] = [];
    const candidates: Candidate[] = [];
    const from: StoredRecord[] = [];
    for (const record of records) {
      try {
        candidates.push(this.candidateOf(record));
        from.push(record);
      } catch (error) {
        given.push({ record, error });
      }
    }
    try {
      const taken = await this.waitOut(batch, 'take interactions', async () => {
        const { accepted, rejected } = await this.options.ingest.take(candidates, ANY, {});
        this.options.metrics.inboundRecords.inc({ outcome: 'taken' }, accepted.length);
        for (const { index, refusal: why } of rejected) {
          const record = from[index];
          if (record !== undefined) given.push({ record, error: asError(why) });
        }
      });
      return taken ? { given } : {};
    } catch (error) {
      if (this.closing.signal.aborted) return {};
      if (hasCode(error, 'CLOSED')) throw error;
      return { error };
    }
  }

  /** Throws when the record cannot be read. */
  private candidateOf(record: StoredRecord): Candidate {
    const { body, faults, trace } = readInbound(this.options.codec, record);
    if (faults.length === 0) return { body, trace };
    const pointers = new Set(faults.map(({ pointer }) => pointer));
    const further =
      Object.keys(body).length === 0
        ? []
        : (this.options.ingest.check({ body }, ANY).refusal?.faults ?? []);
    const others = further.filter(({ pointer }) => !pointers.has(pointer));
    return { refusal: new Refusal('invalid-interaction', FAULTY, [...faults, ...others]) };
  }

  /** Writes dead letters, for as long as it takes; false when they must come again. */
  private async bury(given: readonly GivenUp[], batch: Batch): Promise<boolean> {
    const { log, codec, clock, logger, metrics } = this.options;
    for (const { record, error } of given) {
      const letter = { record, error, group: RESOLVER_GROUP, handler: 0, time: clock.now() };
      const append = async (): Promise<void> => {
        try {
          await log.append([deadLetterOf(codec, letter)]);
        } catch (failure) {
          if (!hasCode(failure, 'TOO_LARGE')) throw failure;
          await log.append([deadLetterOf(codec, letter, true)]);
        }
      };
      if (!(await this.waitOut(batch, 'write a dead letter', append))) return false;
      const { topic, partition, offset } = record;
      logger.error({ err: error, topic, partition, offset }, 'record is in dead letters');
      metrics.inboundRecords.inc({ outcome: 'dead-letter' });
      const reason = error instanceof ThroughlineError ? error.code : 'HANDLER_FAILED';
      metrics.deadLetters.inc({ reason });
    }
    return true;
  }

  /** An acknowledgement that got lost is made good by the next one, or its records come again. */
  private async acknowledge(batch: Batch): Promise<void> {
    const last = batch.records.at(-1);
    const subscription = await this.subscription;
    if (last === undefined || subscription === undefined) return;
    try {
      await subscription.acknowledge(batch, last.offset + 1, batch.generation);
    } catch (error) {
      if (!isPassing(error)) throw error;
      this.options.logger.warn({ err: error }, 'not acknowledged');
    }
  }

  /**
   * Tries until it works: true; or until the partition is another's, or closing began: false. Throws what does not pass, and
   * what nobody expected after some tries.
   */
  private async waitOut(batch: Batch, what: string, work: () => Promise<void>): Promise<boolean> {
    const { clock, logger } = this.options;
    const { signal } = this.closing;
    const { topic, partition } = batch;
    try {
      await retry(() => (batch.isStale() ? Promise.reject(new Abandoned()) : work()), {
        clock,
        backoff: DEFAULT_RETRY,
        random: Math.random,
        signal,
        mayPass: (error, failed) => {
          const isExpected = error instanceof ThroughlineError || error instanceof Refusal;
          return isExpected ? isPassing(error) : failed < DEFAULT_RETRY.attempts;
        },
        failed: (error) =>
          logger.warn({ err: error, topic, partition }, `could not ${what}, trying again`),
      });
      return true;
    } catch (error) {
      if (error instanceof Abandoned) return false;
      throw error;
    }
  }
}

const FAULTY = 'It has the faults listed.';

function isPassing(error: unknown): boolean {
  if (error instanceof Refusal) return error.retryAfter !== undefined;
  return error instanceof ThroughlineError && error.retryable;
}

/** Why an interaction is refused, with all its faults in words. */
function asError(refusal: Refusal): ThroughlineError {
  const faults = refusal.faults.map((fault) => `${fault.pointer || 'all of it'} ${fault.detail}`);
  const code = refusal.code === 'too-large' ? 'TOO_LARGE' : 'INVALID';
  return new ThroughlineError(code, faults.length === 0 ? refusal.message : faults.join('; '));
}
