import { type ServerResponse } from 'node:http';
import { formatPosition, type PlacedEvent, type StreamPosition } from './recent-events.js';

/** Unsent bytes at which a stream that is not read is cut; its reader comes back with `Last-Event-ID`. */
const MOST_UNSENT = 1_048_576;
/** A comment this often keeps proxies from closing a quiet stream, ms. */
const KEEP_ALIVE_MS = 15_000;

/** One agent's server-sent events (WHATWG HTML, "Server-sent events"). */
export class AgentStream {
  private readonly keepAlive: NodeJS.Timeout;
  private position = new Map<number, number>();
  private ended = false;

  constructor(
    readonly agent: string,
    private readonly response: ServerResponse,
    onEnd: () => void,
  ) {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    this.keepAlive = setInterval(() => this.write(': still here\n\n'), KEEP_ALIVE_MS);
    response.on('close', () => {
      this.ended = true;
      clearInterval(this.keepAlive);
      onEnd();
    });
  }

  /** Everything before this position it has seen, or does not want to. */
  begin(position: StreamPosition): void {
    this.position = new Map(position);
  }

  /** Moves past an event. False: it was past it already. */
  pass({ partition, offset }: PlacedEvent): boolean {
    if (offset < (this.position.get(partition) ?? 0)) return false;
    this.position.set(partition, offset + 1);
    return true;
  }

  /** Its id is where the stream stands: what it sends as `Last-Event-ID` when it comes back. */
  send(event: string, data: unknown): void {
    const id = formatPosition(this.position);
    this.write(`event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  end(): void {
    this.response.end();
  }

  private write(text: string): void {
    if (this.ended) return;
    this.response.write(text);
    if (this.response.writableLength > MOST_UNSENT) this.response.destroy();
  }
}
