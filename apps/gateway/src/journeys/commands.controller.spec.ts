import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Topics } from '#contracts';
import { systemClock } from '#ports';
import { eventually } from '#testing';
import { type GatewayFixture, openFoldingGateway } from '../testing/gateway-fixture.js';

interface History {
  readonly entries: readonly {
    readonly id: string;
    readonly type: string;
    readonly reason?: string;
    readonly actor?: { readonly id: string };
    readonly disposition: { readonly kind: string };
  }[];
}

describe('an operator', () => {
  let gateway: GatewayFixture;

  beforeAll(async () => {
    gateway = await openFoldingGateway({ clock: systemClock });
  }, 300_000);
  afterAll(() => gateway.close());

  const get = async <T>(url: string): Promise<T> => (await gateway.app.inject({ url })).json<T>();
  const post = (url: string, payload: object, headers = {}) =>
    gateway.app.inject({
      method: 'POST',
      url,
      headers: { authorization: `Bearer ${gateway.key}`, ...headers },
      payload,
    });
  const command = (journey: string, payload: object, headers = {}) =>
    post(`/v1/journeys/${journey}/commands`, payload, headers);
  const state = (journey: string) =>
    get<{ status: string; state: string[]; outcome: string | null }>(`/v1/journeys/${journey}`);

  async function openJourney(name: string): Promise<string> {
    const identifiers = [{ scheme: 'email', value: `${name}@example.org` }];
    await post('/v1/interactions', {
      id: `start-${name}`,
      type: 'application.started',
      channel: 'web',
      source: '//bank.example/apply',
      identifiers,
    });
    let id = '';
    await eventually('the journey is open', async () => {
      const query = `/v1/continuations?scheme=email&value=${name}@example.org`;
      const found = await get<{ continuations: { journeyId: string }[] }>(query);
      id = found.continuations[0]?.journeyId ?? '';
      return id !== '';
    });
    return id;
  }

  it('cancels a journey, by name and with a reason, and nobody acts on it afterwards', async () => {
    const journey = await openJourney('ana');
    const headers = { 'x-operator': 'jo' };
    const cancel = { command: 'cancel', reason: 'asked for it by letter', id: 'cancel-1' };
    const response = await command(journey, cancel, headers);
    expect(response.statusCode).toBe(202);
    expect(response.json()).toMatchObject({
      id: 'cancel-1',
      journeyId: journey,
      operator: expect.stringMatching(/^jo \(.+\)$/),
    });
    await eventually('it is cancelled', async () => (await state(journey)).status === 'ended');
    const { entries } = await get<History>(`/v1/journeys/${journey}/history`);
    expect(entries.at(-1)).toMatchObject({
      id: 'cancel-1',
      type: 'cancel',
      reason: 'asked for it by letter',
      actor: { id: expect.stringMatching(/^jo \(/) },
      disposition: { kind: 'advanced' },
    });
    for (const name of ['cancel', 'pause', 'note']) {
      const late = await command(journey, { command: name, reason: 'x' });
      expect(late.statusCode).toBe(409);
      expect(late.headers['content-type']).toContain('application/problem+json');
      expect(late.json<{ detail: string }>().detail).toContain('ended at');
    }
  });

  it('sends a command twice and it happens once', async () => {
    const journey = await openJourney('ben');
    const note = { command: 'note', reason: 'called back', id: 'note-1' };
    expect((await command(journey, note)).statusCode).toBe(202);
    expect((await command(journey, note)).statusCode).toBe(202);
    await command(journey, { command: 'note', reason: 'and again', id: 'note-2' });
    const notes = async () =>
      (await get<History>(`/v1/journeys/${journey}/history`)).entries.filter(
        ({ type }) => type === 'note',
      );
    await eventually('all are folded', async () =>
      (await notes()).some(({ id }) => id === 'note-2'),
    );
    const kinds = (await notes()).filter(({ id }) => id === 'note-1');
    expect(kinds.filter(({ disposition }) => disposition.kind === 'captured')).toHaveLength(1);
  });

  it('moves a journey by hand, pauses and resumes it', async () => {
    const journey = await openJourney('cleo');
    const moved = await command(journey, {
      command: 'advance',
      reason: 'seen in the branch',
      data: { target: 'identity' },
    });
    expect(moved.statusCode).toBe(202);
    await eventually('it is in identity', async () =>
      (await state(journey)).state.includes('identity'),
    );
    expect((await command(journey, { command: 'resume', reason: 'x' })).statusCode).toBe(409);
    await command(journey, { command: 'pause', reason: 'away' });
    await eventually('it is paused', async () => (await state(journey)).status === 'paused');
    expect((await command(journey, { command: 'pause', reason: 'x' })).statusCode).toBe(409);
    await command(journey, { command: 'resume', reason: 'back' });
    await eventually('it goes on', async () => (await state(journey)).status === 'open');
  });

  it('is told of every fault, and nothing reaches the log', async () => {
    const journey = await openJourney('dan');
    const end = async () =>
      (await gateway.log.bounds(Topics.interactions)).reduce((sum, { latest }) => sum + latest, 0);
    const before = await end();
    const faults = async (payload: object): Promise<string[]> => {
      const response = await command(journey, payload);
      expect(response.statusCode).toBe(422);
      expect(response.headers['content-type']).toContain('application/problem+json');
      return response
        .json<{ errors: { pointer: string }[] }>()
        .errors.map(({ pointer }) => pointer)
        .toSorted();
    };
    expect(await faults({})).toEqual(['/command', '/reason']);
    expect(await faults({ command: 'explode', reason: '', more: 1 })).toEqual([
      '/command',
      '/more',
      '/reason',
    ]);
    expect(await faults({ command: 'cancel', reason: 'a\u0000b', data: [] })).toEqual([
      '/data',
      '/reason',
    ]);
    const advance = { command: 'advance', reason: 'x' };
    expect(await faults(advance)).toEqual(['/data']);
    expect(await faults({ ...advance, data: { target: 'nowhere' } })).toEqual(['/data/target']);
    expect(await faults({ ...advance, data: { event: 7, data: 'x', 'a/b': 1 } })).toEqual([
      '/data/a~1b',
      '/data/data',
      '/data/event',
    ]);
    const nobody = `${'a'.repeat(20)}.${'b'.repeat(8)}`;
    for (const id of [nobody, 'nonsense']) {
      expect((await command(id, { command: 'cancel', reason: 'x' })).statusCode).toBe(404);
    }
    const open = await gateway.app.inject({
      method: 'POST',
      url: `/v1/journeys/${journey}/commands`,
      payload: { command: 'cancel', reason: 'x' },
    });
    expect(open.statusCode).toBe(401);
    const name = { 'x-operator': 'x'.repeat(200) };
    expect((await command(journey, { command: 'note', reason: 'x' }, name)).statusCode).toBe(400);
    expect(await end()).toBe(before);
  });
});
