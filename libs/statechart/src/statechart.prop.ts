import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  accepts,
  activeStates,
  ChartError,
  type ChartSource,
  compileChart,
  descriptorMatches,
  fire,
  start,
  type StateSource,
  step,
  type Step,
} from './index.js';

type Source = ChartSource<string, string>;
type State = StateSource<string, string>;
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const EVENTS = ['a', 'a.b', 'a.b.c', 'd', 'd.e'];
const DESCRIPTORS = ['a', 'a.*', 'a.b', 'd.e', 'd', '*'];
const GUARDS = ['g0', 'g1', 'g2'];

/** A state is a number in the tree; `parent` is one before it, or none. */
const stateDraft = fc.record({
  parent: fc.nat(),
  top: fc.boolean(),
  final: fc.integer({ min: 0, max: 5 }),
  transitions: fc.array(
    fc.record({
      kind: fc.constantFrom('on', 'on', 'on', 'always', 'after'),
      descriptor: fc.constantFrom(...DESCRIPTORS),
      target: fc.option(fc.nat()),
      guard: fc.option(fc.constantFrom(...GUARDS)),
      internal: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
});

/** Random charts of up to 12 states, valid by construction. Every action says which state or transition it is of. */
const charts: fc.Arbitrary<Source> = fc
  .array(stateDraft, { minLength: 1, maxLength: 12 })
  .map((drafts) => {
    const name = (index: number) => `s${index % drafts.length}`;
    const states: Mutable<State>[] = [];
    const roots: Record<string, State> = {};
    const parents = drafts.map((draft, index) =>
      draft.top || index === 0 ? undefined : draft.parent % index,
    );
    drafts.forEach((draft, index) => {
      const compound = parents.includes(index);
      const state: Mutable<State> = { entry: [`+${name(index)}`], exit: [`-${name(index)}`] };
      if (!compound && draft.final === 0) state.type = 'final';
      else addTransitions(state, index, draft.transitions, name);
      states.push(state);
      const parent = parents[index];
      const siblings = parent === undefined ? roots : (states[parent] ?? {}).states;
      if (siblings !== undefined) (siblings as Record<string, State>)[name(index)] = state;
      if (compound) state.states = {};
    });
    return { initial: 's0', states: roots };
  });

function addTransitions(
  state: Mutable<State>,
  index: number,
  drafts: readonly {
    kind: string;
    descriptor: string;
    target: number | null;
    guard: string | null;
    internal: boolean;
  }[],
  name: (index: number) => string,
): void {
  const on: Record<string, object[]> = {};
  const always: object[] = [];
  const after: (object & { name: string; delayMs: number })[] = [];
  drafts.forEach(({ kind, descriptor, target, guard, internal }, place) => {
    const transition = {
      ...(target !== null && { target: name(target) }),
      ...(guard !== null && { guard }),
      internal,
      actions: [`${name(index)}/${place}`],
    };
    if (kind === 'on') (on[descriptor] ??= []).push(transition);
    // An unguarded eventless transition may be endless by construction; a guarded one may be, too, and is caught.
    else if (kind === 'always') always.push({ ...transition, guard: guard ?? 'g0' });
    else after.push({ ...transition, name: `t${place}`, delayMs: 1_000 * (place + 1) });
  });
  Object.assign(state, { on, always, after });
}

const stimuli = fc.array(
  fc.record({
    event: fc.constantFrom(...EVENTS),
    timer: fc.option(fc.nat()),
    holding: fc.subarray(GUARDS),
  }),
  { maxLength: 20 },
);

interface Moment {
  readonly step: Step<string>;
  readonly before: readonly string[];
  readonly running: ReadonlySet<string>;
}

/** Runs stimuli on a chart, keeping the set of running timers as a caller does; stops at an endless loop. */
function run(
  source: Source,
  given: readonly { event: string; timer: number | null; holding: string[] }[],
) {
  const { chart, faults } = compileChart(source);
  if (chart === undefined) throw new Error(JSON.stringify(faults));
  const moments: Moment[] = [];
  const running = new Set<string>();
  const note = (before: readonly string[], taken: Step<string>): readonly string[] => {
    for (const timer of taken.cancelled) running.delete(timer);
    for (const { timer } of taken.started) running.add(timer);
    moments.push({ step: taken, before, running: new Set(running) });
    return taken.configuration;
  };
  try {
    let configuration = note([], start(chart, { guard: () => false }));
    for (const { event, timer, holding } of given) {
      const context = { guard: (guard: string) => holding.includes(guard) };
      const due = [...running][timer === null ? -1 : timer % Math.max(1, running.size)];
      if (due !== undefined) running.delete(due);
      const taken =
        due === undefined
          ? step(chart, { configuration, history: {} }, event, context)
          : fire(chart, { configuration, history: {} }, due, context);
      configuration = note(configuration, taken);
    }
  } catch (error) {
    if (!(error instanceof ChartError) || error.code !== 'ENDLESS') throw error;
  }
  return { chart, moments };
}

/** Name → parent, and which states are atomic, read off the source independently of the compiler. */
function shapeOf(source: Source) {
  const parent = new Map<string, string | undefined>();
  const atomic = new Set<string>();
  const timers = new Map<string, string[]>();
  const walk = (states: Readonly<Record<string, State>>, above: string | undefined): void => {
    for (const [name, state] of Object.entries(states)) {
      parent.set(name, above);
      timers.set(
        name,
        (state.after ?? []).map((timer) => `${name}:${timer.name}`),
      );
      if (Object.keys(state.states ?? {}).length === 0) atomic.add(name);
      walk(state.states ?? {}, name);
    }
  };
  walk(source.states, undefined);
  const chain = (leaf: string): string[] => {
    const above = parent.get(leaf);
    return above === undefined ? [leaf] : [leaf, ...chain(above)];
  };
  return { atomic, timers, chain };
}

describe('for all charts and all sequences of events, guards and timers', () => {
  it('exactly one atomic state is active, with all its ancestors', () => {
    fc.assert(
      fc.property(charts, stimuli, (source, given) => {
        const { atomic, chain } = shapeOf(source);
        const { chart, moments } = run(source, given);
        for (const { step: taken } of moments) {
          expect(taken.configuration).toHaveLength(1);
          const [leaf = ''] = taken.configuration;
          expect(atomic.has(leaf)).toBe(true);
          expect(activeStates(chart, taken.configuration)).toEqual(chain(leaf));
        }
      }),
    );
  });

  it('states left and entered are those that differ, in an order in which they can be', () => {
    fc.assert(
      fc.property(charts, stimuli, (source, given) => {
        const { chain } = shapeOf(source);
        for (const { step: taken, before } of run(source, given).moments) {
          const active = new Set(before.flatMap(chain));
          // The last action of a chart that ends is leaving its final state, which stays the answer.
          for (const action of taken.done ? taken.actions.slice(0, -1) : taken.actions) {
            const state = action.slice(1);
            if (action.startsWith('+')) {
              expect(active.has(state)).toBe(false);
              active.add(state);
            } else if (action.startsWith('-')) {
              expect(active.has(state)).toBe(true);
              active.delete(state);
            }
          }
          expect([...active].sort()).toEqual(taken.configuration.flatMap(chain).sort());
        }
      }),
    );
  });

  it('timers started, less those cancelled or fired, are timers of active states', () => {
    fc.assert(
      fc.property(charts, stimuli, (source, given) => {
        const { chain, timers } = shapeOf(source);
        const fired = new Set<string>();
        let previous: ReadonlySet<string> = new Set();
        for (const { step: taken, running } of run(source, given).moments) {
          const expected = taken.configuration.flatMap(chain).flatMap((name) => timers.get(name));
          const started = taken.started.map(({ timer }) => timer);
          for (const timer of previous) {
            if (!running.has(timer) && !taken.cancelled.includes(timer)) fired.add(timer);
          }
          for (const timer of [...taken.cancelled, ...started]) fired.delete(timer);
          expect([...running].sort()).toEqual(
            expected.filter((timer) => timer !== undefined && !fired.has(timer)).sort(),
          );
          previous = running;
        }
      }),
    );
  });

  it('an event without a transition changes nothing, and one without candidates is never taken', () => {
    fc.assert(
      fc.property(charts, stimuli, fc.constantFrom(...EVENTS), (source, given, event) => {
        const { chart, moments } = run(source, given);
        const configuration = moments.at(-1)?.step.configuration;
        if (configuration === undefined) return;
        const never = step(chart, { configuration, history: {} }, event, { guard: () => false });
        const candidates = accepts(chart, configuration, event);
        const free = candidates.some(({ transition }) => transition.guard === undefined);
        expect(never.taken).toBe(free);
        if (!never.taken) expect(never.configuration).toEqual(configuration);
        for (const { descriptor } of candidates) {
          expect(descriptorMatches(descriptor, event)).toBe(true);
        }
      }),
    );
  });

  it('the same stimuli give the same steps', () => {
    fc.assert(
      fc.property(charts, stimuli, (source, given) => {
        expect(run(source, given).moments).toEqual(run(source, given).moments);
      }),
    );
  });
});
