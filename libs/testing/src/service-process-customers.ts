// Made-up customers of `card-application` who send steadily, whatever happens to the services: the measure of a fault.
import { setTimeout as pause } from 'node:timers/promises';

export interface SteadyCustomer {
  readonly email: string;
  /** Interactions it sends in all, each under an id of its own. */
  readonly steps: number;
}

interface Step {
  readonly type: string;
  readonly channel: string;
  readonly source: string;
  readonly actor: { readonly kind: string };
  readonly identifiers: readonly { readonly scheme: string; readonly value: string }[];
  readonly data: Readonly<Record<string, unknown>>;
}

/** Between two interactions of a sender, and before it tries one again, ms. */
const PACE_MS = 20;
const TRY_AGAIN_MS = 50;
/** A sender that has no 202 after so long fails, ms. */
const PATIENCE_MS = 60_000;
const ANSWER_WITHIN_MS = 20_000;

/**
 * Senders side by side. Each takes a customer from the start of the application to the offer, one interaction after the
 * other, under different identifiers of the customer, and sends each again under the same id until it is answered 202.
 */
export class SteadyCustomers {
  /** Ids answered 202. */
  readonly acknowledged: string[] = [];
  /** Those whose every step was answered 202, in that order. */
  readonly finished: SteadyCustomer[] = [];
  /** Requests on their way now. */
  inFlight = 0;
  /** Requests that were not answered, and requests answered 5xx. */
  cut = 0;
  refused = 0;
  private begun = 0;
  private senders: Promise<unknown> = Promise.resolve();
  private isOpen = true;

  constructor(
    private readonly gateway: () => string,
    private readonly key: string,
  ) {}

  start(senders: number): void {
    this.senders = Promise.all(Array.from({ length: senders }, () => this.send()));
    this.senders.catch(() => undefined); // `stop` tells
  }

  /** Lets every customer who has begun finish. Throws what a sender could not live with. */
  async stop(): Promise<void> {
    this.isOpen = false;
    await this.senders;
  }

  /** Tells whether `count` of those who begin from now on have finished. */
  next(count: number): () => boolean {
    const before = this.begun;
    return () => this.finished.filter((customer) => numberOf(customer) >= before).length >= count;
  }

  private async send(): Promise<void> {
    while (this.isOpen) {
      const number = this.begun++;
      const steps = stepsOf(number);
      for (const [at, step] of steps.entries()) {
        await this.untilAccepted(`${String(number)}-${String(at)}`, step);
        await pause(PACE_MS);
      }
      this.finished.push({ email: emailOf(number), steps: steps.length });
    }
  }

  private async untilAccepted(id: string, step: Step): Promise<void> {
    const body = JSON.stringify({ id, time: new Date().toISOString(), ...step });
    const deadline = performance.now() + PATIENCE_MS;
    let answer = '';
    while (performance.now() < deadline) {
      const response = await this.post(body);
      answer = `${String(response?.status)} ${(await response?.text().catch(() => '')) ?? ''}`;
      if (response?.status === 202) {
        this.acknowledged.push(id);
        return;
      }
      if (response !== undefined && response.status < 500) break;
      if (response === undefined) this.cut++;
      else this.refused++;
      await pause(TRY_AGAIN_MS);
    }
    throw new Error(`interaction ${id} was not accepted: ${answer}`);
  }

  private async post(body: string): Promise<Response | undefined> {
    this.inFlight++;
    try {
      return await fetch(`${this.gateway()}/v1/interactions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${this.key}` },
        body,
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
    } catch {
      return undefined;
    } finally {
      this.inFlight--;
    }
  }
}

function emailOf(number: number): string {
  return `customer-${String(number)}@example.org`;
}

function numberOf({ email }: SteadyCustomer): number {
  return Number(/\d+/.exec(email)?.[0]);
}

function stepsOf(number: number): readonly Step[] {
  const cookie = { scheme: 'cookie', value: `c-${String(number)}` };
  const email = { scheme: 'email', value: emailOf(number) };
  const phone = { scheme: 'phone', value: `+614${String(number).padStart(8, '0')}` };
  const web = { channel: 'web', source: '//bank.example/apply', actor: { kind: 'customer' } };
  const agent = { channel: 'phone', source: '//bank.example/agents', actor: { kind: 'agent' } };
  const bureau = { channel: 'back-office', source: '//bureau.example', actor: { kind: 'system' } };
  const fullName = `Customer ${String(number)}`;
  const details = { fullName, email: email.value, phone: phone.value, income: 52_000 };
  const document = { idNumber: `N${String(number)}`, score: 0.93 };
  return [
    { ...web, type: 'application.started', identifiers: [cookie, email], data: {} },
    { ...web, type: 'application.details-submitted', identifiers: [cookie], data: details },
    { ...agent, type: 'identity.verified', identifiers: [phone], data: document },
    {
      ...bureau,
      type: 'credit.reported',
      identifiers: [email],
      data: { score: 720, limit: 5_000 },
    },
  ];
}
