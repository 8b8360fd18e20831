import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { outgoing } from '#statechart';
import { JourneyScenario, runs } from '#testing';
import { continuation, type Continuation } from './continuation.js';
import { type DefinitionSource, type StateSource } from '../definition/definition.js';

/**
 * A process as people draw them: steps one after the other, some of them made of smaller ones, of ways side by side, or done
 * by nobody the customer sees; here and there a short cut, a way back, a timer, or a question that comes between.
 */
type Part =
  | { readonly kind: 'step'; readonly backstage: boolean }
  | { readonly kind: 'inside'; readonly parts: readonly Part[] }
  | { readonly kind: 'beside'; readonly regions: readonly (readonly Part[])[] };

interface Drawn {
  readonly parts: readonly Part[];
  /** From one step of the outermost sequence to another. */
  readonly jumps: readonly {
    readonly from: number;
    readonly to: number;
    readonly timer: boolean;
  }[];
  /** A step of the outermost sequence during which a question may come up; afterwards it goes on where it was. */
  readonly question: number | undefined;
}

const { sequence } = fc.letrec<{ part: Part; sequence: readonly Part[] }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('step'), backstage: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('inside'), parts: tie('sequence') }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('beside'),
        regions: fc.array(tie('sequence'), { minLength: 2, maxLength: 3 }),
      }),
    },
  ) as fc.Arbitrary<Part>,
  sequence: fc.array(tie('part'), { minLength: 1, maxLength: 3, depthIdentifier: 'parts' }),
}));

const drawn: fc.Arbitrary<Drawn> = fc.record({
  parts: sequence,
  jumps: fc.array(fc.record({ from: fc.nat(2), to: fc.nat(3), timer: fc.boolean() }), {
    maxLength: 3,
  }),
  question: fc.option(fc.nat(2), { nil: undefined }),
});

/** The states of a sequence, each named after its place, that end in `end`. Every step has an event of its own. */
function statesOf(parts: readonly Part[], name: string, end: string): Record<string, StateSource> {
  const states: Record<string, StateSource> = {};
  for (const [index, part] of parts.entries()) {
    const own = `${name}${index}`;
    const target = index + 1 < parts.length ? `${name}${index + 1}` : end;
    states[own] = stateOf(part, own, target);
  }
  return states;
}

function stateOf(part: Part, name: string, target: string): StateSource {
  switch (part.kind) {
    case 'step':
      return { backstage: part.backstage, on: { [`${name}.done`]: { target } } };
    case 'inside':
      return { ...sequenceOf(part.parts, `${name}x`), onDone: { target } };
    case 'beside':
      return {
        type: 'parallel',
        onDone: { target },
        states: Object.fromEntries(
          part.regions.map((parts, index) => {
            const region = `${name}${'abc'.charAt(index)}`;
            return [region, sequenceOf(parts, `${region}x`)];
          }),
        ),
      };
  }
}

function sequenceOf(parts: readonly Part[], name: string): StateSource {
  const end = `${name}end`;
  return {
    initial: `${name}0`,
    states: { ...statesOf(parts, name, end), [end]: { type: 'final' } },
  };
}

function definitionFrom({ parts, jumps, question }: Drawn): DefinitionSource {
  const states = statesOf(parts, 's', 'well');
  for (const [index, { from, to, timer }] of jumps.entries()) {
    const state = states[`s${from}`];
    const target = to < parts.length ? `s${to}` : 'well';
    if (state === undefined || target === `s${from}`) continue;
    const way = timer
      ? { after: { [`P${index + 1}D`]: { target } } }
      : { on: { ...state.on, [`jump${index}.taken`]: { target } } };
    states[`s${from}`] = { ...state, ...way };
  }
  const asked = question === undefined ? undefined : states[`s${question}`];
  if (asked?.states !== undefined) {
    const back: StateSource = { type: 'history', history: 'deep' };
    const on = { ...asked.on, 'question.asked': { target: 'questioned' } };
    const inner = asked.type === 'parallel' ? Object.keys(asked.states) : [String(asked.initial)];
    const [first = ''] = inner;
    states[`s${question}`] = {
      ...asked,
      on,
      states: { ...asked.states, back: { ...back, target: first } },
    };
    states['questioned'] = { on: { 'question.answered': { target: 'back' } } };
  }
  return {
    journey: 'drawn',
    version: 1,
    title: 'Drawn',
    startsOn: ['drawn.begun'],
    initial: 's0',
    states: {
      ...states,
      well: { type: 'final', outcome: 'well' },
    },
  };
}

/** A journey that began. */
function begun(source: DefinitionSource): JourneyScenario {
  const scenario = new JourneyScenario(source);
  scenario.happens('drawn.begun');
  return scenario;
}

function progressOf(scenario: JourneyScenario): Continuation['progress'] {
  const { journey, definitions, now } = scenario;
  const definition = definitions.get(journey.definition, journey.definitionVersion);
  if (definition === undefined) throw new Error('the definition is gone');
  return continuation(definition, journey, { now }).progress;
}

const left = ({ done, of }: Continuation['progress']): number => of - done;

/** What somebody can do where a journey stands. */
function eventsOf({ journey, definitions }: JourneyScenario): readonly string[] {
  const definition = definitions.get(journey.definition, journey.definitionVersion);
  if (definition === undefined) throw new Error('the definition is gone');
  const { chart } = definition;
  const all = outgoing(chart, journey.configuration).map(({ descriptor }) => descriptor);
  return [...new Set(all.filter((descriptor) => !descriptor.startsWith('done.')))];
}

/** The journey after one more event; the one before stays as it was. */
function after(source: DefinitionSource, events: readonly string[]): JourneyScenario {
  const scenario = begun(source);
  for (const event of events) scenario.happens(event);
  return scenario;
}

describe('progress, whatever the chart', () => {
  it('begins with nothing done, and is never more done than there is to do', () => {
    fc.assert(
      fc.property(drawn, fc.array(fc.nat(), { maxLength: 12 }), (drawing, choices) => {
        const scenario = begun(definitionFrom(drawing));
        expect(progressOf(scenario).done).toBe(0);
        for (const choice of choices) {
          if (scenario.journey.status !== 'open') break;
          const events = eventsOf(scenario);
          const event = events[choice % events.length];
          if (event === undefined) break;
          scenario.happens(event);
          const { done, of } = progressOf(scenario);
          expect(done).toBeGreaterThanOrEqual(0);
          expect(of).toBeGreaterThanOrEqual(done);
        }
      }),
      { numRuns: runs(60, 1_500) },
    );
  });

  it('rises by one with each step of a shortest way, and is all done at its good end', () => {
    fc.assert(
      fc.property(drawn, (drawing) => {
        const source = definitionFrom(drawing);
        const way: string[] = [];
        let scenario = begun(source);
        const { of } = progressOf(scenario);
        for (let step = 0; step < of; step += 1) {
          expect(progressOf(scenario)).toEqual({ done: step, of });
          const nearer = eventsOf(scenario).find(
            (event) => left(progressOf(after(source, [...way, event]))) === of - step - 1,
          );
          if (nearer === undefined)
            throw new Error(`no way on from ${scenario.journey.configuration.join()}`);
          way.push(nearer);
          scenario = after(source, way);
        }
        expect(scenario.journey.outcome).toBe('well');
        expect(progressOf(scenario)).toEqual({ done: of, of });
      }),
      { numRuns: runs(40, 1_000) },
    );
  });

  it('does not go back when a timer moves the journey on', () => {
    fc.assert(
      fc.property(sequence, fc.nat(2), (parts, from) => {
        const source = definitionFrom({ parts, jumps: [], question: undefined });
        const state = source.states[`s${from}`];
        if (state === undefined) return;
        const chased: StateSource = { on: { 'chased.done': { target: 'well' } } };
        const states = {
          ...source.states,
          [`s${from}`]: { ...state, after: { P1D: { target: 'chased' } } },
          chased,
        };
        const scenario = begun({ ...source, states });
        while (!scenario.journey.timers.some(({ id }) => id.startsWith(`s${from}:`))) {
          const [event] = eventsOf(scenario);
          if (event === undefined) return;
          scenario.happens(event);
        }
        const { done } = progressOf(scenario);
        scenario.untilTime(new Date(scenario.now + 2 * 86_400_000).toISOString());
        expect(scenario.journey.configuration).toEqual(['chased']);
        const later = progressOf(scenario);
        expect(later.done).toBeGreaterThanOrEqual(done);
        scenario.happens('chased.done');
        expect(scenario.journey.outcome).toBe('well');
      }),
      { numRuns: runs(40, 1_000) },
    );
  });
});
