import type { StoredRecord, TopicPartition } from '#ports';

/** What a queue asks of the fetching side. */
export interface Flow {
  pause(): void;
  resume(): void;
}

/** Batches' worth of records a queue holds before fetching pauses, and below which it goes on. */
const FULL = 4;
const LOW = 2;
const MAX_BYTES = 4 * 1024 * 1024;

/** Records of one partition that were fetched ahead while its handler runs: bounded. */
export class PartitionQueue {
  readonly place: TopicPartition;
  /** Where the next fetch must begin; a fetch from elsewhere belongs to another time. */
  expected: number;
  readonly #maxBatch: number;
  readonly #flow: Flow;
  #records: StoredRecord[] = [];
  #bytes = 0;
  #paused = false;
  #wake: (() => void) | undefined;

  constructor(place: TopicPartition, from: number, maxBatch: number, flow: Flow) {
    this.place = place;
    this.expected = from;
    this.#maxBatch = maxBatch;
    this.#flow = flow;
  }

  push(records: readonly StoredRecord[]): void {
    for (const record of records) {
      this.#records.push(record);
      this.#bytes += record.value?.length ?? 0;
    }
    if (!this.#paused && this.#isAbove(FULL, MAX_BYTES)) {
      this.#paused = true;
      this.#flow.pause();
    }
    this.#wake?.();
  }

  /** The next records in order; resolves once there are some, or with none when the signal aborts. */
  async take(signal: AbortSignal): Promise<readonly StoredRecord[]> {
    if (this.#records.length === 0 && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          signal.removeEventListener('abort', wake);
          resolve();
        };
        this.#wake = wake;
        signal.addEventListener('abort', wake, { once: true });
      });
      this.#wake = undefined;
    }
    if (signal.aborted) return [];
    const batch = this.#records.splice(0, this.#maxBatch);
    for (const { value } of batch) this.#bytes -= value?.length ?? 0;
    if (this.#paused && !this.#isAbove(LOW, MAX_BYTES / 2)) {
      this.#paused = false;
      this.#flow.resume();
    }
    return batch;
  }

  #isAbove(batches: number, bytes: number): boolean {
    return this.#records.length >= batches * this.#maxBatch || this.#bytes >= bytes;
  }
}
