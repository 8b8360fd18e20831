import { connect, type Socket } from 'node:net';

/** An answer, as far as a load needs it. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * One keep-alive connection, one request at a time. The load shares the machine with what it loads, so it spends as
 * little as may be: requests are written as they are, and of an answer only status and length are read.
 */
export class HttpConnection {
  private readonly socket: Socket;
  private received: Buffer[] = [];
  private waiting:
    { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;

  constructor(address: string) {
    const { hostname, port } = new URL(address);
    this.socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.socket.on('data', (chunk) => this.hear(chunk));
    this.socket.on('error', (error) => this.waiting?.reject(error));
    this.socket.on('close', () =>
      this.waiting?.reject(new Error('the server closed the connection')),
    );
  }

  request(text: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket.write(text);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private hear(chunk: Buffer): void {
    this.received.push(chunk);
    const bytes = this.received.length === 1 ? chunk : Buffer.concat(this.received);
    this.received = [bytes];
    const head = bytes.indexOf(END_OF_HEAD);
    if (head < 0) return;
    const text = bytes.toString('latin1', 0, head);
    const length = Number(/content-length: *(\d+)/i.exec(text)?.[1]);
    const waiting = this.waiting;
    if (!Number.isFinite(length)) {
      waiting?.reject(new Error(`an answer without a length: ${text}`));
      return;
    }
    const begin = head + END_OF_HEAD.length;
    if (bytes.length < begin + length) return;
    this.received = [];
    this.waiting = undefined;
    waiting?.resolve({
      status: Number(text.slice(9, 12)),
      body: bytes.toString('utf8', begin, begin + length),
    });
  }
}

/** The text of a request to send as it is. */
export function requestText(
  method: 'GET' | 'POST',
  path: string,
  key: string,
  body: string | undefined,
): string {
  const head = `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${key}\r\n`;
  if (body === undefined) return `${head}\r\n`;
  return `${head}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
