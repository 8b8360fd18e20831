// The same apps, each a process of its own, on a Kafka and a Redis of their own; each of them is killed under load.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Topics } from '#contracts';
import { openKafkaLog } from '#log-kafka';
import { ORCHESTRATOR_GROUP } from '#orchestration';
import {
  awaitServerSentEvent,
  eventually,
  type RunningKafka,
  type RunningRedis,
  type RunningService,
  type ServiceName,
  startKafka,
  startRedis,
  startService,
  type SteadyCustomer,
  SteadyCustomers,
  temporaryDirectory,
  throughline,
} from '#testing';

jest.setTimeout(600_000);

const ifInfrastructure =
  process.env['TEST_KAFKA_BROKERS'] === undefined || process.env['TEST_REDIS_URL'] === undefined
    ? describe.skip
    : describe;

/** How long after a fault a customer who begins after it may take to reach the offer, ms. */
const RECOVERED_WITHIN_MS = 60_000;
const SENDERS = 4;

interface Continuation {
  readonly journeyId: string;
  readonly stateTitle: string;
}

const WEB = { channel: 'web', source: '//bank.example/apply' };
const IVR = { channel: 'phone', source: '//bank.example/ivr' };

ifInfrastructure('the services as processes of their own', () => {
  let kafka: RunningKafka;
  let redis: RunningRedis;
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let gateway: RunningService;
  let desk: RunningService;
  let orchestrators: RunningService[];
  let key: string;
  let customers: SteadyCustomers;
  const started: RunningService[] = [];
  /** Ids answered 202 outside the steady traffic. */
  const accepted: string[] = [];
  /** Customers who have finished and are known to have the offer. */
  let served = 0;
  /** Interactions the desk sent for its agents. */
  let byAgents = 0;

  const environment = (): Record<string, string> => ({
    KAFKA_BROKERS: kafka.brokers,
    REDIS_URL: redis.url,
    DATA_DIR: directory.path,
    PARTITIONS: '4',
  });
  const run = async (name: ServiceName, more: Record<string, string> = {}) => {
    const service = await startService(name, { ...environment(), ...more });
    started.push(service);
    return service;
  };

  beforeAll(async () => {
    [kafka, redis, directory] = await Promise.all([
      startKafka(),
      startRedis(),
      temporaryDirectory(),
    ]);
    gateway = await run('gateway');
    key = gateway.developmentKey ?? '';
    const [first, second, third] = await Promise.all([
      run('orchestrator'),
      run('orchestrator'),
      run('desk', { GATEWAY_URL: gateway.address }),
    ]);
    orchestrators = [first, second];
    desk = third;
    customers = new SteadyCustomers(() => gateway.address, key);
  });

  afterAll(async () => {
    await customers.stop().catch(() => undefined);
    await Promise.all(started.map((service) => service.process.kill()));
    await Promise.all([kafka.stop(), redis.stop()]);
    await directory.remove();
  });

  async function call(method: string, url: string, body?: unknown): Promise<unknown> {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
    const response = await fetch(url, { method, headers, body: JSON.stringify(body) ?? null });
    const text = await response.text();
    if (!response.ok) throw new Error(`${url}: ${String(response.status)} ${text}`);
    return JSON.parse(text);
  }

  async function send(interaction: Readonly<Record<string, unknown>>): Promise<void> {
    const id = crypto.randomUUID();
    await call('POST', `${gateway.address}/v1/interactions`, { id, ...interaction });
    accepted.push(id);
  }

  async function journeysOf(scheme: string, value: string): Promise<readonly Continuation[]> {
    const query = new URLSearchParams({ scheme, value, channel: 'phone' });
    const answer = await call('GET', `${gateway.address}/v1/continuations?${query.toString()}`);
    return (answer as { continuations: Continuation[] }).continuations;
  }

  async function isAt(stateTitle: string, scheme: string, value: string): Promise<boolean> {
    const journeys = await journeysOf(scheme, value).catch(() => []);
    return journeys.length === 1 && journeys[0]?.stateTitle === stateTitle;
  }

  /** Started on the web, continued by phone at the desk, seen on the web. */
  async function story(name: string, phone: string): Promise<string> {
    const email = `${name}@example.org`;
    const identifiers = [{ scheme: 'email', value: email, verified: true }];
    await send({ ...WEB, type: 'application.started', identifiers });
    const data = { fullName: name, email, phone, income: 52_000 };
    await send({ ...WEB, type: 'application.details-submitted', identifiers, data });
    await eventually('the journey waits for the identity', () =>
      isAt('Prove who you are', 'phone', phone),
    );
    const [journey] = await journeysOf('email', email);
    const journeyId = journey?.journeyId ?? '';

    const pop = await whileListening(
      `${desk.address}/v1/desk/stream?agent=jo`,
      (event, shown) => event === 'pop' && (shown as Continuation).journeyId === journeyId,
      () =>
        send({ ...IVR, type: 'call.started', identifiers: [{ scheme: 'phone', value: phone }] }),
    );
    expect(pop).toMatchObject({
      previousChannel: 'web',
      continuation: { fields: { fullName: { value: name }, idNumber: { status: 'missing' } } },
    });
    const atDesk = `${desk.address}/v1/desk/journeys/${journeyId}`;
    await call('POST', `${atDesk}/claim`, { agent: 'jo' });
    const document = { idNumber: 'N1', score: 0.93 };
    await whileListening(
      `${gateway.address}/v1/journeys/${journeyId}/stream`,
      (_event, shown) => (shown as { to?: string[] }).to?.includes('credit') ?? false,
      () =>
        call('POST', `${atDesk}/steps`, { agent: 'jo', type: 'identity.verified', data: document }),
    );
    byAgents += 2;
    return journeyId;
  }

  /** A fault is over once customers begin and finish again, and everyone who has finished, on every partition, has the offer. */
  async function recovers(what: string): Promise<void> {
    const next = customers.next(SENDERS);
    await eventually(`${what}: customers come again`, next, RECOVERED_WITHIN_MS);
    for (const upTo = customers.finished.length; served < upTo; served++) {
      const { email } = customers.finished[served] ?? { email: '' };
      const hasOffer = () => isAt('Your offer', 'email', email);
      await eventually(`${what}: ${email} has the offer`, hasOffer, RECOVERED_WITHIN_MS);
    }
  }

  it('bring a customer from the web to the phone and back', async () => {
    await story('Ana', '+61412345678');
  });

  it('lose nothing and double nothing, whichever is killed while customers come', async () => {
    customers.start(SENDERS);
    await recovers('nothing happened yet');
    const shares = await Promise.all(orchestrators.map(applied));
    expect(shares.every((records) => records > 0)).toBe(true);

    await orchestrators[0]?.process.kill();
    orchestrators[0] = await run('orchestrator');
    await recovers('an orchestrator was killed and another started');

    orchestrators[1]?.process.signal('SIGSTOP');
    await recovers('an orchestrator stood still past its session');
    orchestrators[1]?.process.signal('SIGCONT');
    await recovers('it went on');

    const port = new URL(gateway.address).port;
    await eventually('requests are on their way', () => customers.inFlight > 0);
    await gateway.process.kill();
    await eventually('requests were cut off', () => customers.cut > 0);
    gateway = await run('gateway', { PORT: port });
    await recovers('the gateway was killed and started again');

    await redis.kill();
    await redis.restart();
    await recovers('Redis was killed and started again');

    await kafka.kill();
    await kafka.restart();
    await recovers('Kafka was killed and started again');

    await customers.stop();
    expect(customers.finished.length).toBeGreaterThan(0);
    const journeyId = await story('Bo', '+61412345679');
    await desk.process.kill();
    desk = await run('desk', { GATEWAY_URL: gateway.address });
    await eventually('a desk that was killed knows who holds the journey', async () => {
      const card = await call('GET', `${desk.address}/v1/desk/journeys/${journeyId}`);
      return (card as { claim: { agent: string } | null }).claim?.agent === 'jo';
    });
    await quiet();

    for (const customer of customers.finished) await hasOneJourney(customer);
    const report = await check();
    expect(report.findings).toEqual([]);
    expect(report).toMatchObject({ clean: true, underWay: { records: 0, outputs: 0 } });
    const { interactions, dispositions, deadLetters } = report.counts;
    expect(deadLetters).toBe(0);
    expect(interactions - (dispositions['duplicate'] ?? 0)).toBe(
      customers.acknowledged.length + accepted.length + byAgents,
    );
  });

  /** Each of its steps changed its one journey once. */
  async function hasOneJourney({ email, steps }: SteadyCustomer): Promise<void> {
    const journeys = await journeysOf('email', email);
    expect(journeys.map(({ stateTitle }) => [email, stateTitle])).toEqual([[email, 'Your offer']]);
    const id = journeys[0]?.journeyId ?? '';
    expect(await call('GET', `${gateway.address}/v1/journeys/${id}`)).toMatchObject({ seq: steps });
  }

  /** Everything in the log is folded, committed and published. */
  async function quiet(): Promise<void> {
    const log = await openKafkaLog({ brokers: [kafka.brokers] });
    try {
      await eventually(
        'the orchestrators have done all there is',
        async () => {
          const [ends, done] = await Promise.all([
            log.bounds(Topics.interactions),
            log.acknowledged(ORCHESTRATOR_GROUP, Topics.interactions),
          ]);
          return ends.every(({ partition, latest }) => (done[partition] ?? 0) === latest);
        },
        RECOVERED_WITHIN_MS,
      );
    } finally {
      await log.close();
    }
  }

  async function check(): Promise<Report> {
    const file = join(directory.path, 'acknowledged');
    await writeFile(file, [...customers.acknowledged, ...accepted].join('\n'));
    const { lines, errors } = await throughline(
      ['check', '--json', '--acknowledged', file],
      environment(),
    );
    const report = lines.find((line) => line.startsWith('{"clean"'));
    if (report === undefined) throw new Error(`throughline check said: ${errors}`);
    return JSON.parse(report) as Report;
  }
});

interface Report {
  readonly clean: boolean;
  readonly findings: readonly unknown[];
  readonly counts: {
    readonly interactions: number;
    readonly deadLetters: number;
    readonly dispositions: Readonly<Record<string, number>>;
  };
}

/** Records an orchestrator has applied, as its metrics tell. */
async function applied({ address }: RunningService): Promise<number> {
  const text = await (await fetch(`${address}/metrics`)).text();
  const counts = [...text.matchAll(/^throughline_records_applied_total\{.*\} (\d+)$/gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}

/** Does something once a stream is open; returns the data of the event that this brought. */
async function whileListening(
  url: string,
  wanted: (event: string, data: unknown) => boolean,
  act: () => Promise<unknown>,
): Promise<unknown> {
  let opened: () => void = () => undefined;
  const open = new Promise<void>((resolve) => (opened = resolve));
  const seen = awaitServerSentEvent(
    url,
    (event, data) => {
      if (event === 'ready') opened();
      return wanted(event, data);
    },
    () => opened(),
  );
  seen.catch(() => opened());
  await open;
  await act();
  return (await seen).data;
}
