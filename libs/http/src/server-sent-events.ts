import { once } from 'node:events';
import { type ServerResponse } from 'node:http';
import { type EventSink, type StreamedEvent } from '#streams';
import { formatPosition } from './stream-position.js';

/** Unsent bytes at which a client counts as too slow and is cut off; it resumes by `Last-Event-ID`. */
const MAX_UNSENT = 1_048_576;
/** ms a client may take to read what is being caught up. */
const DRAIN_WITHIN = 30_000;
/** Proxies close a connection that says nothing for longer, ms. */
const HEARTBEAT_MS = 15_000;

/** An answer that is server-sent events (WHATWG HTML, "Server-sent events"). */
export class ServerSentEvents implements EventSink {
  private heartbeat: NodeJS.Timeout | undefined;
  private isClosed = false;

  /** Sends the head of the answer. */
  constructor(private readonly response: ServerResponse) {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      connection: 'close',
    });
    response.on('close', () => this.close());
    response.on('error', () => this.close());
  }

  get isOpen(): boolean {
    return !this.isClosed;
  }

  send({ name, data, position, comment }: StreamedEvent): void {
    if (this.isClosed) return;
    const lines = [
      ...(comment === undefined ? [] : [`: ${comment}`]),
      ...(name === undefined ? [] : [`event: ${name}`]),
      ...(position === undefined ? [] : [`id: ${formatPosition(position)}`]),
      ...(data === undefined ? [] : [`data: ${data}`]),
    ];
    this.response.write(`${lines.join('\n')}\n\n`);
  }

  sendLive(event: StreamedEvent): void {
    this.send(event);
    if (this.response.writableLength > MAX_UNSENT) this.cut();
  }

  async drained(): Promise<void> {
    if (this.isClosed || !this.response.writableNeedDrain) return;
    try {
      await once(this.response, 'drain', { signal: AbortSignal.timeout(DRAIN_WITHIN) });
    } catch {
      this.cut();
    }
  }

  onBeat(beat: () => void): void {
    this.heartbeat = setInterval(beat, HEARTBEAT_MS).unref();
  }

  onClose(closed: () => void): void {
    this.response.once('close', closed);
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    clearInterval(this.heartbeat);
    // A client that does not read must not keep the server from stopping; what it misses, it resumes.
    if (this.response.writableLength > 0) this.response.destroy();
    else this.response.end();
  }

  private cut(): void {
    this.response.destroy();
    this.close();
  }
}
