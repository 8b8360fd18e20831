import { type ServerResponse } from 'node:http';

/** Unsent bytes at which a stream that is not read is cut; its reader comes back with `Last-Event-ID`. */
const MOST_UNSENT = 1_048_576;
/** A comment this often keeps proxies from closing a quiet stream, ms. */
const KEEP_ALIVE_MS = 15_000;

/** One agent's server-sent events (WHATWG HTML, "Server-sent events"). */
export class AgentStream {
  private readonly keepAlive: NodeJS.Timeout;
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

  send(event: string, id: string, data: unknown): void {
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
