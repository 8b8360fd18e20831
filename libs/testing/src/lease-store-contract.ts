import { expect, it } from '@jest/globals';
import type { JourneyId } from '#contracts';
import { type ContinuityStores, type Lease } from '#ports';

const ONE = 'abcdefghijklmnopqrst.aaaaaaaa' as JourneyId;
const TWO = 'abcdefghijklmnopqrst.bbbbbbbb' as JourneyId;

const lease = (mark: string, given: Partial<Lease> = {}): Lease => ({
  journeyId: ONE,
  holder: 'jo',
  channel: 'phone',
  since: 1_000,
  until: 2_000,
  keyId: 'k',
  takenFrom: null,
  mark,
  ...given,
});

/** What every `LeaseStore` does. `stores` are two handles on the same, empty place. */
export function leaseStoreContract(
  stores: () => readonly [ContinuityStores, ContinuityStores],
): void {
  const one = () => stores()[0].leases;
  const other = () => stores()[1].leases;

  it('is held by nobody until it is put there, and not from its end on', async () => {
    expect(await one().current([ONE, TWO], 0)).toEqual([undefined, undefined]);
    expect(await one().current([], 0)).toEqual([]);
    expect(await one().swap(ONE, null, lease('a'), 1_000)).toBe(true);
    expect(await other().current([TWO, ONE], 1_999)).toEqual([undefined, lease('a')]);
    expect(await other().current([ONE], 2_000)).toEqual([undefined]);
  });

  it('changes only for who has seen it as it is', async () => {
    await one().swap(ONE, null, lease('a'), 1_000);
    expect(await other().swap(ONE, null, lease('b'), 1_001)).toBe(false);
    expect(await other().swap(ONE, 'x', lease('b'), 1_001)).toBe(false);
    expect(await other().swap(ONE, 'a', lease('b', { holder: 'kim' }), 1_001)).toBe(true);
    expect(await one().swap(ONE, 'a', null, 1_002)).toBe(false);
    expect(await one().current([ONE], 1_002)).toEqual([lease('b', { holder: 'kim' })]);
    expect(await one().swap(ONE, 'b', null, 1_002)).toBe(true);
    expect(await other().current([ONE], 1_002)).toEqual([undefined]);
  });

  it('is free again once it has ended', async () => {
    await one().swap(ONE, null, lease('a'), 1_000);
    expect(await other().swap(ONE, 'a', lease('b', { until: 9_000 }), 2_000)).toBe(false);
    expect(await other().swap(ONE, null, lease('b', { until: 9_000 }), 2_000)).toBe(true);
  });

  it('is given to one of all who ask at once', async () => {
    const came = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        (i % 2 === 0 ? one() : other()).swap(ONE, null, lease(`m${String(i)}`), 1_000),
      ),
    );
    expect(came.filter((each) => each)).toHaveLength(1);
    const [held] = await one().current([ONE], 1_000);
    expect(held?.mark).toBe(`m${String(came.indexOf(true))}`);
  });

  it('tells each changed journey once, as it is now', async () => {
    const before = await one().lastChange();
    await one().swap(ONE, null, lease('a'), 1_000);
    await one().swap(TWO, null, lease('b', { journeyId: TWO, until: 9_000 }), 1_000);
    await other().swap(ONE, 'a', null, 1_001);
    const told = await other().changes(before, 1_001);
    expect(told.changes).toEqual([
      { journeyId: TWO, lease: lease('b', { journeyId: TWO, until: 9_000 }) },
      { journeyId: ONE, lease: null },
    ]);
    expect(told.last).toBe(await one().lastChange());
    expect(await one().changes(told.last, 1_001)).toEqual({ changes: [], last: told.last });
  });

  it('goes on counting changes when old ones are forgotten', async () => {
    await one().swap(ONE, null, lease('a'), 1_000);
    const before = await one().lastChange();
    await one().swap(TWO, null, lease('b', { journeyId: TWO, until: 9_000 }), 5_000);
    const told = await other().changes(before, 5_000);
    expect(told.changes.map((each) => each.journeyId)).toEqual([TWO]);
    expect(told.last).toBeGreaterThan(before);
  });
}
