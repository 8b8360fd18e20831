import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Continuation } from '#journey';
import { systemClock } from '#ports';
import { eventually } from '#testing';
import { type GatewayFixture, openFoldingGateway } from '../testing/gateway-fixture.js';

interface Found {
  readonly subjectId: string | null;
  readonly continuations: readonly Continuation[];
}

describe('a journey that was begun on the web', () => {
  let gateway: GatewayFixture;
  let found: Found;
  let journey: string;

  beforeAll(async () => {
    gateway = await openFoldingGateway({ clock: systemClock });
    const web = { channel: 'web', source: '//bank.example/apply' };
    const identifiers = [{ scheme: 'cookie', value: 'c-81' }];
    await send({ ...web, id: 'w-1', type: 'application.started', identifiers, data: {} });
    await send({
      ...web,
      id: 'w-2',
      type: 'application.details-submitted',
      identifiers: [...identifiers, { scheme: 'email', value: 'ana@example.org' }],
      data: { fullName: 'Ana Silva', phone: '+61 491 570 006', income: 52_000 },
    });
    await eventually('the call finds it', async () => {
      const response = await get(
        '/v1/continuations?scheme=phone&value=%2B61491570006&channel=phone',
      );
      found = response.json<Found>();
      return found.continuations[0]?.fields['fullName']?.status === 'collected';
    });
    journey = found.continuations[0]?.journeyId ?? '';
  }, 300_000);
  afterAll(() => gateway.close());

  const get = (url: string) => gateway.app.inject({ url });

  async function send(payload: Record<string, unknown>): Promise<void> {
    const response = await gateway.app.inject({
      method: 'POST',
      url: '/v1/interactions',
      headers: { authorization: `Bearer ${gateway.key}` },
      payload,
    });
    expect(response.statusCode).toBe(202);
  }

  it('is offered to whoever asks by the phone number given there', () => {
    expect(found.continuations).toHaveLength(1);
    expect(found.continuations[0]).toMatchObject({
      definition: 'card-application',
      startedOn: 'web',
      fields: { fullName: { status: 'collected', value: 'Ana Silva' } },
    });
  });

  it('is found by search, by id and by identifier', async () => {
    for (const query of [
      'definition=card-application',
      'status=open&channel=web',
      `q=${journey}`,
      'q=ana@example.org',
      'q=cookie=c-81',
      'q=email=ana@example.org',
    ]) {
      const page = (await get(`/v1/journeys?${query}`)).json<{
        journeys: { journeyId: string }[];
      }>();
      expect(page.journeys.map((row) => row.journeyId)).toEqual([journey]);
    }
    for (const query of [
      'status=ended',
      'channel=branch',
      'stalledFor=PT1H',
      'q=nobody@example.org',
    ]) {
      const page = (await get(`/v1/journeys?${query}`)).json<{ journeys: unknown[] }>();
      expect(page.journeys).toEqual([]);
    }
  });

  it('is shown in full, and as each change left it', async () => {
    const now = (await get(`/v1/journeys/${journey}`)).json<{ seq: number; state: string[] }>();
    expect(now).toMatchObject({ seq: 2, status: 'open', fields: { income: { value: 52_000 } } });
    const latest = await get(`/v1/journeys/${journey}/at?seq=2`);
    expect(latest.json()).toEqual(now);
    const first = (await get(`/v1/journeys/${journey}/at?seq=1`)).json<{ fields: object }>();
    expect(first).toMatchObject({ seq: 1, fields: {} });
    expect((await get(`/v1/journeys/${journey}/at?seq=3`)).statusCode).toBe(404);
    expect((await get(`/v1/journeys/${journey}/at?seq=0`)).statusCode).toBe(400);
  });

  it('tells everything that happened', async () => {
    const { entries } = (await get(`/v1/journeys/${journey}/history`)).json<{
      entries: { id: string; seq: number; channel: string; events: { type: string }[] }[];
    }>();
    expect(entries.map((one) => [one.id, one.seq, one.channel])).toEqual([
      ['w-1', 1, 'web'],
      ['w-2', 2, 'web'],
    ]);
    expect(entries[0]?.events.map((event) => event.type)).toContain('started');
  });

  it('belongs to a subject with all its identifiers', async () => {
    const subject = (await get('/v1/subjects?scheme=cookie&value=c-81')).json<{
      subjectId: string;
      identifiers: { scheme: string }[];
      journeys: { journeyId: string }[];
    }>();
    expect(subject.subjectId).toBe(found.subjectId);
    expect(subject.identifiers.map((one) => one.scheme).sort()).toEqual([
      'cookie',
      'email',
      'phone',
    ]);
    expect(subject.journeys.map((one) => one.journeyId)).toEqual([journey]);
    expect((await get('/v1/subjects?scheme=cookie&value=other')).statusCode).toBe(404);
  });

  it('is counted where it is', async () => {
    const { definitions } = (await get('/v1/definitions')).json<{
      definitions: { name: string; counts: { count: number; status: string }[] }[];
    }>();
    const card = definitions.find((one) => one.name === 'card-application');
    expect(card?.counts.map((one) => [one.status, one.count])).toEqual([['open', 1]]);
    const counts = (await get('/v1/definitions/card-application/counts')).json<{
      counts: unknown;
    }>();
    expect(counts.counts).toEqual(card?.counts);
    const version = await get('/v1/definitions/card-application/versions/1');
    expect(version.json()).toMatchObject({ name: 'card-application', version: 1 });
    expect((await get('/v1/definitions/card-application/versions/99')).statusCode).toBe(404);
  });

  it('shows both values where a field came twice, which one stays, and why', async () => {
    const told = { source: '//bank.example/branch', type: 'application.details-submitted' };
    const identifiers = [{ scheme: 'cookie', value: 'c-81' }];
    const conflicting = { ...told, channel: 'branch', identifiers };
    const yesterday = new Date(gateway.clock.now() - 86_400_000).toISOString();
    await send({ ...conflicting, id: 'b-3', data: { income: 61_000 } });
    await send({ ...conflicting, id: 'b-4', time: yesterday, data: { income: 8 } });
    interface Entry {
      readonly id: string;
      readonly disposition: { readonly detail: string | null };
      readonly conflicts: readonly unknown[];
    }
    let entries: readonly Entry[] = [];
    await eventually('both are folded', async () => {
      const response = await get(`/v1/journeys/${journey}/history`);
      ({ entries } = response.json<{ entries: readonly Entry[] }>());
      return entries.at(-1)?.id === 'b-4';
    });
    const web = { value: 52_000, verified: false, from: { channel: 'web', interaction: 'w-2' } };
    const branch = { value: 61_000, from: { channel: 'branch', interaction: 'b-3' } };
    expect(entries.slice(-2)).toMatchObject([
      {
        id: 'b-3',
        disposition: { detail: null },
        conflicts: [
          { field: 'income', held: web, offered: branch, kept: 'offered', rule: 'latest' },
        ],
      },
      {
        id: 'b-4',
        disposition: { detail: 'income kept as it was: what came had happened before' },
        conflicts: [
          {
            field: 'income',
            held: branch,
            offered: { value: 8, from: { time: yesterday } },
            kept: 'held',
            rule: 'latest',
            why: 'what came had happened before',
          },
        ],
      },
    ]);
    expect((await get(`/v1/journeys/${journey}`)).json()).toMatchObject({
      fields: { income: branch },
    });
  });

  it('is shown as paused while an operator holds it, with nothing to do', async () => {
    const order = async (command: string) => {
      const { statusCode } = await gateway.app.inject({
        method: 'POST',
        url: `/v1/journeys/${journey}/commands`,
        headers: { authorization: `Bearer ${gateway.key}` },
        payload: { command, reason: 'asked by phone' },
      });
      expect(statusCode).toBe(202);
    };
    const becomes = async (status: string): Promise<Continuation> => {
      let shown: Continuation | undefined;
      await eventually(`it is ${status}`, async () => {
        const response = await get('/v1/continuations?scheme=cookie&value=c-81');
        [shown] = response.json<Found>().continuations;
        return shown?.status === status;
      });
      if (shown === undefined) throw new Error('no continuation');
      return shown;
    };
    await order('pause');
    const { pausedSince, due, next, fields } = await becomes('paused');
    expect(pausedSince).not.toBeNull();
    expect({ due, next }).toEqual({ due: null, next: [] });
    expect(fields['fullName']?.status).toBe('collected');
    await order('resume');
    const { due: again, pausedSince: since } = await becomes('open');
    expect(since).toBeNull();
    expect(again).not.toBeNull();
  });

  it('is still offered after its anonymous subject turned out to be a known customer', async () => {
    const identify = {
      channel: 'branch',
      source: '//bank.example/branch',
      type: 'visit.registered',
    };
    const customer = { scheme: 'customer', value: '4711' };
    await send({ ...identify, id: 'b-1', identifiers: [customer] });
    await send({
      ...identify,
      id: 'b-2',
      identifiers: [customer, { scheme: 'cookie', value: 'c-81' }],
    });
    const byNumber = async () =>
      (await get('/v1/continuations?scheme=customer&value=4711')).json<Found>();
    expect((await byNumber()).subjectId).not.toBe(found.subjectId);
    await eventually('the journey has come to the customer', async () =>
      (await byNumber()).continuations.some(({ journeyId }) => journeyId === journey),
    );
  });
});
