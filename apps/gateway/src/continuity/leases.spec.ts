import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Continuation, type LeaseShown } from '#journey';
import { type Clock, systemClock } from '#ports';
import { awaitServerSentEvent, eventually } from '#testing';
import { type GatewayFixture, openFoldingGateway } from '../testing/gateway-fixture.js';

jest.setTimeout(300_000);

const JO = { holder: 'jo', channel: 'phone' };
const KIM = { holder: 'kim', channel: 'branch' };
const CUSTOMER = { holder: 'customer', channel: 'web' };

describe('working on a journey, two channels at once', () => {
  let gateway: GatewayFixture;
  let address: string;
  let journey: string;
  let cookie: string;
  let customers = 0;
  let ahead = 0;
  const clock: Clock = {
    now: () => systemClock.now() + ahead,
    until: (at, signal) => systemClock.until(at - ahead, signal),
  };

  beforeAll(async () => {
    gateway = await openFoldingGateway({ clock });
    await gateway.app.listen(0, '127.0.0.1');
    address = await gateway.app.getUrl();
  });
  afterAll(() => gateway.close());
  beforeEach(async () => {
    cookie = `c-${String(customers++)}`;
    await send({ id: cookie, type: 'application.started', ...WEB, identifiers: identifiers() });
    await eventually('the journey is open', async () => {
      journey = (await continuation())?.journeyId ?? '';
      return journey !== '';
    });
  });

  const WEB = { channel: 'web', source: '//bank.example/apply' };
  const identifiers = () => [{ scheme: 'cookie', value: cookie }];

  const call = async (method: 'PUT' | 'DELETE' | 'POST', url: string, payload?: object) => {
    const response = await gateway.app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${gateway.key}` },
      ...(payload === undefined ? {} : { payload }),
    });
    return { status: response.statusCode, body: response.payload };
  };
  const send = async (interaction: object): Promise<void> => {
    expect(await call('POST', '/v1/interactions', interaction)).toMatchObject({ status: 202 });
  };
  const hold = (who: object) => call('PUT', `/v1/journeys/${journey}/lease`, who);
  const giveBack = (query = '') => call('DELETE', `/v1/journeys/${journey}/lease${query}`);
  const continuation = async (): Promise<Continuation | undefined> => {
    const url = `/v1/continuations?scheme=cookie&value=${cookie}`;
    const response = await gateway.app.inject({ url });
    return response.json<{ continuations: readonly Continuation[] }>().continuations[0];
  };
  const lease = async (): Promise<LeaseShown | null> => (await continuation())?.lease ?? null;

  it('is seen by who asks where the customer is, until it is given back', async () => {
    expect(await lease()).toBeNull();
    const { status, body } = await hold(JO);
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({
      journeyId: journey,
      lease: { ...JO, takenFrom: null },
    });
    expect(await lease()).toMatchObject(JO);
    expect((await giveBack('?holder=jo')).status).toBe(204);
    expect(await lease()).toBeNull();
    expect((await giveBack()).status).toBe(204);
  });

  it('ends by itself two minutes after the holder last said so', async () => {
    await hold(JO);
    const since = (await lease())?.since;
    ahead += 119_000;
    expect((await hold(JO)).status).toBe(200);
    ahead += 119_000;
    expect(await lease()).toMatchObject({ ...JO, since });
    ahead += 1_000;
    expect(await lease()).toBeNull();
    expect((await hold({ ...KIM, ttl: 10 })).status).toBe(200);
    ahead += 10_000;
    expect(await lease()).toBeNull();
  });

  it('is one holder’s: another is told who it is, and takes it over with a reason', async () => {
    await hold(JO);
    const refused = await hold(KIM);
    expect(refused.status).toBe(409);
    expect(refused.body).toContain('jo works on it (phone)');
    expect((await giveBack('?holder=kim')).status).toBe(409);
    expect((await hold({ ...KIM, force: true })).status).toBe(422);
    const reason = 'the customer walked in';
    expect((await hold({ ...KIM, force: true, reason })).status).toBe(200);
    expect(await lease()).toMatchObject({ ...KIM, takenFrom: { ...JO, reason } });
    expect((await hold(JO)).status).toBe(409);
    expect((await giveBack()).status).toBe(204);
  });

  it('goes to one of all who ask at once', async () => {
    const agents = Array.from({ length: 12 }, (_, i) => ({
      holder: `a${String(i)}`,
      channel: 'phone',
    }));
    const came = await Promise.all(agents.map((agent) => hold(agent)));
    expect(came.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(came.filter(({ status }) => status === 409)).toHaveLength(11);
    expect(await lease()).toMatchObject(
      agents[came.findIndex(({ status }) => status === 200)] ?? {},
    );
  });

  it('is told on the stream of the journey and on that of all', async () => {
    const mine = (holder: string | null) => (event: string, data: unknown) => {
      const told = data as { journeyId: string; lease: { holder: string } | null };
      return (
        event === 'lease' && told.journeyId === journey && (told.lease?.holder ?? null) === holder
      );
    };
    const one = `${address}/v1/journeys/${journey}/stream`;
    await awaitServerSentEvent(one, mine(null));
    const all = awaitServerSentEvent(`${address}/v1/stream`, mine('jo'));
    const own = awaitServerSentEvent(one, mine('jo'));
    await eventually('both have heard', async () => {
      await hold(JO);
      return Promise.race([
        Promise.all([all, own]).then(() => true),
        new Promise<false>((resolve) => setImmediate(resolve, false)),
      ]);
    });
    expect((await own).id).toBe('');
    await awaitServerSentEvent(one, mine('jo'));
    const end = awaitServerSentEvent(one, mine(null), () => void giveBack());
    expect((await end).data).toEqual({ journeyId: journey, lease: null });
  });

  it('needs a journey that goes on, and a channel of the key', async () => {
    const key = await gateway.keys.create('shop', { channels: ['web'], types: ['*'] });
    const response = await gateway.app.inject({
      method: 'PUT',
      url: `/v1/journeys/${journey}/lease`,
      headers: { authorization: `Bearer ${key}` },
      payload: JO,
    });
    expect(response.statusCode).toBe(403);
    journey = `${'a'.repeat(20)}.${'a'.repeat(8)}`;
    expect((await hold(JO)).status).toBe(404);
  });

  it('hinders nobody: what both write in the same second is taken, and the loser is kept in history', async () => {
    await hold(CUSTOMER);
    const type = 'application.details-submitted';
    const second = new Date(clock.now() - 1_000).toISOString().slice(0, 19);
    const web = {
      ...WEB,
      id: `${cookie}-web`,
      type,
      identifiers: identifiers(),
      time: `${second}.200Z`,
      data: { fullName: 'Ana Silva', income: 52_000 },
    };
    const agent = {
      id: `${cookie}-agent`,
      type,
      channel: 'phone',
      source: '//bank.example/desk',
      journey: { id: journey },
      actor: { kind: 'agent', id: 'jo' },
      time: `${second}.700Z`,
      data: { income: 61_000 },
    };
    await Promise.all([send(web), send(agent)]);
    await eventually('the later one of that second stays', async () => {
      const fields = (await continuation())?.fields;
      return fields?.['income']?.value === 61_000 && fields['fullName']?.value === 'Ana Silva';
    });
    const response = await gateway.app.inject({ url: `/v1/journeys/${journey}/history` });
    const { entries } = response.json<{
      entries: readonly { conflicts: readonly Record<string, unknown>[] }[];
    }>();
    const conflicts = entries.flatMap((entry) => entry.conflicts);
    expect(conflicts).toHaveLength(1);
    expect(JSON.stringify(conflicts[0])).toContain('52000');
    expect(JSON.stringify(conflicts[0])).toContain('61000');
    expect(conflicts[0]).toMatchObject({ field: 'income', rule: 'latest' });
  });
});
