import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { partitionOf, Topics } from '#contracts';
import { systemClock } from '#ports';
import { type Orchestrator, startOrchestrator } from '#orchestration';
import { eventually } from '#testing';
import { type GatewayFixture, openGateway } from '../testing/gateway-fixture.js';

jest.setTimeout(300_000);

const ANA = { scheme: 'customer', value: 'ana-1' };
const BEN = { scheme: 'customer', value: 'ben-1' };

interface Receipt {
  readonly erasedBefore: boolean;
  readonly complete: boolean;
  readonly operator: string;
  readonly erasedAt: string;
  readonly places: readonly { readonly place: string; readonly erased: number }[];
}

interface Exported {
  readonly identifiers: readonly { readonly scheme: string; readonly value: string | null }[];
  readonly conflicts: readonly { readonly schemes: readonly string[] }[];
  readonly journeys: readonly {
    readonly fields: Readonly<Record<string, { readonly value: unknown }>>;
    readonly history: readonly unknown[];
  }[];
  readonly interactions: readonly {
    readonly type: string;
    readonly identifiers: readonly object[];
  }[];
}

describe('a person’s data', () => {
  let gateway: GatewayFixture;
  let orchestrator: Orchestrator;

  const startFolding = async (): Promise<void> => {
    const { log, journeys: store, codec, catalogue, clock } = gateway;
    orchestrator = await startOrchestrator({ log, store, codec, catalogue, clock });
  };
  beforeAll(async () => {
    gateway = await openGateway({ clock: systemClock });
    await startFolding();
  });
  afterAll(async () => {
    await orchestrator.close();
    await gateway.close();
  });

  let count = 0;
  const call = (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) =>
    gateway.app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${gateway.key}`, 'x-operator': 'olga' },
      ...(payload === undefined ? {} : { payload }),
    });
  async function send(
    type: string,
    identifiers: readonly object[],
    data: object = {},
  ): Promise<string> {
    const event = { id: `e-${count++}`, type, channel: 'web', source: '//bank.example/apply' };
    const response = await call('POST', '/v1/interactions', [{ ...event, identifiers, data }]);
    return response.json<{ accepted: { subjectId: string }[] }>().accepted[0]?.subjectId ?? '';
  }
  const begun = async (who: object): Promise<string> => {
    const subject = await send('application.started', [who]);
    await send('application.details-submitted', [who], { fullName: 'Ana Silva', income: 52_000 });
    await eventually('it is folded', async () => {
      const { journeys } = (await call('GET', `/v1/subjects/${subject}/export`)).json<Exported>();
      return journeys[0]?.fields['fullName'] !== undefined;
    });
    return subject;
  };
  const erase = (subject: string, payload: object = { reason: 'she asked' }) =>
    call('DELETE', `/v1/subjects/${subject}`, payload);

  it('is given out with where it came from, and without what is somebody else’s', async () => {
    const ben = await begun(BEN);
    const subject = await begun(ANA);
    await send('page.viewed', [ANA, BEN]);
    const exported = async (of: string) =>
      (await call('GET', `/v1/subjects/${of}/export`)).json<Exported>();
    await eventually('the page is folded for one of them', async () => {
      const both = [await exported(subject), await exported(ben)];
      return both.some(({ interactions }) => interactions.length === 3);
    });
    const all = [await exported(subject), await exported(ben)];
    expect(all[0]).toMatchObject({
      identifiers: [ANA],
      journeys: [{ fields: { fullName: { value: 'Ana Silva' } } }],
    });
    expect(all[0]?.journeys[0]?.history).toHaveLength(2);
    expect(all[0]?.interactions[1]).toMatchObject({
      type: 'application.details-submitted',
      identifiers: [ANA],
      data: { fullName: 'Ana Silva', income: 52_000 },
    });
    expect(all.map(({ conflicts }) => conflicts.map(({ schemes }) => schemes))).toEqual([
      [['customer']],
      [['customer']],
    ]);
    expect(JSON.stringify(all[0])).not.toContain(BEN.value);
    expect(JSON.stringify(all[0])).not.toContain(ben);
    expect(JSON.stringify(all[1])).not.toContain(ANA.value);
  });

  it('is erased once, and the second receipt tells of the first time', async () => {
    const subject = await begun({ scheme: 'customer', value: 'cleo-1' });
    const first = await erase(subject);
    expect(first.statusCode).toBe(200);
    expect(first.json<Receipt>()).toMatchObject({
      subjectId: subject,
      subjects: [subject],
      operator: 'olga (development)',
      reason: 'she asked',
      erasedBefore: false,
      complete: true,
    });
    const second = await erase(subject, { reason: 'again' });
    expect(second.json<Receipt>()).toMatchObject({
      erasedBefore: true,
      reason: 'she asked',
      erasedAt: first.json<Receipt>().erasedAt,
    });
    const gone = await call('GET', `/v1/subjects/${subject}/export`);
    expect([gone.statusCode, gone.json<{ type: string }>().type]).toEqual([
      410,
      'urn:throughline:problem:erased',
    ]);
  });

  it('is somebody new’s when they come back', async () => {
    const dora = { scheme: 'customer', value: 'dora-1' };
    const subject = await begun(dora);
    await erase(subject);
    const again = await begun(dora);
    expect(again).not.toBe(subject);
    const { journeys } = (await call('GET', `/v1/subjects/${again}/export`)).json<Exported>();
    expect(journeys).toHaveLength(1);
  });

  it('is erased when the fold comes to it, and the answer says that it has not', async () => {
    const subject = await begun({ scheme: 'customer', value: 'eve-1' });
    await orchestrator.close();
    const early = await erase(subject);
    expect([early.statusCode, early.json<Receipt>().complete]).toEqual([202, false]);
    await startFolding();
    const done = await erase(subject);
    expect(done.json<Receipt>()).toMatchObject({ complete: true, operator: 'olga (development)' });
  });

  it.each([
    ['a query parameter', { query: { reason: 'she asked' } }, 'she asked'],
    ['a header', { headers: { 'x-reason': 'she asked' } }, 'she asked'],
    ['a body', { payload: { reason: 'she asked' } }, 'she asked'],
    ['all of them', { query: { reason: 'so' }, payload: { reason: 'so' } }, 'so'],
    ['nothing at all', {}, null],
    ['an empty body', { headers: { 'content-type': 'application/json' }, payload: '' }, null],
    ['a body without one', { payload: {} }, null],
  ])(
    'is erased for a reason that stands in %s, and the log keeps it',
    async (where, given, why) => {
      const subject = await begun({ scheme: 'customer', value: `fay-${where}` });
      const { headers, ...more } = given as { headers?: Record<string, string> };
      const answer = await gateway.app.inject({
        method: 'DELETE',
        url: `/v1/subjects/${subject}`,
        ...more,
        headers: { authorization: `Bearer ${gateway.key}`, ...headers },
      });
      expect(answer.json()).toMatchObject({ subjectId: subject, reason: why });
      const events = await gateway.log.read(Topics.identityEvents, partitionOf(subject, 4), 0);
      await gateway.codec.prepare(events.records);
      const told = events.records
        .map(({ value, headers: by }) => gateway.codec.decode(value, by))
        .filter(({ name, value }) => name === 'IdentityEvent' && value.kind === 'erased')
        .map(({ value }) => value);
      expect(told).toContainEqual(expect.objectContaining({ subjectId: subject, reason: why }));
    },
  );

  it('of nobody, or for two reasons at once or none that can be read, is refused', async () => {
    const nobody = 'a'.repeat(20);
    const answers = [
      await erase(nobody),
      await erase('nobody'),
      await erase(nobody, {}),
      await erase(nobody, { reason: '' }),
      await erase(nobody, { reason: 'x', force: true }),
      await call('DELETE', `/v1/subjects/${nobody}?reason=x`, { reason: 'y' }),
      await call('DELETE', `/v1/subjects/${nobody}?why=x`),
      await call('DELETE', `/v1/subjects/${nobody}`),
      await gateway.app.inject({ method: 'DELETE', url: `/v1/subjects/${nobody}` }),
      await call('GET', `/v1/subjects/${nobody}/export`),
      await gateway.app.inject({ url: `/v1/subjects/${nobody}/export` }),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([
      404, 404, 404, 422, 422, 422, 400, 404, 401, 404, 401,
    ]);
  });
});
