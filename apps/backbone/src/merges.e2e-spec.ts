import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { awaitServerSentEvent, eventually, startBackbone, temporaryDirectory } from '#testing';

jest.setTimeout(180_000);

const DEFINITION = `
journey: claim
version: 1
title: A claim
startsOn: [claim.begun]
onMerge: combine
initial: begun
states:
  begun:
    channels: { web: /claim, phone: What happened? }
    on: { claim.told: { target: told } }
  told:
    on: { claim.closed: { target: over } }
  over: { type: final, outcome: settled }
`;

interface Shown {
  readonly journeyId: string;
  readonly subjectId: string;
  readonly state: readonly string[];
  readonly status: string;
}

describe('a visitor who turns out to be a customer', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let backbone: Awaited<ReturnType<typeof startBackbone>>;

  beforeEach(async () => {
    directory = await temporaryDirectory();
    backbone = await startBackbone(directory.path);
    await backbone.post('/v1/definitions', { text: DEFINITION, share: 100 });
  });
  afterEach(async () => {
    await backbone.process.kill();
    await directory.remove();
  });

  const cookie = { scheme: 'cookie', value: 'c-81' };
  const customer = { scheme: 'customer', value: 'k-1' };
  async function send(
    id: string,
    type: string,
    ...identifiers: readonly object[]
  ): Promise<string> {
    const event = { id, type, channel: 'web', source: '//claims.example/web', identifiers };
    const receipt = (await backbone.post('/v1/interactions', [event])) as {
      readonly accepted: readonly { readonly subjectId: string }[];
    };
    return receipt.accepted[0]?.subjectId ?? '';
  }
  const journeys = async (scheme: string, value: string): Promise<readonly Shown[]> => {
    const query = `scheme=${scheme}&value=${value}&channel=phone`;
    const answer = await backbone.get(`/v1/continuations?${query}`);
    return (answer as { readonly continuations: readonly Shown[] }).continuations;
  };
  const shown = (id: string) => backbone.get(`/v1/journeys/${id}`) as Promise<Shown>;

  it('goes on with what was begun anonymously, by the very event that tells who it is', async () => {
    const known = await send('k', 'page.viewed', customer);
    const anonymous = await send('a', 'claim.begun', cookie);
    expect(anonymous).not.toBe(known);
    await eventually('it is begun', async () => (await journeys('cookie', 'c-81')).length === 1);
    const journeyId = (await journeys('cookie', 'c-81'))[0]?.journeyId ?? '';

    expect(await send('b', 'claim.told', cookie, customer)).toBe(known);
    await eventually('it is told', async () => (await shown(journeyId)).state.includes('told'));
    expect(await shown(journeyId)).toMatchObject({ journeyId, subjectId: known });
    expect(await journeys('customer', 'k-1')).toMatchObject([{ journeyId, state: ['told'] }]);

    const { address } = backbone;
    const closed = awaitServerSentEvent(
      `${address}/v1/journeys/${journeyId}/stream`,
      (_, data) => (data as { type?: string }).type === 'completed',
      () => void send('c', 'claim.closed', customer),
    );
    expect((await closed).data).toMatchObject({ journeyId });
    const { entries } = (await backbone.get(`/v1/journeys/${journeyId}/history`)) as {
      readonly entries: readonly { readonly type: string }[];
    };
    expect(entries.map(({ type }) => type)).toEqual([
      'claim.begun',
      'merged',
      'journeys-moved',
      'claim.told',
      'claim.closed',
    ]);
  });

  it('is merged by an operator who has seen what it will do, though both are known people', async () => {
    const winner = await send('k', 'claim.begun', customer);
    const loser = await send('l', 'claim.begun', { scheme: 'customer', value: 'k-2' });
    await send('t', 'claim.told', { scheme: 'customer', value: 'k-2' });
    await eventually('both are open', async () => {
      const [one, other] = [await journeys('customer', 'k-1'), await journeys('customer', 'k-2')];
      return one.length === 1 && other[0]?.state.includes('told') === true;
    });
    const order = { winner, loser, reason: 'married, took the other name' };
    const preview = await backbone.post('/v1/subjects/merge', { ...order, preview: true });
    expect(preview).toMatchObject({
      winner,
      loser,
      journeys: [
        { definition: 'claim', status: 'ended', outcome: 'merged' },
        { definition: 'claim', status: 'open', outcome: null },
      ],
    });
    expect(await journeys('customer', 'k-1')).toMatchObject([{ state: ['begun'] }]);

    expect(await backbone.post('/v1/subjects/merge', order)).toEqual({ winner, loser });
    await eventually('it is one', async () => {
      const [only, ...others] = await journeys('customer', 'k-1');
      return others.length === 0 && only?.state.includes('told') === true;
    });
    await expect(backbone.post('/v1/subjects/merge', order)).rejects.toThrow('409');
  });
});
