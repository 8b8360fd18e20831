import { describe, expect, it } from '@jest/globals';
import { openJourney, type OpenJourney } from '#testing';
import { byRelevance, JUST_CAME_MS } from './relevance.js';
import { type LeaseShown } from './continuation.js';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const MINUTE = 60_000;

function order(open: readonly OpenJourney[], channel?: string): readonly string[] {
  const candidates = open.map((one) => openJourney(one, channel, NOW));
  return byRelevance(candidates, channel, NOW).map(({ journeyId }) => journeyId);
}

function reasons(open: OpenJourney, channel?: string): readonly string[] | undefined {
  return byRelevance([openJourney(open, channel, NOW)], channel, NOW)[0]?.relevance.reasons;
}

const heldBy = (holder: string, channel: string): LeaseShown => {
  const [since, until] = ['2026-11-21T11:59:00.000Z', '2026-11-21T12:04:00.000Z'];
  return { holder, channel, since, until, takenFrom: null };
};
const came = (type: string, channel: string, ago: number) => ({
  recent: [{ type, channel, time: NOW - ago }],
});

describe('the order of a customer’s journeys', () => {
  it('begins with the one that was handed off to the channel that asks, and says so', () => {
    const handed = { id: 'a', changes: came('handoff.redeemed', 'phone', MINUTE) };
    const ready: OpenJourney = { id: 'b', state: 'details-said', changes: { lastSeen: NOW } };
    expect(order([ready, handed], 'phone')).toEqual(['a', 'b']);
    expect(order([ready, handed], 'web')).toEqual(['b', 'a']);
    expect(reasons(handed, 'phone')?.[0]).toBe('handed-off-here');
  });

  it('forgets after a quarter of an hour that somebody just came', () => {
    const recognised = (ago: number): OpenJourney => ({
      id: 'a',
      changes: came('caller.recognised', 'phone', ago),
    });
    expect(reasons(recognised(JUST_CAME_MS - 1), 'phone')).toContain('recognised-here');
    expect(reasons(recognised(JUST_CAME_MS), 'phone')).not.toContain('recognised-here');
  });

  it('puts what goes on here without a question before what asks one, and that before what goes on elsewhere', () => {
    const elsewhere: OpenJourney = { id: 'a', state: 'identity' };
    const asks: OpenJourney = { id: 'b', state: 'details' };
    const asksNothing: OpenJourney = { id: 'c', state: 'details-said' };
    expect(order([elsewhere, asks, asksNothing], 'web')).toEqual(['c', 'b', 'a']);
    expect(reasons(asksNothing, 'web')).toContain('nothing-to-ask');
    expect(reasons(asks, 'web')).not.toContain('nothing-to-ask');
    expect(reasons(elsewhere, 'web')).not.toContain('goes-on-here');
    expect(reasons(elsewhere, 'phone')).toContain('goes-on-here');
  });

  it('puts what waits for others behind what somebody here can do, and what is paused last', () => {
    const waits: OpenJourney = { id: 'a', state: 'credit', changes: { lastSeen: NOW } };
    const paused: OpenJourney = {
      id: 'b',
      changes: { lastSeen: NOW, status: 'paused', pausedAt: NOW },
    };
    const old: OpenJourney = { id: 'c', state: 'identity', changes: { lastSeen: 0 } };
    expect(order([paused, waits, old], 'web')).toEqual(['c', 'a', 'b']);
    expect(reasons(waits, 'web')).toContain('waits-for-others');
    expect(reasons(paused, 'web')).toContain('paused');
  });

  it('puts the one the customer is on at this moment before others, and one that another holds behind them', () => {
    const stuck: OpenJourney = { id: 'c', lease: heldBy('customer', 'web') };
    const colleague: OpenJourney = { id: 'a', lease: heldBy('jo', 'branch') };
    const free: OpenJourney = { id: 'b' };
    expect(order([colleague, free, stuck], 'phone')).toEqual(['c', 'b', 'a']);
    expect(reasons({ id: 'a', lease: heldBy('jo', 'phone') }, 'phone')).not.toContain(
      'held-elsewhere',
    );
  });

  it('puts the urgent one first where all else is equal, then the one seen last', () => {
    const seen = (id: string, lastSeen: number, stalled = false): OpenJourney => ({
      id,
      state: 'identity',
      changes: { lastSeen, stalled },
    });
    const open = [seen('a', NOW - 2 * MINUTE), seen('b', NOW), seen('c', NOW - 9 * MINUTE, true)];
    expect(order(open, 'phone')).toEqual(['c', 'b', 'a']);
    expect(reasons({ id: 'a' }, 'web')).toContain('due-soon');
  });

  it('leaves what an import tells of to the end: nobody goes on with it', () => {
    const imported: OpenJourney = { id: 'a', state: 'details-said', changes: { clock: 'bpic' } };
    const waits: OpenJourney = { id: 'b', state: 'credit' };
    expect(order([imported, waits], 'web')).toEqual(['b', 'a']);
  });
});
