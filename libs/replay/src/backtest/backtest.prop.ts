import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type PlacedEntry, LATEST_SEMANTICS } from '#contracts';
import { type Definition, type DefinitionSource } from '#journey';
import { CARD_APPLICATION, compiled, interaction } from '#testing';
import { Backtest } from './backtest.js';
import { type BacktestReport } from './report.js';
import { spreadOf } from './spread.js';

const HOUR = 3_600_000;

function version(source: DefinitionSource): Definition {
  const definition = compiled(source).get(source.journey, source.version);
  if (definition === undefined) throw new Error('it is not there');
  return definition;
}

const live = version(CARD_APPLICATION);
const draft = version({
  ...(JSON.parse(
    JSON.stringify(CARD_APPLICATION).replace('"P14D"', '"P3D"').replace('> 600', '> 800'),
  ) as DefinitionSource),
  version: 2,
});

const TYPES = [
  'application.started',
  'application.details-submitted',
  'application.withdrawn',
  'identity.verified',
  'credit.reported',
  'offer.accepted',
];
const DATA = new TextEncoder().encode('{"fullName":"Ana","income":1,"level":0.9,"score":700}');

/** The records of a few customers. */
const traffic = fc.array(
  fc.array(
    fc.record({ type: fc.constantFrom(...TYPES), hours: fc.integer({ min: 0, max: 200 }) }),
    {
      maxLength: 12,
    },
  ),
  { maxLength: 4 },
);
type Traffic = readonly (readonly { readonly type: string; readonly hours: number }[])[];

function backtest(from: Definition, to: Definition, events: Traffic): BacktestReport {
  const run = new Backtest({ live: from, draft: to });
  for (const [index, customer] of events.entries()) {
    const subjectId = `customer-${index}`;
    let time = 0;
    const records = customer.map(({ type, hours }, offset): PlacedEntry => {
      time += hours * HOUR;
      const value = interaction({
        id: `${subjectId}-${offset}`,
        type,
        time,
        subjectId,
        data: DATA,
      });
      return {
        entry: { name: 'Interaction', value },
        partition: 0,
        offset,
        timestamp: time,
        semantics: LATEST_SEMANTICS,
      };
    });
    run.add(records, new Map([['live', 3_000 * HOUR]]));
  }
  return run.report();
}

describe('for all traffic', () => {
  it('a version compared with itself is the same in every journey', () => {
    fc.assert(
      fc.property(traffic, (events) => {
        const { journeys, live: one, draft: other, partings } = backtest(live, live, events);
        expect(journeys.different).toBe(0);
        expect(other).toEqual(one);
        expect(partings).toEqual([]);
      }),
    );
  });

  it('live and draft change places when the versions do', () => {
    fc.assert(
      fc.property(traffic, (events) => {
        const there = backtest(live, draft, events);
        const back = backtest(draft, live, events);
        expect(back.live).toEqual(there.draft);
        expect(back.draft).toEqual(there.live);
        expect(back.journeys).toEqual(there.journeys);
        expect(back.differences).toEqual(there.differences);
      }),
    );
  });

  it('every journey is in one cell of the matrix, and every different one parts somewhere or differs beside its way', () => {
    fc.assert(
      fc.property(traffic, (events) => {
        const {
          journeys,
          outcomeMoves,
          partings,
          changed,
          differences,
          live: one,
        } = backtest(live, draft, events);
        const sum = (counts: readonly number[]): number =>
          counts.reduce((all, some) => all + some, 0);
        expect(sum(outcomeMoves.map((move) => move.journeys))).toBe(journeys.seen);
        expect(sum(Object.values(one.outcomes))).toBe(one.journeys);
        expect(journeys.same + journeys.different).toBe(journeys.seen);
        expect(changed).toHaveLength(journeys.different);
        expect(sum(partings.map((parting) => parting.journeys))).toBe(
          differences.path + differences.times,
        );
      }),
    );
  });

  it('a quantile is a time that was taken, and no more than its share took longer', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 60 }), (times) => {
        const { median, p90, longest, mean } = spreadOf(times);
        for (const [time, share] of [
          [median, 0.5],
          [p90, 0.9],
        ] as const) {
          expect(times).toContain(time);
          const longer = times.filter((one) => one > (time ?? 0)).length;
          expect(longer).toBeLessThanOrEqual((1 - share) * times.length + 1e-9);
        }
        expect(longest).toBe(Math.max(...times));
        expect(mean).toBeLessThanOrEqual(longest ?? 0);
      }),
    );
  });
});
