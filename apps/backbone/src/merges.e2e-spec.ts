import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { awaitServerSentEvent, ClaimsBackbone, CUSTOMER, eventually, VISITOR } from '#testing';

jest.setTimeout(180_000);

const OTHER = { scheme: 'customer', value: 'k-2' };

describe('a visitor who turns out to be a customer', () => {
  let claims: ClaimsBackbone;

  beforeEach(async () => {
    claims = await ClaimsBackbone.start();
  });
  afterEach(() => claims.stop());

  it('goes on with what was begun anonymously, by the very event that tells who it is', async () => {
    const known = await claims.send('k', 'page.viewed', [CUSTOMER]);
    const journeyId = await claims.begin('a', VISITOR);
    expect((await claims.shown(journeyId)).subjectId).not.toBe(known);

    expect(await claims.send('b', 'claim.told', [VISITOR, CUSTOMER])).toBe(known);
    await eventually('it is told', async () =>
      (await claims.shown(journeyId)).state.includes('told'),
    );
    expect(await claims.shown(journeyId)).toMatchObject({ journeyId, subjectId: known });
    expect(await claims.open(CUSTOMER)).toMatchObject([{ journeyId, state: ['told'] }]);

    const closed = awaitServerSentEvent(
      `${claims.backbone.address}/v1/journeys/${journeyId}/stream`,
      (_, data) => (data as { type?: string }).type === 'completed',
      () => void claims.send('c', 'claim.closed', [CUSTOMER]),
    );
    expect((await closed).data).toMatchObject({ journeyId });
    const { entries } = (await claims.backbone.get(`/v1/journeys/${journeyId}/history`)) as {
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
    const winner = await claims.send('k', 'claim.begun', [CUSTOMER]);
    const loser = await claims.send('l', 'claim.begun', [OTHER]);
    await claims.send('t', 'claim.told', [OTHER]);
    await eventually('both are open', async () => {
      const [one, other] = [await claims.open(CUSTOMER), await claims.open(OTHER)];
      return one.length === 1 && other[0]?.state.includes('told') === true;
    });
    const order = { winner, loser, reason: 'married, took the other name' };
    const preview = await claims.backbone.post('/v1/subjects/merge', { ...order, preview: true });
    expect(preview).toMatchObject({
      winner,
      loser,
      journeys: [
        { definition: 'claim', status: 'ended', outcome: 'merged' },
        { definition: 'claim', status: 'open', outcome: null },
      ],
    });
    expect(await claims.open(CUSTOMER)).toMatchObject([{ state: ['begun'] }]);

    expect(await claims.backbone.post('/v1/subjects/merge', order)).toEqual({ winner, loser });
    await eventually('it is one', async () => {
      const [only, ...others] = await claims.open(CUSTOMER);
      return others.length === 0 && only?.state.includes('told') === true;
    });
    await expect(claims.backbone.post('/v1/subjects/merge', order)).rejects.toThrow('409');
  });
});
