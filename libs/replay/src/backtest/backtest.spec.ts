import { describe, expect, it } from '@jest/globals';
import { type PlacedEntry, LATEST_SEMANTICS } from '#contracts';
import { type Definition, type DefinitionSource } from '#journey';
import { CARD_APPLICATION, compiled, interaction } from '#testing';
import { Backtest } from './backtest.js';
import { type BacktestReport } from './report.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NINE = Date.parse('2026-01-05T09:00:00Z');

function version(source: DefinitionSource): Definition {
  const definition = compiled(source).get(source.journey, source.version);
  if (definition === undefined) throw new Error('it is not there');
  return definition;
}

const live = version(CARD_APPLICATION);

/** As the live version, but details are waited for a week only, and the link is sent by another service. */
const draft = changed((text) =>
  text.replace('"P14D"', '"P7D"').replace('{"notify":"continue-link"', '{"task":"call-back"'),
);

function changed(by: (text: string) => string): Definition {
  const source = JSON.parse(by(JSON.stringify(CARD_APPLICATION))) as DefinitionSource;
  return version({ ...source, version: 2 });
}

/** One customer's events, days after the first. */
function customer(subjectId: string, events: Readonly<Record<string, number>>): PlacedEntry[] {
  return Object.entries(events).map(([type, days], offset) => {
    const time = NINE + days * DAY;
    const data = new TextEncoder().encode('{"fullName":"Ana","income":1,"level":0.9,"score":700}');
    const value = interaction({ id: `${subjectId}-${offset}`, type, time, subjectId, data });
    return {
      entry: { name: 'Interaction', value },
      partition: 0,
      offset,
      timestamp: time,
      semantics: LATEST_SEMANTICS,
    };
  });
}

const quick = customer('quick', {
  'application.started': 0,
  'application.details-submitted': 0.01,
  'identity.verified': 1,
});
const slow = customer('slow', { 'application.started': 0, 'application.details-submitted': 10 });
const silent = customer('silent', { 'application.started': 0 });

function backtest(
  customers: readonly (readonly PlacedEntry[])[],
  versions: Partial<ConstructorParameters<typeof Backtest>[0]> = {},
): BacktestReport {
  const run = new Backtest({ live, draft, ...versions });
  for (const records of customers) run.add(records, new Map([['live', NINE + 60 * DAY]]));
  return run.report();
}

describe('a backtest', () => {
  it('tells the journeys that go the same way from those that do not', () => {
    const { journeys, records } = backtest([quick, slow, silent]);
    expect(journeys).toEqual({ seen: 3, same: 1, different: 2 });
    expect(records).toMatchObject({ played: 6, customers: 3, from: NINE, until: NINE + 10 * DAY });
  });

  it('says what became of them, live and under the draft, with an example of each', () => {
    const { outcomeMoves, live: before, draft: after } = backtest([quick, slow, silent]);
    expect(outcomeMoves).toEqual(
      [
        { live: 'open', draft: 'abandoned', journeys: 1, example: example('slow') },
        { live: 'abandoned', draft: 'abandoned', journeys: 1, example: example('silent') },
        { live: 'open', draft: 'open', journeys: 1, example: example('quick') },
      ].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    );
    expect(before.outcomes).toMatchObject({ open: 2, abandoned: 1, accepted: 0 });
    expect(after.outcomes).toMatchObject({ open: 1, abandoned: 2, accepted: 0 });
    expect(after.standing).toEqual({ credit: 1, identity: 0 });
  });

  it('finds the state in which they part, and the event in each version', () => {
    expect(backtest([quick, slow, silent]).partings).toMatchObject([
      {
        state: ['details'],
        live: { kind: 'interaction', event: 'application.details-submitted', to: ['identity'] },
        draft: { kind: 'timer', event: 'details:P7D', to: ['abandoned'] },
        journeys: 1,
      },
      {
        state: ['details'],
        live: { kind: 'timer', event: 'details:P14D', to: ['abandoned'] },
        draft: { kind: 'timer', event: 'details:P7D', to: ['abandoned'] },
        journeys: 1,
      },
    ]);
  });

  it('says how long journeys stayed, of those that went on', () => {
    const { live: before, draft: after } = backtest([quick, slow, silent]);
    expect(before.states['details']).toMatchObject({
      title: 'Your details',
      entered: 3,
      count: 3,
      median: 10 * DAY,
      longest: 14 * DAY,
    });
    expect(after.states['details']).toMatchObject({ median: 7 * DAY, longest: 7 * DAY });
    expect(before.states['identity']).toMatchObject({ entered: 2, count: 1 });
    expect(before.states['offer']).toMatchObject({ entered: 0, count: 0, median: null });
    expect(before.timeToEnd['abandoned']).toMatchObject({ count: 1, median: 14 * DAY });
    expect(after.timeToEnd['all']).toMatchObject({ count: 2, mean: 7 * DAY });
  });

  it('counts what would have been sent and which timers would have fired, and sends nothing', () => {
    const { live: before, draft: after } = backtest([quick, slow, silent]);
    expect(before.actions).toEqual({
      'call: credit-check': 1,
      'notify: continue-link': 2,
      'task: call-back': 0,
    });
    expect(after.actions).toEqual({
      'call: credit-check': 1,
      'notify: continue-link': 0,
      'task: call-back': 2,
    });
    expect(before.timers).toMatchObject({ 'details:P14D': 1, 'details:P7D': 0 });
    expect(after.timers).toMatchObject({ 'details:P14D': 0, 'details:P7D': 2 });
  });

  it('says which records come to something else', () => {
    const { dispositionMoves, differences } = backtest([quick, slow, silent]);
    expect(dispositionMoves).toEqual([
      {
        event: 'application.details-submitted',
        live: 'advanced',
        draft: 'unmatched: journey-closed',
        records: 1,
        example: 'slow-1',
      },
    ]);
    expect(differences).toMatchObject({
      dispositions: 1,
      outcome: 1,
      path: 1,
      times: 1,
      fields: 1,
    });
  });

  it('tells journeys that only one version starts', () => {
    const other = changed((text) =>
      text.replace(
        '"startsOn":["application.started"]',
        '"startsOn":["application.details-submitted"]',
      ),
    );
    const { outcomeMoves, differences } = backtest([silent], { draft: other });
    expect(outcomeMoves).toEqual([
      { live: 'abandoned', draft: '-', journeys: 1, example: example('silent') },
    ]);
    expect(differences.started).toBe(1);
  });

  it('lets each version fire its own timers, whatever timers were recorded', () => {
    const recorded: PlacedEntry = {
      entry: {
        name: 'TimerDue',
        value: {
          subjectId: 'silent',
          journeyId: exampleId('silent'),
          timerId: 'details:P14D',
          generation: 2,
          dueAt: NINE + 14 * DAY,
          clock: 'live',
        },
      },
      partition: 0,
      offset: 1,
      timestamp: NINE + 14 * DAY,
      semantics: LATEST_SEMANTICS,
    };
    const with_ = backtest([[...silent, recorded]]);
    expect(with_.records).toMatchObject({ played: 1, timersLeftOut: 1 });
    expect({ ...with_, records: null }).toEqual({ ...backtest([silent]), records: null });
  });

  it('passes over customers to whom the journey means nothing', () => {
    const { records, journeys } = backtest([customer('other', { 'parcel.sent': 0 }), silent]);
    expect(records).toMatchObject({ customers: 1, notConcerned: 1, played: 1 });
    expect(journeys.seen).toBe(1);
  });

  it('counts only journeys that started since a time', () => {
    const late = customer('late', { 'application.started': 20 });
    const { journeys, records } = backtest([silent, late], { since: NINE + 5 * DAY });
    expect(journeys.seen).toBe(1);
    expect(records.played).toBe(1);
  });

  it('says when a version does not come to rest, and leaves its customer out', () => {
    const endless = changed((text) =>
      text.replace('"P14D":{"target":"abandoned"}', '"PT1S":{"target":"details"}'),
    );
    const { faults, journeys } = backtest([silent], { draft: endless });
    expect(faults).toMatchObject([{ version: 'draft', customers: 1 }]);
    expect(faults[0]?.message).toMatch(/a timer that starts itself again/);
    expect(journeys.seen).toBe(0);
  });

  it('refuses versions of two journeys', () => {
    const parcel = version({ ...CARD_APPLICATION, journey: 'parcel' });
    expect(() => new Backtest({ live, draft: parcel })).toThrow(RangeError);
  });
});

const exampleId = (subject: string): string =>
  backtest([customer(subject, { 'application.started': 0 })]).outcomeMoves[0]?.example.journeyId ??
  '';

function example(subject: string): { journeyId: string; startedBy: string } {
  return { journeyId: exampleId(subject), startedBy: `${subject}-0` };
}
