import { type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { tellMerges } from '#intake';
import { type Logger } from '#observability';
import { type Clock, type EventLog, type IdentityStore, type RecordCodec } from '#ports';

/** Time between two looks, ms. */
const EVERY_MS = 10_000;
/** Younger merges are being told by whoever made them, ms. */
const GRACE_MS = 5_000;

export interface MergeTellerOptions {
  readonly store: IdentityStore;
  readonly log: EventLog;
  readonly codec: RecordCodec;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Tells the log of merges whose maker died before it could: at the start, and every ten seconds. */
export class MergeTeller implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private telling: Promise<void> = Promise.resolve();

  constructor(private readonly options: MergeTellerOptions) {}

  onApplicationBootstrap(): void {
    const look = (): void => {
      this.telling = this.telling.then(() => this.tellOrWarn());
    };
    look();
    this.timer = setInterval(look, EVERY_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.telling;
  }

  /** Tells those that are old enough. Returns how many. */
  tell(): Promise<number> {
    return tellMerges(this.options, this.options.clock.now() - GRACE_MS);
  }

  private async tellOrWarn(): Promise<void> {
    try {
      await this.tell();
    } catch (error) {
      this.options.logger.warn({ err: error }, 'merges cannot be told to the log; trying again');
    }
  }
}
