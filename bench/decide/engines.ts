import type { AnyEventObject, AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { Definition } from '#journey';
import { type ChartState, fire, start, step } from '#statechart';
import type { Action, Guard, Stimulus } from './chart-log.ts';
import type { Contender } from './decide-job.ts';
import { bareXstateStep, leavesOf, xstateMachine, xstateStep } from './xstate-chart.ts';

/** A stimulus in the order of the log, with what it is for each engine. */
export interface Scheduled extends Stimulus {
  readonly definition: Definition;
  /** Place of its journey among the journeys. */
  readonly journey: number;
  /** Guards that were asked and held. */
  readonly holding: ReadonlySet<Guard>;
  readonly event: AnyEventObject;
}

/** Charts of one engine, each journey's state kept in memory. */
export interface Engine {
  /** Nobody is anywhere. */
  reset(journeys: number): void;
  tell(stimulus: Scheduled): void;
  /** Active leaves of a journey in document order. */
  standing(journey: number): readonly string[];
}

/** How a guard is answered: by its expression, or by what it is known to come to. */
export type Ask = (guard: Guard, stimulus: Scheduled) => boolean;

export const byExpression: Ask = (guard, { scope }) => {
  const evaluated = guard.evaluate(scope);
  return 'value' in evaluated && evaluated.value === true;
};
export const byAnswer: Ask = (guard, { holding }) => holding.has(guard);

/** Ours. `asked` is told of every guard. */
export function ourEngine(ask: Ask, asked?: (guard: Guard, holds: boolean) => void): Engine {
  let states: (ChartState | undefined)[] = [];
  let current: Scheduled;
  const guard = (one: Guard): boolean => {
    const holds = ask(one, current);
    asked?.(one, holds);
    return holds;
  };
  const raises = ({ kind, name }: Action): readonly string[] => (kind === 'raise' ? [name] : NONE);
  const quiet = { guard };
  const raising = { guard, raises };
  return {
    reset: (journeys) => (states = Array.from({ length: journeys }, () => undefined)),
    tell: (stimulus) => {
      current = stimulus;
      const { kind, name, journey, definition } = stimulus;
      const context = definition.raised.size > 0 ? raising : quiet;
      const before = states[journey];
      if (before === undefined) states[journey] = start(definition.chart, context);
      else if (kind === 'event') states[journey] = step(definition.chart, before, name, context);
      else states[journey] = fire(definition.chart, before, name, context);
    },
    standing: (journey) => states[journey]?.configuration ?? NONE,
  };
}

/** XState's, with its guards by `guards`: text → compiled, filled by the time it asks. */
export function xstateEngine(
  ask: Ask,
  guards: ReadonlyMap<string, Guard>,
  advance = xstateStep,
): Engine {
  const machines = new Map<Definition, AnyStateMachine>();
  let snapshots: (AnyMachineSnapshot | undefined)[] = [];
  let current: Scheduled;
  const holds = (text: string) => {
    let guard: Guard | undefined;
    return (): boolean => {
      guard ??= guards.get(text);
      return guard !== undefined && ask(guard, current);
    };
  };
  const machineOf = (definition: Definition): AnyStateMachine => {
    const machine = machines.get(definition) ?? xstateMachine(definition, holds);
    machines.set(definition, machine);
    return machine;
  };
  return {
    reset: (journeys) => (snapshots = Array.from({ length: journeys }, () => undefined)),
    tell: (stimulus) => {
      current = stimulus;
      const { journey, definition, event } = stimulus;
      snapshots[journey] = advance(machineOf(definition), snapshots[journey], event);
    },
    standing: (journey) => {
      const snapshot = snapshots[journey];
      return snapshot === undefined ? NONE : leavesOf(snapshot);
    },
  };
}

/** Everything that takes turns. */
export function contenders(
  guards: ReadonlyMap<string, Guard>,
): Readonly<Record<Contender, Engine>> {
  return {
    'ours, CEL guards': ourEngine(byExpression),
    'xstate, CEL guards': xstateEngine(byExpression, guards),
    'ours, plain guards': ourEngine(byAnswer),
    'xstate, plain guards': xstateEngine(byAnswer, guards),
    'xstate without its actor, plain guards': xstateEngine(byAnswer, guards, bareXstateStep),
  };
}

const NONE: readonly string[] = [];
