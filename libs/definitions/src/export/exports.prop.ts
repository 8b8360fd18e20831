import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromXStateMachine, toMermaid, toScxml, toXStateMachine } from '#definitions';
import { chartAsDefinition, chartOfScxml, charts, runs } from '#testing';
import { checkMermaid } from '../testing/mermaid-grammar.js';

const numRuns = runs(150, 3_000);
const definitions = charts.map(chartAsDefinition);

describe('for all charts', () => {
  it('an SCXML document read again is the same chart', () => {
    fc.assert(
      fc.property(charts, (chart) => {
        expect(chartOfScxml(toScxml(chartAsDefinition(chart)))).toEqual(chart);
      }),
      { numRuns },
    );
  });

  it('a machine brought over and exported again is the same machine', () => {
    fc.assert(
      fc.property(definitions, (definition) => {
        const machine = toXStateMachine(definition);
        const { source, faults } = fromXStateMachine(JSON.parse(JSON.stringify(machine)), {
          journey: definition.journey,
        });
        expect(faults).toEqual([]);
        expect(source && toXStateMachine(source)).toEqual(machine);
      }),
      { numRuns },
    );
  });

  it('a Mermaid diagram keeps to its grammar, and every state is drawn once', () => {
    fc.assert(
      fc.property(definitions, (definition) => {
        const drawn = checkMermaid(toMermaid(definition));
        const names = [...JSON.stringify(definition).matchAll(/"(s\d+)":\{/g)].map(
          ([, name]) => name,
        );
        expect(drawn.toSorted()).toEqual(names.toSorted());
      }),
      { numRuns },
    );
  });
});
