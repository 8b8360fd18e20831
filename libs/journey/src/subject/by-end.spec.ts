import { describe, expect, it } from '@jest/globals';
import { LATEST_SEMANTICS, Semantics } from '#contracts';
import { JourneyScenario } from '#testing';
import { type DefinitionSource } from '../definition/definition.js';

const REPAIR: DefinitionSource = {
  journey: 'repair',
  version: 1,
  title: 'Repair',
  startsOn: ['repair.ordered'],
  correlation: { by: 'data.repair' },
  initial: 'ordered',
  states: {
    ordered: { on: { 'repair.done': { target: 'done' } } },
    done: { type: 'final', outcome: 'repaired' },
  },
};

/** Who orders a long repair, and then has sixteen short ones done. */
function customer(semantics = LATEST_SEMANTICS): JourneyScenario {
  const scenario = new JourneyScenario(REPAIR);
  scenario.semantics = semantics;
  for (const repair of ['long', ...Array.from({ length: 16 }, (_, at) => `short ${at}`)]) {
    scenario.happens('repair.ordered', { data: { repair } });
    if (repair !== 'long') scenario.happens('repair.done', { data: { repair } });
  }
  return scenario;
}

const ends = (scenario: JourneyScenario, repair: string) =>
  scenario.happens('repair.done', { data: { repair } });

const nameOf = ({ correlation }: { readonly correlation: string | null }): string | null =>
  correlation;

describe('a journey that ends after sixteen that began later', () => {
  it('is kept, and the one that ended first goes', () => {
    const scenario = customer();
    expect(ends(scenario, 'long').archived.map(nameOf)).toEqual(['short 0']);
    expect(scenario.journeys.map(nameOf)).toContain('long');
    scenario.happens('repair.ordered', { data: { repair: 'next' } });
    expect(ends(scenario, 'next').archived.map(nameOf)).toEqual(['short 1']);
    expect(scenario.journeys).toHaveLength(16);
  });

  it('is told of what comes late and names no journey', () => {
    const scenario = customer();
    const long = scenario.journeys[0]?.journeyId;
    ends(scenario, 'long');
    const { disposition } = scenario.happens('repair.done');
    expect(disposition).toMatchObject({ reason: 'journey-closed', journeyIds: [long] });
  });

  it('was archived at once, where records say so that were written before', () => {
    const scenario = customer(Semantics.first);
    const youngest = scenario.journeys.at(-1)?.journeyId;
    expect(ends(scenario, 'long').archived.map(nameOf)).toEqual(['long']);
    const { disposition } = scenario.happens('repair.done');
    expect(disposition).toMatchObject({ reason: 'journey-closed', journeyIds: [youngest] });
  });

  it('is kept from the first record on that says so, whatever was folded before', () => {
    const scenario = customer(Semantics.first);
    scenario.semantics = Semantics.ordersByEnd;
    expect(ends(scenario, 'long').archived.map(nameOf)).toEqual(['short 0']);
  });

  it('is kept where many end in the same moment', () => {
    const scenario = customer();
    const at = new Date(scenario.now).toISOString();
    const others = Array.from({ length: 16 }, (_, other) => `other ${other}`);
    for (const repair of ['first', ...others]) {
      scenario.happens('repair.ordered', { data: { repair }, at });
    }
    for (const repair of [...others, 'first']) {
      scenario.happens('repair.done', { data: { repair }, at });
    }
    const ended = scenario.journeys.filter(({ status }) => status === 'ended');
    expect(ended.map(nameOf).toSorted()).toEqual(['first', ...others.slice(1)].toSorted());
  });
});
