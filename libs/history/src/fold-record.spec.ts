import { beforeEach, expect, it } from '@jest/globals';
import { type PlacedEntry } from '#contracts';
import { CARD_APPLICATION, JourneyScenario } from '#testing';
import { foldRecord, type Folded } from './fold-record.js';

let ana: JourneyScenario;

beforeEach(() => {
  ana = new JourneyScenario(CARD_APPLICATION);
  ana.happens('application.started');
});

/** A record comes that this build cannot fold. */
function meetsBug(): Folded {
  const decide = (): never => {
    throw new Error('no rule for this');
  };
  const last = ana.records.at(-1) as PlacedEntry;
  const placed = { ...last, offset: last.offset + 1 };
  return foldRecord({ decide, definitions: ana.definitions }, ana.state, placed);
}

it.each([
  ['open', []],
  ['paused', ['pause']],
])('a journey that is %s is faulted by a record that cannot be folded', (status, commands) => {
  for (const command of commands) ana.operator(command);
  expect(ana.journey.status).toBe(status);
  const { decision, bug } = meetsBug();
  const { journeyId, version, configuration } = ana.journey;
  const faulted = { journeyId, status: 'faulted', version: version + 1, configuration };
  expect(decision.state.journeys).toMatchObject([faulted]);
  expect(decision.changed).toMatchObject([faulted]);
  expect(decision.journeyEvents).toMatchObject([{ type: 'faulted', journeyId }]);
  expect(decision.disposition).toMatchObject({ kind: 'deferred', reason: 'bug' });
  expect(bug).toMatchObject({ journeyId });
});

it('records of a subject whose paused journey is faulted wait', () => {
  ana.operator('pause');
  const { state } = meetsBug().decision;
  const placed = ana.records.at(-1) as PlacedEntry;
  const decide = (): never => {
    throw new Error('must not be asked');
  };
  const { decision, bug } = foldRecord({ decide, definitions: ana.definitions }, state, placed);
  expect(bug).toBeUndefined();
  expect(decision).toMatchObject({
    state,
    disposition: { kind: 'deferred', reason: 'journey-faulted' },
  });
});

it('a journey that has ended is left as it ended', () => {
  ana.operator('cancel');
  const { decision } = meetsBug();
  expect(decision.changed).toEqual([]);
  expect(decision.state.journeys).toEqual(ana.journeys);
});
