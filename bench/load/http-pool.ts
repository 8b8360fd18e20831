import { type Answer, HttpConnection } from './http-connection.ts';

/** As many connections as requests are under way at once, kept and used again. */
export class HttpPool {
  private readonly address: string;
  private readonly free: HttpConnection[] = [];
  private readonly all = new Set<HttpConnection>();

  constructor(address: string) {
    this.address = address;
  }

  async request(text: string): Promise<Answer> {
    const connection = this.free.pop() ?? this.open();
    try {
      const answer = await connection.request(text);
      this.free.push(connection);
      return answer;
    } catch (error) {
      connection.close();
      this.all.delete(connection);
      throw error;
    }
  }

  close(): void {
    for (const connection of this.all) connection.close();
  }

  private open(): HttpConnection {
    const connection = new HttpConnection(this.address);
    this.all.add(connection);
    return connection;
  }
}
