import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runs } from './depth.js';
import type { JourneyId } from '#contracts';
import { type ContinuityStores, type RecognisableJourney, RECOGNISED_AT_ONCE } from '#ports';

const PLACE = { topic: 'journeys', partition: 3 };

const journey = (name: string): JourneyId =>
  `abcdefghijklmnopqrst.${name.padEnd(8, 'a')}` as JourneyId;
const [ANA, BEN, CLEO] = ['ana', 'ben', 'cleo'].map(journey) as [JourneyId, JourneyId, JourneyId];

/** What every `RecognitionIndex` does. `stores` are two handles on the same, empty place. */
export function recognitionIndexContract(
  stores: () => readonly [ContinuityStores, ContinuityStores],
): void {
  const one = () => stores()[0].recognition;
  const other = () => stores()[1].recognition;
  const put = async (...journeys: RecognisableJourney[]): Promise<void> => {
    const seen = await one().position(PLACE);
    expect(await one().apply({ place: PLACE, seen, next: (seen ?? 0) + 1, journeys })).toBe(true);
  };

  it('finds journeys by one key, and by two of those asked', async () => {
    await put(
      { journeyId: ANA, keys: ['name', 'born'] },
      { journeyId: BEN, keys: ['name', 'mail'] },
    );
    await put({ journeyId: CLEO, keys: ['mail'] });
    expect(await other().having(['name'], 1)).toEqual([ANA, BEN]);
    expect(await other().having(['born', 'mail'], 1)).toEqual([ANA, BEN, CLEO]);
    expect(await other().having(['name', 'born'], 2)).toEqual([ANA]);
    expect(await other().having(['name', 'born', 'mail'], 2)).toEqual([ANA, BEN]);
    expect(await other().having(['name', 'name'], 2)).toEqual([]);
    expect(await other().having(['nothing', 'name'], 2)).toEqual([]);
    expect(await other().having(['name'], 2)).toEqual([]);
    expect(await other().having([], 1)).toEqual([]);
  });

  it('forgets journeys, until it is told of them again', async () => {
    await put({ journeyId: ANA, keys: ['name', 'born'] }, { journeyId: BEN, keys: ['name'] });
    expect(await other().forget([ANA, CLEO])).toBe(1);
    expect(await one().having(['name', 'born'], 1)).toEqual([BEN]);
    expect(await one().forget([ANA])).toBe(0);
    expect(await one().forget([])).toBe(0);
    await put({ journeyId: ANA, keys: ['born'] });
    expect(await other().having(['born'], 1)).toEqual([ANA]);
  });

  it('knows of a journey what was told last', async () => {
    await put({ journeyId: ANA, keys: ['name', 'born'] });
    await put({ journeyId: ANA, keys: ['name', 'mail'] });
    expect(await other().having(['born'], 1)).toEqual([]);
    expect(await other().having(['name', 'mail'], 2)).toEqual([ANA]);
    await put({ journeyId: ANA, keys: [] });
    expect(await other().having(['name', 'mail'], 1)).toEqual([]);
  });

  it('takes an update only from who knows how far it is', async () => {
    const journeys = [{ journeyId: ANA, keys: ['name'] }];
    expect(await one().position(PLACE)).toBeUndefined();
    expect(await one().apply({ place: PLACE, seen: 5, next: 9, journeys })).toBe(false);
    expect(await one().apply({ place: PLACE, seen: undefined, next: 9, journeys })).toBe(true);
    expect(await other().apply({ place: PLACE, seen: undefined, next: 7, journeys: [] })).toBe(
      false,
    );
    expect(await other().position(PLACE)).toBe(9);
    expect(await other().apply({ place: PLACE, seen: 9, next: 2, journeys: [] })).toBe(true);
    expect(await one().position(PLACE)).toBe(2);
    expect(await one().position({ ...PLACE, partition: 4 })).toBeUndefined();
  });

  it('gives so many at most', async () => {
    const many = Array.from({ length: RECOGNISED_AT_ONCE + 5 }, (_, i) =>
      journey(`j${String.fromCharCode(97 + i)}`),
    );
    await put(...many.map((journeyId) => ({ journeyId, keys: ['name', 'born'] })));
    expect(await one().having(['name'], 1)).toHaveLength(RECOGNISED_AT_ONCE);
    expect(await one().having(['name', 'born'], 2)).toHaveLength(RECOGNISED_AT_ONCE);
  });

  it('finds just those that have enough of the keys, whatever was told', async () => {
    const keys = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'));
    const journeys = fc.constantFrom(ANA, BEN, CLEO);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ journeyId: journeys, keys })),
        keys,
        async (told, asked) => {
          await put(...[ANA, BEN, CLEO].map((journeyId) => ({ journeyId, keys: [] })));
          for (const each of told) await put(each);
          const latest = new Map(told.map((each) => [each.journeyId, each.keys]));
          for (const least of [1, 2] as const) {
            const right = [...latest].filter(
              ([, own]) => own.filter((key) => asked.includes(key)).length >= least,
            );
            const expected = right.map(([journeyId]) => journeyId).toSorted();
            expect(await other().having(asked, least)).toEqual(expected);
          }
        },
      ),
      { numRuns: runs(40) },
    );
  });
}
