import { type Presence } from '#continuity';
import { type JourneyEvent, type JourneyId } from '#contracts';
import { type EventSink, type StreamPosition } from './event-sink.js';
import { type JourneyEventTail, type TailSource } from './journey-event-tail.js';
import { type PlacedEvent, readJourneyEvents } from './read-journey-events.js';

export interface EventStreamOptions {
  readonly source: TailSource;
  readonly tail: JourneyEventTail;
  readonly sink: EventSink;
  readonly accepts: (event: JourneyEvent) => boolean;
  /** Who works on journeys; undefined: the client does not want to know. */
  readonly presence: StreamPresence | undefined;
  /** Whether the caller may still read; asked with each heartbeat. */
  readonly isAllowed: () => Promise<boolean>;
}

/** Where a stream hears who works on which journeys. */
export interface StreamPresence {
  /** Who works on the one journey that the stream is about. */
  readonly journeyId: JourneyId | undefined;
  readonly of: Presence;
}

/** One client of journey events: what it missed, read from the log, then the live end, without a gap or a double. */
export class EventStream {
  private position: StreamPosition = new Map();

  constructor(private readonly options: EventStreamOptions) {
    options.sink.onClose(() => this.close());
    options.sink.onBeat(() => void this.beat());
  }

  /** Sends from `position` on, until the client leaves. Resolves when it is on the live end, or has left. */
  async run(position: StreamPosition): Promise<void> {
    const { sink, tail } = this.options;
    this.position = position;
    sink.send({ comment: 'connected', position });
    await this.watch();
    while (sink.isOpen && !tail.join(this.position, this.listener)) {
      await this.catchUp();
    }
    if (!sink.isOpen) tail.leave(this.listener);
  }

  close(): void {
    const { sink, tail, presence } = this.options;
    tail.leave(this.listener);
    presence?.of.leave(this.presenceListener);
    sink.close();
  }

  private readonly listener = (event: PlacedEvent): void => {
    if (this.pass(event)) this.options.sink.sendLive(this.shown(event));
  };

  /** Has no position: the log does not know leases, and what is resumed is the log. */
  private readonly presenceListener = (journeyId: string, json: string): void => {
    const only = this.options.presence?.journeyId;
    if (only !== undefined && only !== journeyId) return;
    this.options.sink.send({ name: 'lease', data: json });
  };

  /** From now on the client hears who works on which journeys; of one journey also who does now. */
  private async watch(): Promise<void> {
    const { presence, sink } = this.options;
    if (presence === undefined || !sink.isOpen) return;
    presence.of.join(this.presenceListener);
    const { journeyId } = presence;
    if (journeyId !== undefined) {
      this.presenceListener(journeyId, await presence.of.now(journeyId));
    }
    if (!sink.isOpen) presence.of.leave(this.presenceListener);
  }

  private async catchUp(): Promise<void> {
    const { sink, source, tail } = this.options;
    const ends = await tail.open();
    for (const [partition, end] of ends) {
      for (;;) {
        const from = this.position.get(partition);
        if (!sink.isOpen || from === undefined || from >= end) break;
        const read = await readJourneyEvents(source, partition, from, {});
        for (const event of read.events) if (this.pass(event)) sink.send(this.shown(event));
        this.position.set(partition, read.next > from ? read.next : end);
        await sink.drained();
      }
    }
  }

  /** Moves past an event. False: the client does not want it. */
  private pass({ partition, offset, event }: PlacedEvent): boolean {
    this.position.set(partition, offset + 1);
    return this.options.accepts(event);
  }

  private shown({ json }: PlacedEvent): { data: string; position: StreamPosition } {
    return { data: json, position: this.position };
  }

  /** A position without an event moves what the client resumes from, also past events it does not want. */
  private async beat(): Promise<void> {
    const allowed = await this.options.isAllowed().catch(() => false);
    if (!allowed) this.close();
    else this.options.sink.send({ comment: 'still here', position: this.position });
  }
}
