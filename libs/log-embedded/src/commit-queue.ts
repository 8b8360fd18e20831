import type { RootDatabase } from 'lmdb';
import { ThroughlineError } from '#ports';

/** A change to the tables, run inside a transaction. It must not throw after it has begun to write. */
export type Change<T> = () => T;

interface Waiting {
  readonly run: () => void;
  readonly weight: number;
  readonly settle: (failure?: unknown) => void;
}

/** Changes a transaction takes at most, in units of weight: bounds how long the event loop is held. */
const MAX_WEIGHT = 2_000;

/**
 * Group commit: while one transaction is synced to disk, the changes that arrive wait and then share the next one.
 * Changes keep their order. Each promise settles once its transaction is on disk.
 */
export class CommitQueue {
  private readonly root: RootDatabase;
  private readonly waiting: Waiting[] = [];
  private running: Promise<void> | undefined;

  constructor(root: RootDatabase) {
    this.root = root;
  }

  /** Runs a change in the next transaction. `weight`: the number of records it writes. Throws `UNAVAILABLE` when the commit failed. */
  commit<T>(change: Change<T>, weight = 1): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let outcome: { value: T } | { thrown: unknown } | undefined;
      this.waiting.push({
        weight,
        run: () => {
          try {
            outcome = { value: change() };
          } catch (thrown) {
            outcome = { thrown };
          }
        },
        settle: (failure) => {
          if (outcome !== undefined && 'thrown' in outcome) reject(outcome.thrown);
          else if (failure !== undefined || outcome === undefined) reject(failure);
          else resolve(outcome.value);
        },
      });
      this.running ??= this.runAll();
    });
  }

  /** Resolves when all that was handed in so far has settled. */
  async drained(): Promise<void> {
    while (this.running !== undefined) await this.running;
  }

  private async runAll(): Promise<void> {
    await Promise.resolve(); // what is handed in during this turn shares the first transaction
    try {
      while (this.waiting.length > 0) {
        const group = this.take();
        try {
          await this.root.transaction(() => {
            for (const { run } of group) run();
          });
          for (const { settle } of group) settle();
        } catch (cause) {
          const why = cause instanceof Error ? cause.message : String(cause);
          const failure = new ThroughlineError(
            'UNAVAILABLE',
            `The log could not be written (${why}): see to the disk under DATA_DIR`,
            { cause },
          );
          for (const { settle } of group) settle(failure);
        }
      }
    } finally {
      // In the same turn as the last look: what comes after it starts a new run.
      this.running = undefined;
    }
  }

  private take(): Waiting[] {
    let weight = 0;
    let count = 0;
    for (const one of this.waiting) {
      if (count > 0 && weight + one.weight > MAX_WEIGHT) break;
      weight += one.weight;
      count++;
    }
    return this.waiting.splice(0, count);
  }
}
