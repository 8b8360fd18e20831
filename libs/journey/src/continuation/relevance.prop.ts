import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { OPEN_STATES, openJourney, type OpenJourney } from '#testing';
import { byRelevance, CHANNEL_REASONS, type RelevanceReason } from './relevance.js';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const MINUTE = 60_000;
const CHANNELS = ['web', 'phone', 'branch'] as const;
const channels = fc.constantFrom(...CHANNELS, undefined);

/** Times close together, so that some are the same, and on both sides of a quarter of an hour ago. */
const times = fc.integer({ min: 0, max: 6 }).map((steps) => NOW - steps * 4 * MINUTE);
const leases = fc.record({
  holder: fc.constantFrom('customer', 'jo'),
  channel: fc.constantFrom(...CHANNELS),
  since: fc.constant('2026-11-21T11:59:00.000Z'),
  until: fc.constant('2026-11-21T12:04:00.000Z'),
  takenFrom: fc.constant(null),
});
const changes = fc.record({
  lastSeen: times,
  stalled: fc.boolean(),
  clock: fc.constantFrom('live', 'live', 'live', 'import'),
  status: fc.constantFrom('open', 'open', 'paused'),
  recent: fc.array(
    fc.record({
      time: times,
      channel: fc.constantFrom(...CHANNELS),
      type: fc.constantFrom('handoff.redeemed', 'caller.recognised', 'page.viewed'),
    }),
    { maxLength: 2 },
  ),
});
const journeys: fc.Arbitrary<readonly OpenJourney[]> = fc.uniqueArray(
  fc.record({
    id: fc.stringMatching(/^[a-z]{1,2}$/),
    state: fc.constantFrom(...OPEN_STATES),
    changes,
    lease: fc.option(leases, { nil: null, freq: 2 }),
  }),
  { selector: ({ id }) => id, maxLength: 10 },
);

const ordered = (open: readonly OpenJourney[], channel: string | undefined) =>
  byRelevance(
    open.map((one) => openJourney(one, channel, NOW)),
    channel,
    NOW,
  );
const ids = (open: readonly OpenJourney[], channel: string | undefined) =>
  ordered(open, channel).map(({ journeyId }) => journeyId);

describe('the order by relevance', () => {
  it('has every journey once, and is the same in whatever order they are found', () => {
    fc.assert(
      fc.property(journeys, channels, (open, channel) => {
        const first = ids(open, channel);
        expect(first.toSorted()).toEqual(open.map(({ id }) => id).toSorted());
        expect(ids(open.toReversed(), channel)).toEqual(first);
      }),
    );
  });

  it('puts two journeys in the same order whatever stands between them', () => {
    fc.assert(
      fc.property(journeys, channels, fc.nat(), (open, channel, nth) => {
        const without = open.filter((_, i) => i !== nth % Math.max(1, open.length));
        const left = new Set(without.map(({ id }) => id));
        expect(ids(without, channel)).toEqual(ids(open, channel).filter((id) => left.has(id)));
      }),
    );
  });

  it('changes with the channel only for journeys for which the channel says something else', () => {
    fc.assert(
      fc.property(journeys, channels, channels, (open, one, other) => {
        const [before, after] = [ordered(open, one), ordered(open, other)];
        const said = (all: typeof before) =>
          new Map(all.map(({ journeyId, relevance }) => [journeyId, relevance.reasons]));
        const [was, is] = [said(before), said(after)];
        const same = (id: string) => String(was.get(id)) === String(is.get(id));
        const kept = (all: typeof before) => all.map((each) => each.journeyId).filter(same);
        expect(kept(after)).toEqual(kept(before));
        const own = (reasons: readonly RelevanceReason[] = []) =>
          reasons.filter((reason) => !CHANNEL_REASONS.has(reason));
        for (const { id } of open) expect(own(is.get(id))).toEqual(own(was.get(id)));
      }),
    );
  });
});
