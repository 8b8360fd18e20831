import {
  type ActionSource,
  type DefinitionSource,
  type StateSource,
  type TransitionSource,
} from '#journey';
import { type ChartSource, type StateSource as ChartState } from '#statechart';
import { raisedBy } from './random-chart.js';

type Way = NonNullable<ChartState<string, string>['always']>[number];

/**
 * A chart of names as a journey definition, so that its export can be tried: guards stand where CEL would, actions are
 * `emit`s. Descriptors are written with `.*`: without it XState matches the event of that name alone, SCXML (3.12.1) also
 * longer ones.
 */
export function chartAsDefinition(chart: ChartSource<string, string>): DefinitionSource {
  return {
    journey: 'random',
    version: 1,
    title: 'Random',
    startsOn: ['start'],
    initial: chart.initial,
    states: statesOf(chart.states),
  };
}

function statesOf(
  states: Readonly<Record<string, ChartState<string, string>>>,
): Record<string, StateSource> {
  return Object.fromEntries(Object.entries(states).map(([name, state]) => [name, stateOf(state)]));
}

function stateOf(state: ChartState<string, string>): StateSource {
  const { type, initial, states, history, target, entry, exit, on, always, after } = state;
  return {
    ...(type !== undefined && { type }),
    ...(initial !== undefined && { initial }),
    ...(history !== undefined && { history }),
    ...(target !== undefined && { target }),
    ...(entry !== undefined && { entry: entry.map(actionOf) }),
    ...(exit !== undefined && { exit: exit.map(actionOf) }),
    ...(on !== undefined && {
      on: Object.fromEntries(
        Object.entries(on).map(([name, ways]) => [descriptorOf(name), ways.map(wayOf)]),
      ),
    }),
    ...(always !== undefined && { always: always.map(wayOf) }),
    ...(after !== undefined && {
      after: Object.fromEntries(after.map((way) => [way.name, wayOf(way)])),
    }),
    ...(states !== undefined && { states: statesOf(states) }),
  };
}

function wayOf({ target, guard, actions, internal }: Way): TransitionSource {
  return {
    ...(target !== undefined && { target }),
    ...(guard !== undefined && { guard }),
    ...(actions !== undefined && { actions: actions.map(actionOf) }),
    ...(internal !== undefined && { internal }),
  };
}

function actionOf(action: string): ActionSource {
  const [raised] = raisedBy(action);
  return raised === undefined ? { emit: action } : { raise: raised };
}

function descriptorOf(name: string): string {
  return name === '*' || name.startsWith('done.') ? name : `${name}.*`;
}
