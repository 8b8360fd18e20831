import { setImmediate } from 'node:timers/promises';
import { Topics } from '#contracts';
import { type Logger } from '#observability';
import { type Clock, type EventLog, type RecordCodec } from '#ports';
import { type StreamPosition } from './event-sink.js';
import { type PlacedEvent, readJourneyEvents } from './read-journey-events.js';

// One tail reads the topic for all streams of the process, so that what is waiting to be read costs the log the same for
// one stream as for a thousand. What must hold:
//   T1 A listener gets each event at or after its position, once, in the order of its partition.
//   T2 Joining happens between two deliveries, never within one: no event falls between the backlog and the live end.

/** Events kept per partition, so that a stream which read up to nearly the end can join without reading again. */
const BACKLOG = 512;
/** Events delivered before the sockets get their turn. */
const PORTION = 64;
const WAIT_MS = 5_000;
const RETRY_MS = 1_000;

export type Listener = (event: PlacedEvent) => void;

export interface TailSource {
  readonly log: EventLog;
  readonly codec: RecordCodec;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface PartitionEnd {
  /** The lowest offset that the backlog goes back to. */
  from: number;
  /** The offset read next. */
  next: number;
  readonly backlog: PlacedEvent[];
}

/** The live end of the journey events. Reads only while somebody listens. */
export class JourneyEventTail {
  private readonly listeners = new Map<Listener, StreamPosition>();
  private readonly ends = new Map<number, PartitionEnd>();
  private running: { readonly stop: AbortController; readonly done: Promise<unknown> } | undefined;

  constructor(private readonly source: TailSource) {}

  /** Starts reading at the end of the log, unless it is read already. Resolves with the ends. */
  async open(): Promise<StreamPosition> {
    if (this.running === undefined) {
      const bounds = await this.source.log.bounds(Topics.journeyEvents);
      if (this.running === undefined) this.start(bounds);
    }
    return this.position();
  }

  /** The offset of each partition that is read next. */
  position(): StreamPosition {
    return new Map([...this.ends].map(([partition, end]) => [partition, end.next]));
  }

  /**
   * From now on `listener` gets every event at or after `position`, those of the backlog at once. False, and nothing
   * was done, when the tail is not open or `position` lies before the backlog: open it, read up to its ends, ask again.
   */
  join(position: StreamPosition, listener: Listener): boolean {
    if (this.running === undefined) return false;
    for (const [partition, offset] of position) {
      const end = this.ends.get(partition);
      if (end === undefined || offset < end.from) return false;
    }
    const own = new Map(position);
    this.listeners.set(listener, own);
    for (const partition of own.keys()) {
      for (const event of this.ends.get(partition)?.backlog ?? []) deliver(listener, own, event);
    }
    return true;
  }

  /** Stops reading with the last listener. */
  leave(listener: Listener): void {
    this.listeners.delete(listener);
    if (this.listeners.size > 0) return;
    this.running?.stop.abort();
    this.running = undefined;
  }

  /** Resolves once nothing is read any more. */
  async close(): Promise<void> {
    const { running } = this;
    this.listeners.clear();
    this.running = undefined;
    running?.stop.abort();
    await running?.done;
  }

  private start(bounds: readonly { readonly partition: number; readonly latest: number }[]): void {
    const stop = new AbortController();
    this.ends.clear();
    for (const { partition, latest } of bounds) {
      this.ends.set(partition, { from: latest, next: latest, backlog: [] });
    }
    const loops = [...this.ends].map(([partition, end]) =>
      this.follow(partition, end, stop.signal),
    );
    this.running = { stop, done: Promise.all(loops) };
  }

  private async follow(partition: number, end: PartitionEnd, signal: AbortSignal): Promise<void> {
    const { clock, logger } = this.source;
    const options = { waitMs: WAIT_MS, signal };
    while (!signal.aborted) {
      try {
        const { events, next } = await readJourneyEvents(this.source, partition, end.next, options);
        if (signal.aborted) return;
        if (await this.appendAll(end, events, signal)) end.next = next;
      } catch (error) {
        if (signal.aborted) return;
        logger.warn({ err: error, partition }, 'journey events cannot be read; trying again');
        await clock.until(clock.now() + RETRY_MS, signal);
      }
    }
  }

  /** In portions, so that a burst is sent while it is delivered: no client counts as slow because much came at once. */
  private async appendAll(
    end: PartitionEnd,
    events: readonly PlacedEvent[],
    signal: AbortSignal,
  ): Promise<boolean> {
    for (const [index, event] of events.entries()) {
      if (index > 0 && index % PORTION === 0) await setImmediate();
      if (signal.aborted) return false;
      this.append(end, event);
    }
    return true;
  }

  private append(end: PartitionEnd, event: PlacedEvent): void {
    end.backlog.push(event);
    end.next = event.offset + 1;
    if (end.backlog.length > BACKLOG) {
      const dropped = end.backlog.shift();
      if (dropped !== undefined) end.from = dropped.offset + 1;
    }
    for (const [listener, position] of this.listeners) deliver(listener, position, event);
  }
}

function deliver(listener: Listener, position: StreamPosition, event: PlacedEvent): void {
  const next = position.get(event.partition);
  if (next === undefined || event.offset < next) return;
  position.set(event.partition, event.offset + 1);
  listener(event);
}
