import { type Logger } from '#observability';

export interface RepeatedTaskOptions {
  /** Time from one run's start to the next one's, ms. */
  readonly everyMs: number;
  readonly run: () => Promise<unknown>;
  /** What the log says when a run fails: what could not be done. It is tried again. */
  readonly onFailure: string;
  readonly logger: Logger;
}

/**
 * Work that is done again and again while the process lives: one run at a time, and one that fails does not end it. Runs
 * that come while one already waits for its turn are left out. It does not keep the process alive.
 */
export class RepeatedTask {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private isWaiting = false;

  constructor(private readonly options: RepeatedTaskOptions) {}

  get isStarted(): boolean {
    return this.timer !== undefined;
  }

  /** The first run comes after one interval. Does nothing when started already. */
  start(): void {
    this.timer ??= setInterval(() => {
      this.now();
    }, this.options.everyMs).unref();
  }

  /** One run as soon as the present one is done. */
  now(): void {
    if (this.isWaiting || !this.isStarted) return;
    this.isWaiting = true;
    this.running = this.running.then(() => this.runOrWarn());
  }

  /** No run begins any more; resolves when the present one is done. Never rejects. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    await this.running;
  }

  private async runOrWarn(): Promise<void> {
    this.isWaiting = false;
    if (!this.isStarted) return;
    try {
      await this.options.run();
    } catch (error) {
      this.options.logger.warn({ err: error }, `${this.options.onFailure}; trying again`);
    }
  }
}
