import { requestText } from '../load/http-connection.ts';
import { type HttpPool } from '../load/http-pool.ts';

const CHUNK = 250;
const POLL_MS = 5;
const PATIENCE_MS = 60_000;

const WEB = { channel: 'web', source: '//bank.example/apply' };

/** What the application's details are; the other journeys are complaints, of which a customer may have many. */
const APPLICATION = {
  fullName: 'Ana Silva',
  income: 52_000,
} as const;

/** Customers with so many open journeys each, whom a cookie tells and whom the phone's side asks about. */
export class OpenCustomers {
  private readonly gateway: HttpPool;
  private readonly key: string;
  private readonly journeys: number;
  private readonly count: number;
  /** Tells these customers from others. */
  private readonly name: string;
  private sent = 0;

  constructor(
    gateway: HttpPool,
    key: string,
    of: { readonly name: string; readonly journeys: number; readonly count: number },
  ) {
    this.gateway = gateway;
    this.key = key;
    this.name = of.name;
    this.journeys = of.journeys;
    this.count = of.count;
  }

  /** Opens all their journeys; resolves once the last customer's can be read. Rejects when that takes longer than 60 s. */
  async open(): Promise<void> {
    const events = Array.from({ length: this.count }, (_, n) => this.begun(n)).flat();
    for (let at = 0; at < events.length; at += CHUNK) {
      await this.post(events.slice(at, at + CHUNK));
    }
    const deadline = performance.now() + PATIENCE_MS;
    for (let customer = 0; customer < this.count; customer++) {
      while ((await this.openOf(customer)) < this.journeys) {
        if (performance.now() > deadline)
          throw new Error(`not all journeys were open within ${PATIENCE_MS} ms`);
        await new Promise((wake) => setTimeout(wake, POLL_MS));
      }
    }
  }

  /** One ask of `GET /v1/continuations`; rejects when the answer is not all of the customer's journeys. */
  async ask(index: number): Promise<void> {
    const found = await this.openOf(index % this.count);
    if (found !== this.journeys) {
      throw new Error(`${found} of ${this.journeys} continuations came back`);
    }
  }

  /** One of them calls: an interaction that their journeys take note of. */
  async tell(index: number): Promise<void> {
    const customer = (index * 7) % this.count;
    const type = 'call.started';
    const id = `${this.name}-said-${this.sent++}`;
    await this.post([{ ...WEB, channel: 'phone', id, type, identifiers: this.cookie(customer) }]);
  }

  private async openOf(customer: number): Promise<number> {
    const query = `scheme=cookie&value=${this.name}-${customer}&channel=phone`;
    const text = requestText('GET', `/v1/continuations?${query}`, this.key, undefined);
    const { status, body } = await this.gateway.request(text);
    if (status !== 200) throw new Error(`GET /v1/continuations answered ${status}: ${body}`);
    return body.split('"journeyId":').length - 1;
  }

  private begun(customer: number): readonly unknown[] {
    const who = { ...WEB, identifiers: this.cookie(customer) };
    const id = `${this.name}-${customer}`;
    const complaints = Array.from({ length: this.journeys - 1 }, (_, n) => ({
      ...who,
      id: `${id}-complaint-${n}`,
      type: 'complaint.raised',
      data: { complaintId: `${id}-${n}`, happened: 'The card came late.' },
    }));
    return [
      { ...who, id: `${id}-started`, type: 'application.started' },
      { ...who, id: `${id}-details`, type: 'application.details-submitted', data: APPLICATION },
      ...complaints,
    ];
  }

  private cookie(customer: number): readonly unknown[] {
    return [{ scheme: 'cookie', value: `${this.name}-${customer}` }];
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
}
