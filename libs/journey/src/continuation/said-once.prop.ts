import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { JourneyScenario, runs } from '#testing';
import { continuation } from './continuation.js';
import { type DefinitionSource, type FieldSource } from '../definition/definition.js';

const DAY = 86_400_000;
const STALE_AFTER_DAYS = 3;
const NAMES = ['one', 'two', 'three'] as const;

const ASKING: DefinitionSource = {
  journey: 'asking',
  version: 1,
  title: 'Asking',
  startsOn: ['begun'],
  fields: Object.fromEntries(
    NAMES.map((name): [string, FieldSource] => [
      name,
      {
        type: 'integer',
        from: ['told', 'kept', 'checked'],
        verifiedBy: 'checked',
        staleAfter: `P${STALE_AFTER_DAYS}D`,
      },
    ]),
  ),
  initial: 'asking',
  states: {
    asking: {
      channels: { web: '/ask' },
      needs: NAMES,
      defer: ['kept'],
      on: { ended: { target: 'over' }, noted: {}, told: {} },
    },
    over: { type: 'final', outcome: 'over' },
  },
};

const values = fc.record(
  { one: fc.integer(), two: fc.integer(), three: fc.integer() },
  { requiredKeys: [] },
);
const happening = fc.record({
  type: fc.constantFrom('told', 'kept', 'checked', 'noted', 'pause', 'resume'),
  channel: fc.constantFrom('web', 'phone', 'branch'),
  hours: fc.integer({ min: 1, max: 40 }),
  data: values,
});

describe('what was said once', () => {
  it('is not asked again while it is fresh, whatever came since and wherever it waits, where the latest counts', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 12 }), (happenings) => {
        const scenario = new JourneyScenario(ASKING);
        scenario.happens('begun');
        const said = new Map<string, number>();
        for (const { type, channel, hours, data } of happenings) {
          const at = new Date(scenario.now + hours * 3_600_000).toISOString();
          if (type === 'pause' || type === 'resume') scenario.operator(type, { at });
          else scenario.happens(type, { channel, data, at });
          if (['told', 'kept', 'checked'].includes(type)) {
            for (const name of Object.keys(data)) said.set(name, scenario.now);
          }
          const { journey, definitions, now } = scenario;
          const definition = definitions.get(journey.definition, journey.definitionVersion);
          if (definition === undefined) throw new Error('the definition is gone');
          const { next, fields } = continuation(definition, journey, { now });
          expect(next.length > 0).toBe(journey.status === 'open');
          const asked = new Set(next.flatMap(({ needs }) => needs));
          for (const name of NAMES) {
            const fresh = now - (said.get(name) ?? -Infinity) <= STALE_AFTER_DAYS * DAY;
            if (!fresh) continue;
            expect(asked).not.toContain(name);
            expect(['collected', 'verified']).toContain(fields[name]?.status);
          }
        }
      }),
      { numRuns: runs(300) },
    );
  });
});
