import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  accepts,
  activeStates,
  ChartError,
  type ChartState,
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
const DESCRIPTORS = ['a', 'a.*', 'a.b', 'd.e', 'd', '*', 'done.state'];
const GUARDS = ['g0', 'g1', 'g2'];

const transitionDraft = fc.record({
  kind: fc.constantFrom('on', 'on', 'on', 'always', 'after'),
  descriptor: fc.constantFrom(...DESCRIPTORS),
  targets: fc.array(fc.nat(), { maxLength: 3 }),
  guard: fc.option(fc.constantFrom(...GUARDS)),
  internal: fc.boolean(),
  /** An event its action raises. */
  raises: fc.option(fc.constantFrom(...EVENTS), { freq: 5 }),
});

/** A state is a number in the tree; `parent` is one before it, or none. */
const stateDraft = fc.record({
  parent: fc.nat(),
  top: fc.integer({ min: 0, max: 3 }),
  final: fc.integer({ min: 0, max: 5 }),
  parallel: fc.boolean(),
  history: fc.option(fc.constantFrom('shallow' as const, 'deep' as const)),
  invokes: fc.boolean(),
  transitions: fc.array(transitionDraft, { maxLength: 4 }),
});

type StateDraft = typeof stateDraft extends fc.Arbitrary<infer Draft> ? Draft : never;

/** Random charts of up to 14 states, valid by construction. Every action says which state or transition it is of. */
const charts: fc.Arbitrary<Source> = fc
  .array(stateDraft, { minLength: 1, maxLength: 14 })
  .map((drafts) => {
    const states: Mutable<State>[] = [];
    const roots: Record<string, State> = {};
    const parents = drafts.map((draft, index) =>
      draft.top === 0 || index === 0 ? undefined : draft.parent % index,
    );
    drafts.forEach((draft, index) => {
      const name = `s${index}`;
      const above = parents[index];
      const around = above === undefined ? undefined : states[above];
      const state: Mutable<State> = { entry: [`+${name}`], exit: [`-${name}`] };
      if (parents.includes(index)) {
        if (draft.parallel) state.type = 'parallel';
        state.states = {};
        const child = `s${parents.indexOf(index)}`;
        const memory: State = { type: 'history', history: draft.history ?? 'deep', target: child };
        if (draft.history !== null) Object.assign(state.states, { [`h${index}`]: memory });
      } else if (draft.final === 0 && around?.type !== 'parallel') state.type = 'final';
      if (state.type !== 'final') {
        if (draft.invokes) state.invoke = [`i${index}`];
        addTransitions(state, name, draft.transitions, (wanted) =>
          pickTargets(wanted, drafts, parents),
        );
      }
      states.push(state);
      Object.assign(around === undefined ? roots : (around.states ?? {}), { [name]: state });
    });
    return { initial: 's0', states: roots };
  });

/** Of the states wanted, the first, and those of the others that are in parallel regions of all before them. */
function pickTargets(
  wanted: readonly number[],
  drafts: readonly StateDraft[],
  parents: readonly (number | undefined)[],
): string[] {
  const line = (state: number): number[] => {
    const above = parents[state];
    return above === undefined ? [state] : [state, ...line(above)];
  };
  const apart = (a: number, b: number): boolean => {
    const meeting = line(a).find((state) => line(b).includes(state));
    return (
      meeting !== undefined && meeting !== a && meeting !== b && drafts[meeting]?.parallel === true
    );
  };
  const picked: number[] = [];
  for (const state of wanted.map((number) => number % drafts.length)) {
    if (picked.every((other) => apart(state, other))) picked.push(state);
  }
  return picked.map((state) =>
    parents.includes(state) && drafts[state]?.history != null && state % 2 === 0
      ? `h${state}`
      : `s${state}`,
  );
}

function addTransitions(
  state: Mutable<State>,
  name: string,
  drafts: StateDraft['transitions'],
  pick: (wanted: readonly number[]) => string[],
): void {
  const on: Record<string, object[]> = {};
  const always: object[] = [];
  const after: (object & { name: string; delayMs: number })[] = [];
  drafts.forEach(({ kind, descriptor, targets, guard, internal, raises }, place) => {
    const transition = {
      ...(targets.length > 0 && { target: pick(targets) }),
      ...(guard !== null && { guard }),
      internal,
      actions: [`${name}/${place}`, ...(raises === null ? [] : [`!${raises}`])],
    };
    if (kind === 'on') (on[descriptor] ??= []).push(transition);
    // An unguarded eventless transition may be endless by construction; a guarded one may be, too, and is caught.
    else if (kind === 'always') always.push({ ...transition, guard: guard ?? 'g0' });
    else after.push({ ...transition, name: `t${place}`, delayMs: 1_000 * (place + 1) });
  });
  Object.assign(state, { on, always, after });
}

const contextOf = (holding: readonly string[]) => ({
  guard: (guard: string) => holding.includes(guard),
  raises: (action: string) => (action.startsWith('!') ? [action.slice(1)] : []),
});

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
  /** Timers and invocations. */
  readonly running: ReadonlySet<string>;
  readonly invoked: ReadonlySet<string>;
  /** What a chart compiled for this step alone answers. */
  readonly afresh: () => Step<string>;
}

/** Runs stimuli on a chart, keeping the set of running timers as a caller does; stops at an endless loop. */
function run(
  source: Source,
  given: readonly { event: string; timer: number | null; holding: string[] }[],
) {
  const chart = compiled(source);
  const moments: Moment[] = [];
  const running = new Set<string>();
  const invoked = new Set<string>();
  let at: ChartState = { configuration: [], history: {} };
  const take = (stepOn: (one: typeof chart) => Step<string>): void => {
    const taken = stepOn(chart);
    for (const timer of taken.cancelled) running.delete(timer);
    for (const { timer } of taken.started) running.add(timer);
    for (const invocation of taken.stopped) invoked.delete(invocation);
    for (const invocation of taken.invoked) invoked.add(invocation);
    moments.push({
      step: taken,
      before: at.configuration,
      running: new Set(running),
      invoked: new Set(invoked),
      afresh: () => stepOn(compiled(source)),
    });
    at = taken;
  };
  unlessEndless(() => {
    take((one) => start(one, contextOf([])));
    for (const { event, timer, holding } of given) {
      const context = contextOf(holding);
      const due = [...running][timer === null ? -1 : timer % Math.max(1, running.size)];
      if (due !== undefined) running.delete(due);
      const here = at;
      take((one) =>
        due === undefined ? step(one, here, event, context) : fire(one, here, due, context),
      );
    }
    return true;
  });
  return { chart, moments };
}

function unlessEndless<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof ChartError && error.code === 'ENDLESS') return undefined;
    throw error;
  }
}

function compiled(source: Source) {
  const { chart, faults } = compileChart(source);
  if (chart === undefined) throw new Error(JSON.stringify(faults));
  return chart;
}

/** What the properties need of a chart, read off the source independently of the compiler. */
function shapeOf(source: Source) {
  const parent = new Map<string, string | undefined>();
  const children = new Map<string | undefined, string[]>();
  const byName = new Map<string, State>();
  const walk = (states: Readonly<Record<string, State>>, above: string | undefined): void => {
    for (const [name, state] of Object.entries(states)) {
      parent.set(name, above);
      byName.set(name, state);
      if (state.type !== 'history') children.set(above, [...(children.get(above) ?? []), name]);
      walk(state.states ?? {}, name);
    }
  };
  walk(source.states, undefined);
  const chain = (leaf: string): string[] => {
    const above = parent.get(leaf);
    return above === undefined ? [leaf] : [leaf, ...chain(above)];
  };
  const activeIn = (configuration: readonly string[]): Set<string> =>
    new Set(configuration.flatMap(chain));
  /** How many children of a state are active, and how many must be (SCXML 3.11). */
  const counts = (active: ReadonlySet<string>): [number, number][] =>
    [undefined, ...active].map((name) => {
      const inside = children.get(name) ?? [];
      const parallel = name !== undefined && byName.get(name)?.type === 'parallel';
      const must = parallel ? inside.length : Math.min(1, inside.length);
      return [inside.filter((child) => active.has(child)).length, must];
    });
  const timersOf = (name: string): string[] =>
    (byName.get(name)?.after ?? []).map((timer) => `${name}:${timer.name}`);
  const invocationsOf = (name: string): readonly string[] => byName.get(name)?.invoke ?? [];
  return { chain, activeIn, counts, timersOf, invocationsOf, order: [...byName.keys()] };
}

describe('for all charts and all sequences of events, guards and timers', () => {
  it('the configuration is legal: one child of each active compound, all of each active parallel', () => {
    fc.assert(
      fc.property(charts, stimuli, (source, given) => {
        const { chain, activeIn, counts, order } = shapeOf(source);
        const { chart, moments } = run(source, given);
        for (const { step: taken } of moments) {
          const wrong = counts(activeIn(taken.configuration)).filter(
            ([active, must]) => active !== must,
          );
          expect(wrong).toEqual([]);
          const places = taken.configuration.map((name) => order.indexOf(name));
          expect(places).toEqual([...places].sort((a, b) => a - b));
          expect(activeStates(chart, taken.configuration)).toEqual([
            ...new Set(taken.configuration.flatMap(chain)),
          ]);
        }
      }),
    );
  });

  it('states left and entered are those that differ, in an order in which they can be', () => {
    fc.assert(
      fc.property(charts, stimuli, (source, given) => {
        const { activeIn } = shapeOf(source);
        for (const { step: taken, before } of run(source, given).moments) {
          const active = activeIn(before);
          // The last action of a chart that ends is leaving its final state, which stays the answer.
          for (const action of taken.done ? taken.actions.slice(0, -1) : taken.actions) {
            const state = action.slice(1);
            if (action.startsWith('+') && active.has(state)) throw new Error(`${state} twice`);
            if (action.startsWith('-') && !active.has(state)) throw new Error(`${state} is not in`);
            if (action.startsWith('+')) active.add(state);
            if (action.startsWith('-')) active.delete(state);
          }
          expect([...active].sort()).toEqual([...activeIn(taken.configuration)].sort());
        }
      }),
    );
  });

  it('timers started, less those cancelled or fired, are timers of active states', () => {
    fc.assert(
      fc.property(charts, stimuli, (source, given) => {
        const { activeIn, timersOf } = shapeOf(source);
        const fired = new Set<string>();
        let previous: ReadonlySet<string> = new Set();
        for (const { step: taken, running } of run(source, given).moments) {
          const expected = [...activeIn(taken.configuration)].flatMap(timersOf);
          const started = taken.started.map(({ timer }) => timer);
          for (const timer of previous) {
            if (!running.has(timer) && !taken.cancelled.includes(timer)) fired.add(timer);
          }
          for (const timer of [...taken.cancelled, ...started]) fired.delete(timer);
          expect([...running].sort()).toEqual(expected.filter((timer) => !fired.has(timer)).sort());
          previous = running;
        }
      }),
    );
  });

  it('invocations begun and not stopped are those of the active states', () => {
    fc.assert(
      fc.property(charts, stimuli, (source, given) => {
        const { activeIn, invocationsOf } = shapeOf(source);
        for (const { step: taken, invoked } of run(source, given).moments) {
          const expected = [...activeIn(taken.configuration)].flatMap(invocationsOf);
          expect([...invoked].sort()).toEqual(expected.sort());
        }
      }),
    );
  });

  it('what is kept from earlier steps changes no answer', () => {
    fc.assert(
      fc.property(charts, stimuli, (source, given) => {
        for (const { step: taken, afresh } of run(source, given).moments) {
          expect(taken).toEqual(afresh());
        }
      }),
    );
  });

  it('an event without a transition changes nothing, and one without candidates is never taken', () => {
    fc.assert(
      fc.property(charts, stimuli, fc.constantFrom(...EVENTS), (source, given, event) => {
        const { chart, moments } = run(source, given);
        const at = moments.at(-1)?.step;
        if (at === undefined) return;
        const never = unlessEndless(() => step(chart, at, event, { guard: () => false }));
        if (never === undefined) return;
        const candidates = accepts(chart, at.configuration, event);
        const free = candidates.some(({ transition }) => transition.guard === undefined);
        expect(never.taken).toBe(free);
        if (!never.taken)
          expect(never).toMatchObject({
            configuration: at.configuration,
            history: at.history,
            done: at.done,
          });
        for (const { descriptor } of candidates) {
          expect(descriptorMatches(descriptor, event)).toBe(true);
        }
      }),
    );
  });

  it('the same stimuli give the same steps', () => {
    fc.assert(
      fc.property(charts, stimuli, (source, given) => {
        const steps = () => run(source, given).moments.map((moment) => moment.step);
        expect(steps()).toEqual(steps());
      }),
    );
  });
});

it('a chart with more configurations than can be kept answers as one that keeps nothing', () => {
  const REGIONS = 64;
  const region = (index: number): State => ({
    states: {
      [`off${index}`]: { on: { [`flip.${index}`]: [{ target: `on${index}` }] } },
      [`on${index}`]: { on: { [`flip.${index}`]: [{ target: `off${index}` }] } },
    },
  });
  const all = Array.from({ length: REGIONS }, (_, index) => index);
  const states = Object.fromEntries(all.map((index) => [`r${index}`, region(index)]));
  const chart = compiled({ initial: 'p', states: { p: { type: 'parallel', states } } });
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: REGIONS - 1 }), { minLength: 1_000, maxLength: 1_000 }),
      (flips) => {
        const lit = new Set<number>();
        let at: ChartState = start(chart, contextOf([]));
        for (const index of flips) {
          if (!lit.delete(index)) lit.add(index);
          at = step(chart, at, `flip.${index}`, contextOf([]));
          const expected = all.map((one) => `${lit.has(one) ? 'on' : 'off'}${one}`);
          if (at.configuration.join() !== expected.join()) {
            expect(at.configuration).toEqual(expected);
          }
        }
      },
    ),
    { numRuns: 5 },
  );
});
