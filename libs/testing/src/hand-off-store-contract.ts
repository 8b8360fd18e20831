import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runs } from './depth.js';
import type { JourneyId } from '#contracts';
import { type ContinuityStores, type HandOff, HAND_OFF_REMEMBERED_MS } from '#ports';

const MADE_AT = 1_000_000;
const EXPIRES_AT = 1_900_000;

let made = 0;

/** A hand-off with an id and a code of its own. */
function handOff(given: Partial<HandOff> = {}): HandOff {
  const id = `h${String(made++)}`;
  return {
    id,
    journeyId: 'abcdefghijklmnopqrst.aaaaaaaa' as JourneyId,
    from: 'web',
    to: 'phone',
    assurance: 'known',
    space: 'phone/6',
    codeHash: `hash of ${id}`.replaceAll(' ', '-'),
    madeAt: MADE_AT,
    expiresAt: EXPIRES_AT,
    ...given,
  };
}

/** What every `HandOffStore` does. `stores` are two handles on the same, empty place. */
export function handOffStoreContract(
  stores: () => readonly [ContinuityStores, ContinuityStores],
): void {
  const one = () => stores()[0].handOffs;
  const other = () => stores()[1].handOffs;

  it('keeps a hand-off, found by its id and by the hash of its code on every process', async () => {
    const kept = handOff();
    expect(await one().keep(kept, 10)).toBe('kept');
    const found = { handOff: kept, redeemedBy: null };
    expect(await other().find({ id: kept.id })).toEqual(found);
    expect(await other().find({ codeHash: kept.codeHash })).toEqual(found);
    expect(await one().find({ id: 'nobody' })).toBeUndefined();
    expect(await one().find({ codeHash: 'nothing' })).toBeUndefined();
  });

  it('does not give a code away twice, also not while a used or expired one is known', async () => {
    const first = handOff();
    await one().keep(first, 10);
    const { codeHash } = first;
    expect(await other().keep(handOff({ codeHash }), 10)).toBe('taken');
    await one().redeem(first, 'ana', MADE_AT);
    expect(await other().keep(handOff({ codeHash, madeAt: EXPIRES_AT }), 10)).toBe('taken');
    const later = EXPIRES_AT + HAND_OFF_REMEMBERED_MS + 1;
    const again = handOff({ codeHash, madeAt: later, expiresAt: later + 1 });
    expect(await other().keep(again, 10)).toBe('kept');
    expect(await one().find({ id: first.id })).toBeUndefined();
  });

  it('forgets those of a journey, used or not: their codes and their room are free', async () => {
    const journeyId = 'abcdefghijklmnopqrst.forgoten' as JourneyId;
    const space = 'phone/forgotten';
    const [fresh, used, others] = [
      handOff({ journeyId, space }),
      handOff({ journeyId, space }),
      handOff({ space }),
    ];
    for (const one of [fresh, used, others]) expect(await other().keep(one, 3)).toBe('kept');
    await one().redeem(used, 'ana', MADE_AT);
    const known = await other().ofJourneys([journeyId]);
    expect(known.toSorted((a, b) => (a.handOff.id < b.handOff.id ? -1 : 1))).toEqual([
      { handOff: fresh, redeemedBy: null },
      { handOff: used, redeemedBy: 'ana' },
    ]);
    expect(await one().forget([fresh, used])).toBe(2);
    expect(await one().forget([fresh, used])).toBe(0);
    expect(await other().ofJourneys([journeyId])).toEqual([]);
    expect(await other().find({ id: fresh.id })).toBeUndefined();
    expect(await other().find({ codeHash: used.codeHash })).toBeUndefined();
    expect(await other().redeem(fresh, 'ben', MADE_AT)).toBe('unknown');
    expect(await one().find({ id: others.id })).toBeDefined();
    expect((await one().expired(EXPIRES_AT, 10)).map(({ id }) => id)).not.toContain(fresh.id);
    expect(await one().keep(handOff({ space, codeHash: fresh.codeHash }), 2)).toBe('kept');
  });

  it('holds as many in a space as it has room for; used and expired ones make room', async () => {
    const [first, second] = [handOff(), handOff({ expiresAt: EXPIRES_AT + 1 })];
    expect(await one().keep(first, 2)).toBe('kept');
    expect(await one().keep(second, 2)).toBe('kept');
    expect(await one().keep(handOff(), 2)).toBe('full');
    expect(await one().keep(handOff({ space: 'phone/7' }), 2)).toBe('kept');
    expect(await one().redeem(first, 'ana', MADE_AT)).toBe('redeemed');
    expect(await one().keep(handOff(), 2)).toBe('kept');
    expect(await one().keep(handOff({ madeAt: EXPIRES_AT, expiresAt: 9e6 }), 2)).toBe('kept');
  });

  it('is redeemed once; the same redeeming sent again is the same one', async () => {
    const kept = handOff();
    await one().keep(kept, 10);
    expect(await one().redeem(kept, 'ana', MADE_AT)).toBe('redeemed');
    expect(await other().redeem(kept, 'ben', MADE_AT)).toBe('used');
    expect(await other().redeem(kept, 'ana', EXPIRES_AT + 1)).toBe('redeemed');
    expect(await one().find({ id: kept.id })).toEqual({ handOff: kept, redeemedBy: 'ana' });
  });

  it('cannot be redeemed from the millisecond on in which it expires, nor when nobody made it', async () => {
    const kept = handOff();
    await one().keep(kept, 10);
    expect(await one().redeem(kept, 'ana', EXPIRES_AT)).toBe('expired');
    expect(await one().redeem(kept, 'ana', EXPIRES_AT - 1)).toBe('redeemed');
    expect(await one().redeem(handOff(), 'ana', MADE_AT)).toBe('unknown');
  });

  it('is won by exactly one of all who try at once, on all processes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 7 }), { minLength: 2, maxLength: 24 }),
        async (redeemers) => {
          const kept = handOff({ space: `race/${String(made)}` });
          await one().keep(kept, 10);
          const came = await Promise.all(
            redeemers.map((by, i) =>
              (i % 2 === 0 ? one() : other()).redeem(kept, `by-${String(by)}`, MADE_AT),
            ),
          );
          const winners = new Set(redeemers.filter((_, i) => came[i] === 'redeemed'));
          expect(winners.size).toBe(1);
          const [winner = -1] = winners;
          for (const [i, by] of redeemers.entries()) {
            expect(came[i]).toBe(by === winner ? 'redeemed' : 'used');
          }
          const found = await other().find({ id: kept.id });
          expect(found?.redeemedBy).toBe(`by-${String(winner)}`);
        },
      ),
      { numRuns: runs(50) },
    );
  });

  it('gives one of many that ask for the same code at once', async () => {
    const asked = Array.from({ length: 20 }, () => handOff({ codeHash: 'contested' }));
    const came = await Promise.all(
      asked.map((each, i) => (i % 2 === 0 ? one() : other()).keep(each, 100)),
    );
    expect(came.filter((each) => each === 'kept')).toHaveLength(1);
    expect(came.filter((each) => each === 'taken')).toHaveLength(19);
  });

  describe('the expiry', () => {
    it('is told of those that were not used, the earliest first, until they were', async () => {
      const [late, early, used] = [
        handOff({ expiresAt: EXPIRES_AT + 5 }),
        handOff(),
        handOff({ expiresAt: EXPIRES_AT + 1 }),
      ];
      for (const each of [late, early, used]) await one().keep(each, 10);
      await one().redeem(used, 'ana', MADE_AT);
      expect(await other().expired(EXPIRES_AT - 1, 10)).toEqual([]);
      expect(await other().expired(EXPIRES_AT, 10)).toEqual([early]);
      expect(await other().expired(EXPIRES_AT + 5, 10)).toEqual([early, late]);
      expect(await other().expired(EXPIRES_AT + 5, 1)).toEqual([early]);
      await other().expiryTold([early]);
      expect(await one().expired(EXPIRES_AT + 5, 10)).toEqual([late]);
      expect(await one().redeem(early, 'ana', EXPIRES_AT)).toBe('expired');
    });
  });
}
