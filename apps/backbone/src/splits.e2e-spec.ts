import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ClaimsBackbone, CUSTOMER, eventually, throughline, VISITOR } from '#testing';

jest.setTimeout(180_000);

interface Split {
  readonly subject: string;
  readonly other: string;
  readonly journeys: readonly { readonly journeyId: string; readonly goes: boolean }[];
  readonly restored: readonly { readonly journeyId: string; readonly goes: boolean }[];
}

describe('a customer who turns out to be two', () => {
  let claims: ClaimsBackbone;

  beforeEach(async () => {
    claims = await ClaimsBackbone.start('PT6S');
  });
  afterEach(() => claims.stop());

  /** A journey of the visitor and one of the customer, which the login makes one. */
  async function joined() {
    const visitors = await claims.begin('a', VISITOR);
    await claims.send('a2', 'claim.described', [VISITOR], { data: { what: 'a dent' } });
    const customers = await claims.begin('k', CUSTOMER);
    await claims.send('k2', 'claim.named', [CUSTOMER], { data: { name: 'Ana' } });
    const [visitor, known] = [
      (await claims.shown(visitors)).subjectId,
      (await claims.shown(customers)).subjectId,
    ];
    await claims.send('login', 'page.viewed', [VISITOR, CUSTOMER]);
    await eventually('they are one', async () => {
      const both = await Promise.all([claims.shown(visitors), claims.shown(customers)]);
      return both.some(({ status }) => status === 'ended');
    });
    return { visitors, customers, visitor, known };
  }

  it('goes on as two: each journey as it was, and what came since', async () => {
    const { visitors, customers, visitor, known } = await joined();
    const survivor = (await claims.shown(visitors)).status === 'open' ? visitors : customers;
    const ended = survivor === visitors ? customers : visitors;
    await claims.send('since', 'claim.named', [CUSTOMER], { data: { name: 'Ana Silva' } });
    await eventually(
      'the one that goes on knows it',
      async () => (await claims.shown(survivor)).fields['name']?.value === 'Ana Silva',
    );
    const order = { subject: visitor, reason: 'a shared tablet' };
    const preview = (await claims.backbone.post(`/v1/subjects/${known}/split`, {
      ...order,
      preview: true,
    })) as Split;
    expect(preview).toMatchObject({ subject: known, other: visitor });
    expect(preview.restored).toMatchObject([{ journeyId: ended, goes: ended === visitors }]);
    expect((await claims.shown(ended)).status).toBe('ended');

    const split = (await claims.backbone.post(`/v1/subjects/${known}/split`, order)) as Split;
    expect({ ...split, details: [] }).toEqual({ ...preview, details: [] });
    await claims.restart();
    await eventually('they are two', async () => {
      const [one, other] = await Promise.all([claims.shown(visitors), claims.shown(customers)]);
      return one.subjectId === visitor && other.subjectId === known && other.status === 'open';
    });
    expect(await claims.shown(visitors)).toMatchObject({
      status: 'open',
      fields: { what: { value: 'a dent' } },
    });
    expect((await claims.shown(visitors)).fields['name']?.value).toBeUndefined();
    expect((await claims.shown(customers)).fields['name']?.value).toBe('Ana Silva');
    expect((await claims.shown(customers)).fields['what']?.value).toBeUndefined();
    await eventually(
      'the timers of both fire',
      async () =>
        (await Promise.all([claims.shown(visitors), claims.shown(customers)])).every(({ state }) =>
          state.includes('chased'),
        ),
      20_000,
    );

    expect(await claims.send('v', 'claim.told', [VISITOR])).toBe(visitor);
    await eventually('the visitor tells', async () =>
      (await claims.shown(visitors)).state.includes('told'),
    );
    await claims.send('l', 'claim.told', [], { journey: { id: customers } });
    await eventually('the customer tells', async () =>
      (await claims.shown(customers)).state.includes('told'),
    );
    await claims.send('login-again', 'page.viewed', [VISITOR, CUSTOMER]);
    expect(await claims.send('w', 'claim.named', [VISITOR], { data: { name: 'Ben' } })).toBe(
      visitor,
    );
    await expect(claims.backbone.post(`/v1/subjects/${known}/split`, order)).rejects.toThrow('409');

    // What was accepted before the death is folded after it; then the last of both is there, and nothing is on its way.
    await claims.restart();
    await claims.send('x', 'claim.named', [CUSTOMER], { data: { name: 'Ana S.' } });
    await eventually('both know their last name', async () => {
      const both = await Promise.all([claims.shown(visitors), claims.shown(customers)]);
      return both.map(({ fields }) => fields['name']?.value).join() === 'Ben,Ana S.';
    });
    claims.backbone.process.signal('SIGTERM');
    await claims.backbone.process.exited;
    const { code, lines } = await throughline(['check'], { DATA_DIR: claims.directory.path });
    expect([code, lines.filter((line) => /finding|lacks|has/.test(line))]).toEqual([0, []]);
  });
});
