import { once } from 'node:events';
import { type ServerResponse } from 'node:http';
import { type JourneyEvent, type JourneyId } from '#contracts';
import { type Presence } from '../leases/presence.js';
import { type JourneyEventTail, type TailSource } from './journey-event-tail.js';
import { type PlacedEvent, readJourneyEvents } from './read-journey-events.js';
import { formatPosition, type StreamPosition } from './stream-position.js';

/** Unsent bytes at which a client counts as too slow and is cut off; it resumes by `Last-Event-ID`. */
const MAX_UNSENT = 1_048_576;
/** ms a client may take to read what is being caught up. */
const DRAIN_WITHIN = 30_000;
const HEARTBEAT_MS = 15_000;

export interface EventStreamOptions {
  readonly source: TailSource;
  readonly tail: JourneyEventTail;
  readonly response: ServerResponse;
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

/** One client of server-sent events: what it missed, read from the log, then the live end, without a gap or a double. */
export class EventStream {
  private readonly heartbeat: NodeJS.Timeout;
  private isOpen = true;
  private position: StreamPosition = new Map();

  constructor(private readonly options: EventStreamOptions) {
    const { response } = options;
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      connection: 'close',
    });
    response.on('close', () => this.close());
    response.on('error', () => this.close());
    this.heartbeat = setInterval(() => void this.beat(), HEARTBEAT_MS).unref();
  }

  /** Sends from `position` on, until the client leaves. Resolves when it is on the live end, or has left. */
  async run(position: StreamPosition): Promise<void> {
    this.position = position;
    this.sendPosition(': connected\n');
    await this.watch();
    while (this.isOpen && !this.options.tail.join(this.position, this.listener)) {
      await this.catchUp();
    }
    if (!this.isOpen) this.options.tail.leave(this.listener);
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    clearInterval(this.heartbeat);
    const { response, tail } = this.options;
    tail.leave(this.listener);
    this.options.presence?.of.leave(this.presenceListener);
    // A client that does not read must not keep the server from stopping; what it misses, it resumes.
    if (response.writableLength > 0) response.destroy();
    else response.end();
  }

  private readonly listener = (event: PlacedEvent): void => {
    this.send(event);
    if (this.options.response.writableLength > MAX_UNSENT) {
      this.options.response.destroy();
      this.close();
    }
  };

  /** Has no id: the log does not know leases, and what is resumed is the log. */
  private readonly presenceListener = (journeyId: string, json: string): void => {
    const only = this.options.presence?.journeyId;
    if (!this.isOpen || (only !== undefined && only !== journeyId)) return;
    this.options.response.write(`event: lease\ndata: ${json}\n\n`);
  };

  /** From now on the client hears who works on which journeys; of one journey also who does now. */
  private async watch(): Promise<void> {
    const { presence } = this.options;
    if (presence === undefined || !this.isOpen) return;
    presence.of.join(this.presenceListener);
    const { journeyId } = presence;
    if (journeyId !== undefined) {
      this.presenceListener(journeyId, await presence.of.now(journeyId));
    }
    if (!this.isOpen) presence.of.leave(this.presenceListener);
  }

  private async catchUp(): Promise<void> {
    const ends = await this.options.tail.open();
    for (const [partition, end] of ends) {
      for (;;) {
        const from = this.position.get(partition);
        if (!this.isOpen || from === undefined || from >= end) break;
        const read = await readJourneyEvents(this.options.source, partition, from, {});
        for (const event of read.events) this.send(event);
        this.position.set(partition, read.next > from ? read.next : end);
        await this.drained();
      }
    }
  }

  private send(event: PlacedEvent): void {
    if (!this.isOpen) return;
    this.position.set(event.partition, event.offset + 1);
    if (!this.options.accepts(event.event)) return;
    this.options.response.write(`id: ${formatPosition(this.position)}\ndata: ${event.json}\n\n`);
  }

  private async drained(): Promise<void> {
    const { response } = this.options;
    if (!this.isOpen || !response.writableNeedDrain) return;
    try {
      await once(response, 'drain', { signal: AbortSignal.timeout(DRAIN_WITHIN) });
    } catch {
      response.destroy();
      this.close();
    }
  }

  /** An id without data moves what the client resumes from, also past events it does not want. */
  private sendPosition(comment: string): void {
    this.options.response.write(`${comment}id: ${formatPosition(this.position)}\n\n`);
  }

  private async beat(): Promise<void> {
    const allowed = await this.options.isAllowed().catch(() => false);
    if (!allowed) this.close();
    else if (this.isOpen) this.sendPosition(': still here\n');
  }
}
