import { type HttpPool } from '../load/http-pool.ts';
import { requestText } from '../load/http-connection.ts';

const WEB = { channel: 'web', source: '//bank.example/apply' };
const CHUNK = 250;
/** The journey's state once the details are folded in, and only then. */
const CONTINUED = '"state":["identity"]';
const POLL_MS = 2;
const PATIENCE_MS = 20_000;

/** Customers who have begun an application on the web, each to be handed over once. */
export class Customers {
  private readonly gateway: HttpPool;
  private readonly key: string;
  /** Tells these customers from those of an earlier run. */
  private readonly run: string;
  private made = 0;
  private used = 0;

  constructor(gateway: HttpPool, key: string, run: number) {
    this.gateway = gateway;
    this.key = key;
    this.run = String(run).padStart(2, '0');
  }

  /** Makes sure that so many are there who were not handed over yet, and that nothing of it is still under way. */
  async prepare(count: number): Promise<void> {
    const wanted = this.used + count;
    if (wanted <= this.made) return;
    while (this.made < wanted) {
      const chunk: unknown[] = [];
      for (; chunk.length < CHUNK && this.made < wanted; this.made++)
        chunk.push(this.started(this.made));
      await this.post(chunk);
    }
    await this.untilContinues(
      `scheme=cookie&value=${this.cookie(this.made - 1)}`,
      '"state":["details"]',
    );
  }

  /**
   * One hand-off: the web takes the details, and the phone's side asks by the customer's number until it is offered the
   * next step. Resolves then; rejects when that takes longer than 20 s or an answer is an error.
   */
  async handOver(accepted: () => void): Promise<void> {
    const number = this.used++;
    await this.post(this.details(number));
    accepted();
    const query = `scheme=phone&value=${encodeURIComponent(this.phone(number))}`;
    await this.untilContinues(query, CONTINUED);
  }

  private async untilContinues(query: string, sign: string): Promise<void> {
    const text = requestText(
      'GET',
      `/v1/continuations?${query}&channel=phone`,
      this.key,
      undefined,
    );
    for (const deadline = performance.now() + PATIENCE_MS; ;) {
      const { status, body } = await this.gateway.request(text);
      if (status !== 200) throw new Error(`GET /v1/continuations answered ${status}: ${body}`);
      if (body.includes(sign)) return;
      if (performance.now() > deadline)
        throw new Error(`no continuation within ${PATIENCE_MS} ms: ${body}`);
      await new Promise((wake) => setTimeout(wake, POLL_MS));
    }
  }

  private async post(body: unknown): Promise<void> {
    const text = requestText('POST', '/v1/interactions', this.key, JSON.stringify(body));
    const answer = await this.gateway.request(text);
    if (answer.status !== 202 || !answer.body.includes('"rejected":[]')) {
      throw new Error(
        `POST /v1/interactions answered ${answer.status}: ${answer.body.slice(0, 300)}`,
      );
    }
  }

  private started(number: number): unknown {
    return {
      id: `${this.run}-${number}-started`,
      type: 'application.started',
      ...WEB,
      identifiers: [{ scheme: 'cookie', value: this.cookie(number) }],
    };
  }

  private details(number: number): unknown {
    const email = `customer.${this.run}.${number}@example.org`;
    return {
      id: `${this.run}-${number}-details`,
      type: 'application.details-submitted',
      ...WEB,
      identifiers: [{ scheme: 'cookie', value: this.cookie(number) }],
      data: { fullName: `Ana Silva ${number}`, email, phone: this.phone(number), income: 52_000 },
    };
  }

  private cookie(number: number): string {
    return `c-${this.run}-${number}`;
  }

  private phone(number: number): string {
    return `+614${this.run}${String(number).padStart(6, '0')}`;
  }
}
