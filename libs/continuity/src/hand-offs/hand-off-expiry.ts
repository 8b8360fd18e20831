import { type Ingest } from '#intake';
import { type Logger } from '#observability';
import { type Clock, type HandOffStore } from '#ports';
import { RepeatedTask, type Work } from '#upkeep';
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
export class HandOffExpiry implements Work {
  private readonly looks: RepeatedTask;

  constructor(private readonly options: HandOffExpiryOptions) {
    this.looks = new RepeatedTask({
      everyMs: EVERY_MS,
      run: () => this.tell(),
      onFailure: 'expired hand-offs cannot be told',
      logger: options.logger,
    });
  }

  start(): void {
    this.looks.start();
  }

  close(): Promise<void> {
    return this.looks.stop();
  }

  /** Tells all that have expired by now. */
  async tell(): Promise<void> {
    const { store, ingest, clock } = this.options;
    for (;;) {
      const over = await store.expired(clock.now(), AT_ONCE);
      if (over.length === 0) return;
      await ingest.record(over.map(expiredRecord));
      await store.expiryTold(over);
    }
  }
}
