import { describe, expect, it } from '@jest/globals';
import { compiled, CARD_APPLICATION } from '#testing';
import { Backtest } from './backtest.js';
import { judge } from './expectation.js';
import { readExpectations } from './read-expectations.js';
import { type BacktestReport } from './report.js';

const [definition] = compiled(CARD_APPLICATION).all();
if (definition === undefined) throw new Error('it is not there');
const empty = new Backtest({ live: definition, draft: definition }).report();
const report: BacktestReport = {
  ...empty,
  journeys: { seen: 200, same: 190, different: 10 },
  draft: {
    ...empty.draft,
    outcomes: { ...empty.draft.outcomes, accepted: 12 },
    dispositions: { 'unmatched: guard-false': 3 },
    timeToEnd: {
      all: { count: 1, mean: 86_400_000, median: 86_400_000, p90: 1, longest: 2 },
    },
  },
};

describe('an expectation', () => {
  it.each([
    'draft.outcomes.accepted >= live.outcomes.accepted',
    'draft.outcomes.accepted == 12 && live.outcomes.accepted == 0',
    'journeys.different <= journeys.seen / 20',
    'journeys.different * 2 < 20.5',
    'draft.timeToEnd.all.median <= 24 * hour && draft.timeToEnd.all.median == day',
    'draft.dispositions["unmatched: guard-false"] < 4',
    'live.states.details.entered + 1 == 1',
  ])('holds: %s', (that) => {
    expect(judge({ that }, report)).toMatchObject({ held: true, fault: undefined });
  });

  it('that does not hold names the figures it was about', () => {
    expect(judge({ that: 'draft.outcomes.accepted < live.outcomes.accepted' }, report)).toEqual({
      that: 'draft.outcomes.accepted < live.outcomes.accepted',
      held: false,
      figures: { 'draft.outcomes.accepted': 12, 'live.outcomes.accepted': 0 },
      fault: undefined,
    });
  });

  it.each([
    ['draft.outcomes.acepted == 0', '`draft.outcomes` has no `acepted`; did you mean `accepted`?'],
    [
      'live.timeToEnd.all.median < day',
      '`live.timeToEnd.all.median` has no value: nothing was counted there',
    ],
    ['drat.outcomes.accepted == 0', 'Unknown variable: drat'],
    ['draft.outcomes.accepted +', expect.stringContaining('Unexpected')],
    ['1 + 1', 'must be true or false, this is of type int'],
    ['draft.outcomes == 1', undefined],
    [`true ${'&& true '.repeat(300)}`, expect.stringMatching(/longer than|ast/i)],
  ])('cannot be told, and has not held: %s', (that, fault) => {
    expect(judge({ that }, report)).toMatchObject({ held: false, fault });
  });
});

describe('a file of expectations', () => {
  const read = (text: string) => readExpectations(text, 'v2.expect.yaml', 'card-application');

  it('is read', () => {
    const text = `journey: card-application\nexpect:\n  - that: journeys.same > 1\n    because: why\n`;
    expect(read(text)).toEqual({
      expectations: [{ that: 'journeys.same > 1', because: 'why' }],
      faults: [],
    });
  });

  it.each([
    [
      'journey: other\nexpect:\n  - that: journeys.same > 1\n',
      1,
      'the backtest is of `card-application`',
    ],
    ['journey: card-application\nexpect:\n  - that: journeys.same >\n', 3, expect.any(String)],
    ['journey: card-application\nexpect: []\n', 2, expect.any(String)],
    ['journey: card-application\nexpect:\n  - what: x\n', 3, expect.any(String)],
    ['a: [', 1, expect.any(String)],
  ])('tells its faults with their lines: %j', (text, line, message) => {
    const { faults } = read(text);
    expect(faults).toContainEqual(expect.objectContaining({ line, message }));
  });
});
