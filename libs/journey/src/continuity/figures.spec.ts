import { describe, expect, it } from '@jest/globals';
import { CARD_APPLICATION, JourneyScenario } from '#testing';
import { HAND_OFF_EVENTS } from '../record/hand-off-events.js';
import { ContinuityTally } from './figures.js';

const MINUTE = 60_000;

/** Figures of all that was decided so far. */
class Counted extends JourneyScenario {
  readonly tally = new ContinuityTally();

  override append(entry: Parameters<JourneyScenario['append']>[0]) {
    const decision = super.append(entry);
    for (const event of decision.journeyEvents) this.tally.add(event);
    return decision;
  }

  handOff(what: 'made' | 'redeemed' | 'expired', handOff: string, channel = 'web'): void {
    const { journeyId, startedAt } = this.journey;
    const madeAt = new Date(startedAt).toISOString();
    const data = { handOff, from: 'web', to: 'phone', madeAt };
    this.happens(HAND_OFF_EVENTS[what], { journeyId, channel, data });
  }
}

describe('continuity figures', () => {
  it('of a customer who is handed to the phone, is asked twice, and gives up and begins again', () => {
    const all = new Counted(CARD_APPLICATION);
    all.happens('application.started', { data: { fullName: 'Ana' } });
    all.handOff('made', 'h-1');
    all.handOff('expired', 'h-1');
    all.handOff('made', 'h-2');
    all.handOff('redeemed', 'h-2', 'phone');
    for (const again of ['Ana', 'Ana']) {
      all.happens('profile.changed', {
        channel: 'phone',
        actor: 'agent',
        data: { fullName: again },
      });
    }
    all.happens('application.started', { channel: 'web' });
    all.happens('application.withdrawn');
    all.happens('application.started');
    expect(all.tally.figures()).toEqual([
      {
        definition: 'card-application',
        journeys: 2,
        started: 2,
        restarts: { anew: 1, wentOn: 1, rate: 2 / 3 },
        repeated: { journeys: 1, rate: 0.5, fields: { fullName: 2 } },
        recognised: 0,
        ways: [
          {
            from: 'phone',
            to: 'web',
            handOffs: { made: 0, redeemed: 0, expired: 0, redemptionRate: null },
            timeToResume: expect.objectContaining({ count: 1, shortest: MINUTE, longest: MINUTE }),
          },
          {
            from: 'web',
            to: 'phone',
            handOffs: { made: 2, redeemed: 1, expired: 1, redemptionRate: 0.5 },
            timeToResume: expect.objectContaining({ count: 1, shortest: MINUTE, median: MINUTE }),
          },
        ],
      },
    ]);
  });

  it('of nothing are none', () => {
    expect(new ContinuityTally().figures()).toEqual([]);
  });

  it('are kept apart by definition, and come by their names', () => {
    const all = new Counted(CARD_APPLICATION, { ...CARD_APPLICATION, journey: 'a-loan' });
    all.happens('application.started');
    expect(all.tally.figures().map(({ definition, started }) => [definition, started])).toEqual([
      ['a-loan', 1],
      ['card-application', 1],
    ]);
  });
});
