import { Refusal } from '#ports';

const RETRY_AFTER_SECONDS = 1;

/** Bounds what is being worked on at once: more is refused at once rather than queued without end. */
export class InFlight {
  private current = 0;

  constructor(private readonly limit: number) {}

  /** Runs `work`, which stands for `weight` interactions. Throws `busy` (503) when there are too many. */
  async run<T>(weight: number, work: () => Promise<T>): Promise<T> {
    if (this.current > 0 && this.current + weight > this.limit) {
      const detail =
        'More interactions are on their way into the log than it takes. Send it again.';
      throw new Refusal('busy', detail, [], RETRY_AFTER_SECONDS);
    }
    this.current += weight;
    try {
      return await work();
    } finally {
      this.current -= weight;
    }
  }
}
