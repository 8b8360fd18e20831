import { type Logger } from '#observability';
import { type Clock, type EventLog, type IdentityStores, type RecordCodec } from '#ports';
import { RepeatedTask, type Work } from '#upkeep';
import { tellChanges } from '../records/tell-changes.js';

/** Time between two looks, ms. */
const EVERY_MS = 10_000;
/** Younger changes are being told by whoever made them, ms. */
const GRACE_MS = 5_000;

export interface MergeTellerOptions {
  readonly store: Pick<IdentityStores, 'links' | 'untold'>;
  readonly log: EventLog;
  readonly codec: RecordCodec;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Tells the log of merges and splits whose maker died before it could: at the start, and every ten seconds. */
export class MergeTeller implements Work {
  private readonly looks: RepeatedTask;

  constructor(private readonly options: MergeTellerOptions) {
    this.looks = new RepeatedTask({
      everyMs: EVERY_MS,
      run: () => this.tell(),
      onFailure: 'merges cannot be told to the log',
      logger: options.logger,
    });
  }

  start(): void {
    this.looks.start();
    this.looks.now();
  }

  close(): Promise<void> {
    return this.looks.stop();
  }

  /** Tells those that are old enough. Returns how many. */
  tell(): Promise<number> {
    return tellChanges(this.options, this.options.clock.now() - GRACE_MS);
  }
}
