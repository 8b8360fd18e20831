import { type JourneyEvent } from '#contracts';
import { type StreamPosition } from '#streams';

/** A journey event with its place in the topic. */
export interface PlacedEvent {
  readonly event: JourneyEvent;
  readonly partition: number;
  readonly offset: number;
}

/**
 * The events of the last while, so that a stream that was cut goes on without a gap. Holds `capacity` events; older
 * ones are forgotten, and `misses` then says so.
 */
export class RecentEvents {
  private events: PlacedEvent[] = [];
  /** First offset per partition from which nothing is missing here. */
  private readonly complete = new Map<number, number>();

  constructor(private readonly capacity: number) {}

  add(placed: PlacedEvent): void {
    const { partition, offset } = placed;
    if (!this.complete.has(partition)) this.complete.set(partition, offset);
    this.events.push(placed);
    if (this.events.length <= this.capacity * 2) return;
    const forgotten = this.events.slice(0, -this.capacity);
    this.events = this.events.slice(-this.capacity);
    for (const each of forgotten) this.complete.set(each.partition, each.offset + 1);
  }

  /** Events at or after a position, in the order they were added. */
  since(position: StreamPosition): readonly PlacedEvent[] {
    return this.events.filter(({ partition, offset }) => offset >= (position.get(partition) ?? 0));
  }

  /** Whether events between a position and these ends of the log may be neither here nor still to come. */
  misses(position: StreamPosition, ends: StreamPosition): boolean {
    return [...ends].some(([partition, end]) => {
      const next = position.get(partition) ?? 0;
      return next < end && next < (this.complete.get(partition) ?? Infinity);
    });
  }
}
