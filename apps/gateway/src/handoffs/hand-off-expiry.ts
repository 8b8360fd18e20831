import { type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { type Logger } from '#observability';
import { type Clock, type HandOffStore } from '#ports';
import { type Ingest } from '../interactions/ingest.js';
import { expiredRecord } from './hand-off-records.js';

/** Time between two looks, ms. */
const EVERY_MS = 10_000;
/** Hand-offs told in one append. */
const AT_ONCE = 500;

export interface HandOffExpiryOptions {
  readonly store: HandOffStore;
  readonly ingest: Ingest;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Tells journeys that a hand-off of theirs expired unused. Several processes may do it at once, and one may die between
 * telling and settling: the record's id is derived, so the journey hears it once.
 */
export class HandOffExpiry implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private telling: Promise<void> = Promise.resolve();

  constructor(private readonly options: HandOffExpiryOptions) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.telling = this.telling.then(() => this.tellOrWarn());
    }, EVERY_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.telling;
  }

  /** Tells all that have expired by now. */
  async tell(): Promise<void> {
    const { store, ingest, clock } = this.options;
    for (;;) {
      const over = await store.expired(clock.now(), AT_ONCE);
      if (over.length === 0) return;
      await ingest.record(over.map(expiredRecord));
      await store.settle(over);
    }
  }

  private async tellOrWarn(): Promise<void> {
    try {
      await this.tell();
    } catch (error) {
      this.options.logger.warn({ err: error }, 'expired hand-offs cannot be told; trying again');
    }
  }
}
