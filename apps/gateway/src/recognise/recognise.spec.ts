import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type IdentityEvent, Topics } from '#contracts';
import { Identifiers } from '#customers';
import { type Continuation } from '#journey';
import { type Clock, systemClock } from '#ports';
import { eventually } from '#testing';
import { type GatewayFixture, openFoldingGateway } from '../testing/gateway-fixture.js';

jest.setTimeout(300_000);

interface Answer {
  readonly result: string;
  readonly ask: readonly string[];
  readonly continuations: readonly Continuation[];
}

describe('a caller whose number tells nothing', () => {
  let gateway: GatewayFixture;
  let ana: string;
  let ahead = 0;
  const clock: Clock = {
    now: () => systemClock.now() + ahead,
    until: (at, signal) => systemClock.until(at - ahead, signal),
  };

  beforeAll(async () => {
    gateway = await openFoldingGateway({ clock, regions: { phone: 'AU' } });
    ana = await began('Ana Conceição Silva', 'ana@example.org');
    await began('Ana Conceicao Silva', 'other@example.org');
    await began('Bo Chan', 'bo@example.org');
    const bo = { fullName: 'Bo Chan', email: 'bo@example.org' };
    await eventually('all are known to the index', async () => {
      const { result } = (await recognise({ fields: bo, agent: 'first' })).body;
      ahead += 60_000;
      return result === 'recognised';
    });
  });
  afterAll(() => gateway.close());

  const post = async (url: string, payload: object) => {
    const headers = { authorization: `Bearer ${gateway.key}` };
    const response = await gateway.app.inject({ method: 'POST', url, headers, payload });
    return { status: response.statusCode, body: response.json<Answer>() };
  };
  const get = async <T>(url: string): Promise<T> => (await gateway.app.inject({ url })).json<T>();
  const recognise = (asked: object) =>
    post('/v1/recognise', { agent: 'jo', channel: 'phone', ...asked });
  const referenceOf = async (journey: string): Promise<string> =>
    (await get<{ reference: string }>(`/v1/journeys/${journey}/reference`)).reference;

  /** What was told of callers who were not recognised. */
  async function failures(): Promise<readonly IdentityEvent[]> {
    const { log, codec } = gateway;
    const told: IdentityEvent[] = [];
    for (const { partition, earliest, latest } of await log.bounds(Topics.identityEvents)) {
      const all = { maxRecords: latest + 1 };
      const { records } = await log.read(Topics.identityEvents, partition, earliest, all);
      for (const { value, headers } of records) {
        const decoded = value && codec.decode(value, headers);
        if (decoded?.name === 'IdentityEvent') told.push(decoded.value);
      }
    }
    return told.filter(({ kind }) => kind === 'recognition-failed');
  }

  /** Somebody applies on the web; gives the journey. */
  async function began(fullName: string, email: string): Promise<string> {
    const identifiers = [{ scheme: 'cookie', value: email }];
    const web = { channel: 'web', source: '//bank.example/apply', identifiers };
    const data = { fullName, email, income: 52_000 };
    const said = { ...web, id: `${email}-2`, type: 'application.details-submitted', data };
    const started = { ...web, id: email, type: 'application.started' };
    expect((await post('/v1/interactions', [started, said] as object)).status).toBe(202);
    let journey = '';
    await eventually('the details are there', async () => {
      const { continuations } = await get<Answer>(`/v1/continuations?scheme=cookie&value=${email}`);
      journey = continuations[0]?.journeyId ?? '';
      return continuations[0]?.fields['fullName']?.status === 'collected';
    });
    return journey;
  }

  it('is recognised by two things they know, as people say them; the log knows who asked', async () => {
    const fields = { fullName: 'ana conceicao SILVA', email: 'Ana@Example.org ' };
    const identifiers = [{ scheme: 'call', value: 'call-77' }];
    const { status, body } = await recognise({ fields, identifiers });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      result: 'recognised',
      continuations: [{ journeyId: ana, fields: { income: { value: 52_000 } } }],
    });
    const calls = '/v1/continuations?scheme=call&value=call-77';
    expect((await get<Answer>(calls)).continuations[0]?.journeyId).toBe(ana);
    await eventually('the history tells', async () => {
      const { entries } = await get<{ entries: readonly { type: string; actor?: unknown }[] }>(
        `/v1/journeys/${ana}/history`,
      );
      const told = entries.find(({ type }) => type === 'caller.recognised');
      if (told !== undefined) expect(told.actor).toEqual({ kind: 'agent', id: 'jo' });
      return told !== undefined;
    });
  });

  it.each([
    ['one thing that many know', { fullName: 'Ana Conceição Silva', email: 'wrong@example.org' }],
    ['things of two customers', { fullName: 'Bo Chan', email: 'ana@example.org' }],
    ['nothing that is right', { fullName: 'Nobody Here', email: 'nobody@example.org' }],
  ])('is not recognised by %s', async (_, fields) => {
    expect(await recognise({ fields, agent: `asks ${fields.fullName}` })).toEqual({
      status: 200,
      body: { result: 'nobody', ask: [], continuations: [] },
    });
  });

  it('is found by a reference, and sees nothing personal until something else is right, too', async () => {
    const reference = await referenceOf(ana);
    expect(reference).toMatch(/^\d{3} \d{3} \d{3}$/);
    expect(await referenceOf(ana)).toBe(reference);
    const found = await recognise({ reference });
    expect(found.body).toMatchObject({ result: 'to-confirm', ask: ['email', 'fullName'] });
    expect(found.body.continuations.map(({ journeyId }) => journeyId)).toEqual([ana]);
    expect(JSON.stringify(found.body)).not.toMatch(/Silva|52000|example/);
    const wrong = await recognise({ reference, fields: { fullName: 'Bo Chan' } });
    expect(wrong.body.result).toBe('to-confirm');
    const right = await recognise({ reference, fields: { fullName: 'Ana Conceição Silva' } });
    expect(right.body).toMatchObject({
      result: 'recognised',
      continuations: [{ journeyId: ana, fields: { fullName: { value: 'Ana Conceição Silva' } } }],
    });
  });

  it('is told apart from nobody when two customers would match', async () => {
    for (const email of ['kim@example.org', 'kim2@example.org']) {
      const journey = { id: await began('Kim Lee', email) };
      const branch = { channel: 'branch', source: '//bank.example/branch', id: `id-${email}` };
      const said = { type: 'identity.submitted', journey, data: { idNumber: 'N 77-1' } };
      expect((await post('/v1/interactions', { ...branch, ...said })).status).toBe(202);
    }
    await eventually('both are known', async () => {
      ahead += 15 * 60_000;
      const fields = { fullName: 'Kim Lee', idNumber: 'n771' };
      const { body } = await recognise({ fields, agent: 'kim' });
      if (body.result === 'several') expect(body.continuations).toEqual([]);
      return body.result === 'several';
    });
  });

  it('leaves a trace when nobody is recognised: who asked and by what, and nothing that was said', async () => {
    const fields = { fullName: 'Ana Conceição Silva', email: 'audit@example.org' };
    const identifiers = [{ scheme: 'phone', value: '0491 570 158' }];
    const { body } = await recognise({ fields, identifiers, agent: 'audited' });
    expect(body.result).toBe('nobody');
    const told = (await failures()).filter(({ operator }) => operator === 'audited');
    const counted = gateway.app.get(Identifiers, { strict: false });
    const { identifier } = counted.normalise({ scheme: 'phone', value: '+61 491 570 158' });
    expect(told).toMatchObject([
      {
        subjectId: '',
        channel: 'phone',
        reason: 'nobody: email, fullName',
        identifier: identifier && counted.fact(identifier).key,
      },
    ]);
    expect(JSON.stringify(told)).not.toMatch(/Ana|example|4915/);
  });

  it('must be asked for what definitions recognise by', async () => {
    const refused = await recognise({ fields: { income: 52_000, fullName: 'Ana' } });
    expect(refused).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/fields/income' }] },
    });
    expect((await recognise({ fields: { fullName: 'Ana' } })).status).toBe(422);
    const reference = await referenceOf(ana);
    const swapped = `${String((Number(reference[0]) + 1) % 10)}${reference.slice(1)}`;
    expect(await recognise({ reference: swapped })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/reference' }] },
    });
  });

  it('cannot be guessed: a call has five attempts, an agent fifteen, in a quarter of an hour', async () => {
    ahead += 15 * 60_000;
    const fields = { fullName: 'Ana Conceição Silva', email: 'guess@example.org' };
    const identifiers = [{ scheme: 'call', value: 'call-99' }];
    const asked = { fields, identifiers, agent: 'guesser' };
    for (let i = 0; i < 5; i++) expect((await recognise(asked)).status).toBe(200);
    expect((await recognise(asked)).status).toBe(429);
    const others = [];
    for (let i = 0; i < 12; i++) {
      const call = [{ scheme: 'call', value: `call-${String(i)}` }];
      others.push((await recognise({ ...asked, identifiers: call })).status);
    }
    expect(others.filter((status) => status === 200)).toHaveLength(10);
    const right = { fullName: 'Bo Chan', email: 'bo@example.org' };
    expect((await recognise({ fields: right, agent: 'jo' })).body.result).toBe('recognised');
  });
});
