import { type Disposition, partitionOf, Topics } from '#contracts';
import { type EventLog, hasCode, readAs, type RecordCodec, type StoredRecord } from '#ports';

/** Requests that may wait at once; each further one is answered without waiting. */
const MAX_WAITING = 200;

export interface OutcomesSource {
  readonly log: EventLog;
  readonly codec: RecordCodec;
}

/** An interaction that the log has. */
export interface Sent {
  readonly id: string;
  readonly source: string;
  readonly subjectId: string;
}

/** Hears what the fold made of interactions that were just accepted. */
export class Outcomes {
  private waiting = 0;

  constructor(private readonly source: OutcomesSource) {}

  /** Begins to listen: what is appended from now on is heard. Undefined: too many do, or the log does not say. */
  async listen(): Promise<Listening | undefined> {
    if (this.waiting >= MAX_WAITING) return undefined;
    this.waiting += 1;
    try {
      const bounds = await this.source.log.bounds(Topics.dispositions);
      const ends = bounds.map(({ latest }) => latest);
      return new Listening(this.source, ends, () => (this.waiting -= 1));
    } catch (error) {
      this.waiting -= 1;
      if (!hasCode(error, 'UNAVAILABLE')) throw error;
      return undefined;
    }
  }
}

/** One request that waits. Ended by `until` or `close`, whichever comes first. */
export class Listening {
  private readonly heard = new Map<string, Disposition>();
  private readonly stop = new AbortController();
  private isOpen = true;

  constructor(
    private readonly source: OutcomesSource,
    private readonly ends: readonly number[],
    private readonly ended: () => void,
  ) {}

  /**
   * The disposition of each, in their order; undefined where none came within `ms` milliseconds. That a record was sent on
   * to the customer's other half is not the end of it.
   */
  async until(sent: readonly Sent[], ms: number): Promise<readonly (Disposition | undefined)[]> {
    const timer = setTimeout(() => this.stop.abort(), ms);
    const byPartition = Map.groupBy(sent, ({ subjectId }) =>
      partitionOf(subjectId, this.ends.length),
    );
    const deadline = performance.now() + ms;
    try {
      await Promise.all(
        [...byPartition].map(([partition, here]) => this.follow(partition, here, deadline)),
      );
    } finally {
      clearTimeout(timer);
      this.close();
    }
    return sent.map((one) => this.heard.get(keyOf(one.source, one.id)));
  }

  close(): void {
    this.stop.abort();
    if (this.isOpen) this.ended();
    this.isOpen = false;
  }

  private async follow(partition: number, sent: readonly Sent[], deadline: number): Promise<void> {
    const missing = new Set(sent.map(({ source, id }) => keyOf(source, id)));
    let from = this.ends[partition] ?? 0;
    for (let left = deadline - performance.now(); missing.size > 0;) {
      if (left <= 0 || this.stop.signal.aborted) return;
      const options = { waitMs: left, signal: this.stop.signal };
      const read = await this.read(partition, from, options);
      if (read === undefined) return;
      from = read.next;
      left = deadline - performance.now();
      for (const disposition of await this.dispositionsIn(read.records)) {
        const key = keyOf(disposition.source, disposition.recordId);
        if (disposition.reason === 'forwarded' || !missing.delete(key)) continue;
        this.heard.set(key, disposition);
      }
    }
  }

  /** Undefined: the log does not answer; that it is not known is all there is to say. */
  private async read(
    partition: number,
    from: number,
    options: { readonly waitMs: number; readonly signal: AbortSignal },
  ) {
    try {
      return await this.source.log.read(Topics.dispositions, partition, from, options);
    } catch (error) {
      if (hasCode(error, 'UNAVAILABLE', 'CLOSED')) return undefined;
      throw error;
    }
  }

  private async dispositionsIn(records: readonly StoredRecord[]): Promise<Disposition[]> {
    const { codec } = this.source;
    await codec.prepare(records);
    return records.flatMap((record) => {
      const disposition = readAs(codec, 'Disposition', record);
      return disposition?.recordKind === 'interaction' ? [disposition] : [];
    });
  }
}

function keyOf(source: string, id: string): string {
  return `${source}\n${id}`;
}
