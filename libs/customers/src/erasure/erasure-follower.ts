import { Topics } from '#contracts';
import { type StoredRecord, ThroughlineError } from '#ports';
import { Projection, type ProjectionSource, type Work } from '#upkeep';
import { type ErasureOrder, orderIn } from './erasure-records.js';
import { type Erasures } from './erasures.js';

const GROUP = 'throughline-erasures';
/** Younger erasures are being completed by whoever ordered them, ms. */
const GRACE_MS = 10_000;

export interface ErasureFollowerOptions extends ProjectionSource {
  readonly erasures: Pick<Erasures, 'complete'>;
}

/** Completes every erasure that the log tells of, whoever ordered it and died (R1). */
export class ErasureFollower implements Work {
  private readonly closing = new AbortController();
  private readonly projection: Projection<ErasureOrder>;

  constructor(private readonly options: ErasureFollowerOptions) {
    const { log } = options;
    this.projection = new Projection<ErasureOrder>(options, {
      name: 'erasures',
      group: GROUP,
      topics: [Topics.identityEvents],
      read: (record) => this.orderOf(record),
      position: async ({ topic, partition }) => (await log.acknowledged(GROUP, topic))[partition],
      apply: async ({ changes }) => {
        for (const order of changes) await this.completeOrTell(order);
        return true;
      },
    });
  }

  start(fail: (error: unknown) => void): Promise<void> {
    return this.projection.start(fail);
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.projection.close();
  }

  private orderOf(record: StoredRecord): ErasureOrder | undefined {
    const decoded = this.options.codec.decode(record.value, record.headers);
    return decoded.name === 'IdentityEvent' ? orderIn(decoded.value) : undefined;
  }

  /** Throws `UNAVAILABLE` to be asked again. What fails for good must not keep others from being forgotten. */
  private async completeOrTell(order: ErasureOrder): Promise<void> {
    const { clock, erasures, logger } = this.options;
    await clock.until(order.at + GRACE_MS, this.closing.signal);
    try {
      const { complete } = await erasures.complete(order, this.closing.signal);
      if (complete) return;
    } catch (error) {
      if (error instanceof ThroughlineError && error.retryable) throw error;
      logger.error({ err: error, subject: order.subject }, 'an erasure failed; order it again');
      return;
    }
    throw new ThroughlineError(
      'UNAVAILABLE',
      `The erasure of ${order.subject} is not folded yet; its partition is behind.`,
    );
  }
}
