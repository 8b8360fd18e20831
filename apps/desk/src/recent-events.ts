import { type JourneyEvent } from '#contracts';

/** A journey event with its place in the topic. */
export interface PlacedEvent {
  readonly event: JourneyEvent;
  readonly partition: number;
  readonly offset: number;
}

/** Next offset to show per partition: what an agent's stream has seen, and its `Last-Event-ID`. */
export type StreamPosition = ReadonlyMap<number, number>;

/** `3.1828_5.23`: partition and next offset. */
export function formatPosition(position: StreamPosition): string {
  return [...position].map(([partition, next]) => `${String(partition)}.${String(next)}`).join('_');
}

/** Undefined when it is not a position of ours. */
export function parsePosition(text: string): StreamPosition | undefined {
  const position = new Map<number, number>();
  for (const part of text.split('_')) {
    const match = /^(\d{1,3})\.(\d{1,15})$/.exec(part);
    if (match === null) return undefined;
    position.set(Number(match[1]), Number(match[2]));
  }
  return position;
}

/**
 * The events of the last while, so that a stream that was cut goes on without a gap. Holds `capacity` events; older
 * ones are forgotten, and `since` then says so.
 */
export class RecentEvents {
  private events: PlacedEvent[] = [];
  private readonly next = new Map<number, number>();
  /** First offset per partition from which nothing is missing here. */
  private readonly complete = new Map<number, number>();

  constructor(private readonly capacity: number) {}

  add(placed: PlacedEvent): void {
    const { partition, offset } = placed;
    if (!this.complete.has(partition)) this.complete.set(partition, offset);
    this.next.set(partition, offset + 1);
    this.events.push(placed);
    if (this.events.length <= this.capacity * 2) return;
    const forgotten = this.events.slice(0, -this.capacity);
    this.events = this.events.slice(-this.capacity);
    for (const each of forgotten) this.complete.set(each.partition, each.offset + 1);
  }

  position(): StreamPosition {
    return new Map(this.next);
  }

  /** Events after a position, and whether some may be missing between it and the first of them. */
  since(position: StreamPosition): {
    readonly events: readonly PlacedEvent[];
    readonly gap: boolean;
  } {
    const events = this.events.filter(
      ({ partition, offset }) => offset >= (position.get(partition) ?? 0),
    );
    const gap = [...position].some(
      ([partition, next]) => next < (this.complete.get(partition) ?? 0),
    );
    return { events, gap };
  }
}
