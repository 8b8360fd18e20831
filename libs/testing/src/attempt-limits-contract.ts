import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runs } from './depth.js';
import { type Allowance, type ContinuityStores } from '#ports';

const MINUTE = 60_000;
const allow = (key: string, limit: number, windowMs = MINUTE): Allowance => ({
  key,
  limit,
  windowMs,
});

/** What every `AttemptLimits` does. `stores` are two handles on the same, empty place. */
export function attemptLimitsContract(
  stores: () => readonly [ContinuityStores, ContinuityStores],
): void {
  const one = () => stores()[0].attempts;
  const other = () => stores()[1].attempts;

  it('counts up to the limit, and says when the window begins anew', async () => {
    const caller = allow('caller', 2);
    expect(await one().spend([caller], 10)).toBeUndefined();
    expect(await other().spend([caller], 20)).toBeUndefined();
    expect(await one().spend([caller], MINUTE - 1)).toBe(MINUTE);
    expect(await one().spend([caller], MINUTE)).toBeUndefined();
  });

  it('counts against all or none', async () => {
    const [caller, space] = [allow('caller', 5), allow('space', 1, 10 * MINUTE)];
    expect(await one().spend([caller, space], 0)).toBeUndefined();
    for (let i = 0; i < 10; i++) expect(await one().spend([caller, space], i)).toBe(10 * MINUTE);
    for (let i = 0; i < 4; i++) expect(await one().spend([caller], i)).toBeUndefined();
    expect(await one().spend([caller], 0)).toBe(MINUTE);
  });

  it('forgets an attempt that is given back, and never counts below none', async () => {
    const caller = allow('caller', 1);
    await one().giveBack([caller], 0);
    expect(await one().spend([caller], 0)).toBeUndefined();
    await other().giveBack([caller], 0);
    expect(await one().spend([caller], 0)).toBeUndefined();
    expect(await one().spend([caller], 0)).toBe(MINUTE);
  });

  it('keeps windows of different lengths apart', async () => {
    expect(
      await one().spend([allow('caller', 1), allow('caller', 1, 2 * MINUTE)], 0),
    ).toBeUndefined();
    expect(await one().spend([allow('caller', 1), allow('caller', 1, 2 * MINUTE)], 0)).toBe(
      2 * MINUTE,
    );
  });

  it('lets exactly as many through as the limit says, however many come at once', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 12 }), fc.integer({ min: 1, max: 24 }), async (limit, n) => {
        const caller = allow(`crowd-${String(run++)}`, limit);
        const came = await Promise.all(
          Array.from({ length: n }, (_, i) => (i % 2 === 0 ? one() : other()).spend([caller], 5)),
        );
        const through = came.filter((each) => each === undefined);
        expect(through).toHaveLength(Math.min(limit, n));
      }),
      { numRuns: runs(30) },
    );
  });
}
