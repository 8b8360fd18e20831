import { describe, expect, it } from '@jest/globals';
import { LATEST_SEMANTICS, Semantics } from '#contracts';
import { JourneyScenario } from '#testing';
import { type DefinitionSource } from '../definition/definition.js';

const REPAIR: DefinitionSource = {
  journey: 'repair',
  version: 1,
  title: 'Repair',
  startsOn: ['repair.ordered'],
  correlation: { by: 'subject', concurrency: 'one-open' },
  initial: 'ordered',
  ignore: ['desk.*'],
  states: {
    ordered: { on: { 'repair.done': { target: 'done' } } },
    done: { type: 'final', outcome: 'repaired' },
  },
};

function detailOf(type: string, semantics = LATEST_SEMANTICS): string | null {
  const scenario = new JourneyScenario(REPAIR);
  scenario.semantics = semantics;
  const { disposition } = scenario.happens(type);
  expect(disposition).toMatchObject({ kind: 'unmatched', reason: 'no-definition' });
  return disposition.detail;
}

describe('an event of a type that no definition knows', () => {
  it('is told of the type that was probably meant', () => {
    expect(detailOf('repair.orderd')).toBe(
      'no journey definition knows `repair.orderd`; did you mean `repair.ordered`?',
    );
    expect(detailOf('repair.doen')).toMatch(/did you mean `repair\.done`\?$/);
  });

  it('is told of none where none is near', () => {
    expect(detailOf('weather.changed')).toBe('no journey definition knows `weather.changed`');
  });

  it('was told of none by releases before, and still is in what they wrote', () => {
    expect(detailOf('repair.orderd', Semantics.ordersByEnd)).toBe(
      'no journey definition knows `repair.orderd`',
    );
  });
});
