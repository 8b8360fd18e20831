import { LIVE_CLOCK, type JourneyState } from '#contracts';
import { HAND_OFF_EVENTS } from '../record/hand-off-events.js';
import { type Continuation, nowFor } from './continuation.js';

// What whoever picks up the phone, or the page that opens, wants to see first. Invariants:
// R1 The order is total and depends on nothing but the journeys, the channel that asks, and the time.
// R2 The order of two journeys is the order of their ranks: a third one changes nothing.
// R3 What the channel that asks has no part in (not in `CHANNEL_REASONS`) ranks a journey the same on every channel.

/** How long a customer counts as just come, ms. */
export const JUST_CAME_MS = 15 * 60_000;
/** A timer that fires within this time is due soon, ms. */
const DUE_SOON_MS = 24 * 60 * 60_000;

/** Why a journey stands where it does in the order: those that lift it first, then those that lower it. */
export const RELEVANCE_REASONS = [
  'handed-off-here',
  'recognised-here',
  'customer-is-on-it',
  'nothing-to-ask',
  'goes-on-here',
  'stalled',
  'due-soon',
  'held-elsewhere',
  'waits-for-others',
  'paused',
  'imported',
] as const;
export type RelevanceReason = (typeof RELEVANCE_REASONS)[number];

/** Reasons that depend on the channel that asks (R3). */
export const CHANNEL_REASONS: ReadonlySet<RelevanceReason> = new Set([
  'handed-off-here',
  'recognised-here',
  'nothing-to-ask',
  'goes-on-here',
  'held-elsewhere',
]);

/** One journey of a customer, and what is shown of it to the channel that asks. */
export interface Candidate {
  readonly journey: JourneyState;
  /** Made for the channel that asks, with its lease. */
  readonly shown: Continuation;
}

/** A continuation with its reasons; the first in a list is the most relevant. */
export interface RelevantContinuation extends Continuation {
  readonly relevance: { readonly reasons: readonly RelevanceReason[] };
}

/**
 * A customer's journeys in the order in which they matter to `channel` (undefined: nobody's in particular) at `now`, ms
 * since the epoch on the live clock. Before others come, weighed in this order:
 *
 * 1. what goes on by itself in real time, before an import's journeys;
 * 2. one handed off to this channel, or whose customer was recognised on it, in the last quarter of an hour: that is what they
 *    come about, even if it waits;
 * 3. one that a customer or an agent can move, before one that waits for a service or somebody else, before a paused one;
 * 4. one the customer is working on at this moment, on whatever channel: they call because they are stuck;
 * 5. one nobody works on elsewhere;
 * 6. one that goes on here and needs nothing more, then one that goes on here and asks for something, then those that only
 *    others can move;
 * 7. one that is stalled or due within a day;
 * 8. the one seen last; and at last, so that there is one order only, the one with the lower id.
 */
export function byRelevance(
  candidates: readonly Candidate[],
  channel: string | undefined,
  now: number,
): readonly RelevantContinuation[] {
  return candidates
    .map((one) => {
      const reasons = reasonsOf(one, channel, now);
      return { ...one, reasons, rank: rankOf(new Set(reasons), one) };
    })
    .toSorted((a, b) => compareRanks(a.rank, b.rank) || compareIds(a.journey, b.journey))
    .map(({ shown, reasons }) => ({ ...shown, relevance: { reasons } }));
}

function reasonsOf(
  { journey, shown }: Candidate,
  channel: string | undefined,
  live: number,
): readonly RelevanceReason[] {
  const now = nowFor(journey, live);
  const { lease, next, stalled, status, due } = shown;
  const came = journey.recent.filter(
    (step) => step.channel === channel && now - step.time < JUST_CAME_MS,
  );
  const here = next.filter((step) => step.here && step.prompt !== null);
  const holds: Readonly<Record<RelevanceReason, boolean>> = {
    'handed-off-here': came.some(({ type }) => type === HAND_OFF_EVENTS.redeemed),
    'recognised-here': came.some(({ type }) => type === HAND_OFF_EVENTS.recognised),
    'customer-is-on-it': lease?.holder === CUSTOMER,
    'nothing-to-ask': here.some(({ needs }) => needs.length === 0),
    'goes-on-here': here.length > 0,
    stalled,
    'due-soon': due !== null && Date.parse(due) - now <= DUE_SOON_MS,
    'held-elsewhere': lease !== null && lease.holder !== CUSTOMER && lease.channel !== channel,
    'waits-for-others': status === 'open' && next.length === 0,
    paused: status === 'paused',
    imported: journey.clock !== LIVE_CLOCK,
  };
  return RELEVANCE_REASONS.filter((reason) => holds[reason]);
}

/** The holder's name when the customer works on it, not an agent. */
const CUSTOMER = 'customer';

/** The lower the earlier, from the first place where two ranks differ. */
function rankOf(reasons: ReadonlySet<RelevanceReason>, { journey }: Candidate): readonly number[] {
  const after = (reason: RelevanceReason): number => (reasons.has(reason) ? 1 : 0);
  const before = (...any: readonly RelevanceReason[]): number =>
    any.some((reason) => reasons.has(reason)) ? 0 : 1;
  return [
    after('imported'),
    before('handed-off-here', 'recognised-here'),
    after('paused'),
    after('waits-for-others'),
    before('customer-is-on-it'),
    after('held-elsewhere'),
    before('nothing-to-ask'),
    before('goes-on-here'),
    before('stalled', 'due-soon'),
    -journey.lastSeen,
  ];
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const differs = a.findIndex((place, i) => place !== b[i]);
  return differs < 0 ? 0 : (a[differs] ?? 0) - (b[differs] ?? 0);
}

function compareIds(a: JourneyState, b: JourneyState): number {
  return a.journeyId < b.journeyId ? -1 : 1;
}
