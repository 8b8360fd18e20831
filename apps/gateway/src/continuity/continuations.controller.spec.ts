import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type SubjectId } from '#contracts';
import { Identifiers } from '#customers';
import { type RelevantContinuation } from '#journey';
import { systemClock } from '#ports';
import { eventually } from '#testing';
import { type GatewayFixture, openFoldingGateway } from '../testing/gateway-fixture.js';

jest.setTimeout(300_000);

interface Found {
  readonly subjectId: SubjectId | null;
  readonly standing: string | null;
  readonly assurance: string | null;
  readonly continuations: readonly RelevantContinuation[];
}

describe('where were we', () => {
  let gateway: GatewayFixture;
  let customers = 0;

  beforeAll(async () => {
    gateway = await openFoldingGateway({ clock: systemClock });
  });
  afterAll(() => gateway.close());

  async function call(method: 'POST' | 'PUT', url: string, payload: object): Promise<number> {
    const headers = { authorization: `Bearer ${gateway.key}` };
    return (await gateway.app.inject({ method, url, headers, payload })).statusCode;
  }
  async function ask(scheme: string, value: string, channel = 'phone'): Promise<Found> {
    const query = new URLSearchParams({ scheme, value, channel }).toString();
    return (await gateway.app.inject({ url: `/v1/continuations?${query}` })).json<Found>();
  }

  /** A customer whom a cookie tells, with an application and a complaint under way. */
  async function customer(): Promise<string> {
    const cookie = `c-${String(customers++)}`;
    const web = {
      channel: 'web',
      source: '//bank.example/apply',
      identifiers: [{ scheme: 'cookie', value: cookie }],
    };
    const data = { fullName: 'Ana Silva', income: 52_000 };
    const said = [
      { ...web, id: `${cookie}-1`, type: 'application.started' },
      { ...web, id: `${cookie}-2`, type: 'application.details-submitted', data },
      { ...web, id: `${cookie}-3`, type: 'complaint.raised', data: { complaintId: cookie } },
    ];
    expect(await call('POST', '/v1/interactions', said)).toBe(202);
    await eventually('both journeys are open', async () => {
      const { continuations } = await ask('cookie', cookie);
      return continuations.length === 2;
    });
    return cookie;
  }

  /** Another identifier of a customer, as it is linked when somebody comes over who was not verified. */
  async function bindUnvouched(cookie: string, session: string): Promise<string> {
    const { subjectId } = await ask('cookie', cookie);
    const identifiers = gateway.app.get(Identifiers, { strict: false });
    const { identifier } = identifiers.normalise({ scheme: 'session', value: session });
    if (identifier === undefined || subjectId === null) throw new Error('nobody to bind it to');
    const fact = identifiers.fact({ ...identifier, verified: false });
    const claim = { ...fact, subject: subjectId, linkedAt: 1, strong: false } as const;
    await gateway.identities.links.claim({ ...claim, unvouched: true });
    return fact.key;
  }

  it('is answered with every open journey, in the order it matters to the channel, and why', async () => {
    const cookie = await customer();
    const { assurance, standing, continuations } = await ask('cookie', cookie, 'phone');
    expect({ assurance, standing }).toEqual({ assurance: 'verified', standing: null });
    const complaint = continuations.find(({ definition }) => definition === 'service-complaint');
    const application = continuations.find(({ definition }) => definition === 'card-application');
    expect(application).toMatchObject({
      known: ['fullName', 'income'],
      relevance: { reasons: expect.arrayContaining(['goes-on-here']) },
    });
    const id = complaint?.journeyId ?? '';
    const lease = { holder: 'customer', channel: 'web', ttl: 60 };
    expect(await call('PUT', `/v1/journeys/${id}/lease`, lease)).toBe(200);
    const [first] = (await ask('cookie', cookie, 'phone')).continuations;
    expect(first).toMatchObject({
      journeyId: id,
      relevance: { reasons: expect.arrayContaining(['customer-is-on-it']) },
    });
    expect(
      await call('PUT', `/v1/journeys/${id}/lease`, {
        ...lease,
        holder: 'jo',
        force: true,
        reason: 'test',
      }),
    ).toBe(200);
    const [, last] = (await ask('cookie', cookie, 'phone')).continuations;
    expect(last).toMatchObject({
      journeyId: id,
      relevance: { reasons: expect.arrayContaining(['held-elsewhere']) },
    });
  });

  it('shows no personal value to who comes with what an unverified person was bound by, until it is vouched for', async () => {
    const cookie = await customer();
    const key = await bindUnvouched(cookie, `s-${cookie}`);
    const shown = await ask('session', `s-${cookie}`);
    expect(shown.assurance).toBe('known');
    expect(shown.continuations).toHaveLength(2);
    const application = ({ continuations }: Found) =>
      continuations.find(({ definition }) => definition === 'card-application');
    expect(application(shown)?.fields['fullName']).toEqual({ status: 'collected' });
    expect(application(shown)?.known).toEqual(['fullName', 'income']);
    expect(JSON.stringify(shown)).not.toMatch(/Ana|52000/);

    await gateway.identities.links.vouch(key);
    const vouched = await ask('session', `s-${cookie}`);
    expect(vouched.assurance).toBe('verified');
    expect(application(vouched)?.fields['fullName']).toMatchObject({ value: 'Ana Silva' });
  });

  it.each(['shared', 'blocked'] as const)(
    'leads to nobody by a value that is %s, and says so',
    async (standing) => {
      const cookie = await customer();
      const key = await bindUnvouched(cookie, `s-${cookie}`);
      await gateway.identities.rulings.setStanding(key, 'session', standing);
      const nobody = { subjectId: null, standing, assurance: null, continuations: [] };
      expect(await ask('session', `s-${cookie}`)).toEqual(nobody);
      const rows = await gateway.app.inject({ url: `/v1/journeys?q=session=s-${cookie}` });
      expect(rows.json()).toMatchObject({ journeys: [] });
      expect((await ask('cookie', cookie)).continuations).toHaveLength(2);
    },
  );

  it('is answered with nothing for somebody nobody knows', async () => {
    const nobody = { subjectId: null, standing: null, assurance: null, continuations: [] };
    expect(await ask('cookie', 'never-seen')).toEqual(nobody);
  });
});
