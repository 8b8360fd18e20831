import { type ActionSource } from './definition.js';
import { type PlacedState } from './state-graph.js';
import { invocationsOf, transitionLists } from './transition-lists.js';

type Input = Readonly<Record<string, string>> | undefined;

/** The text of every guard and input written on one state. */
export function expressionsOf(state: PlacedState): readonly string[] {
  const { source, path } = state;
  const transitions = transitionLists(state).flatMap(({ candidates }) =>
    candidates.map(({ transition }) => transition),
  );
  return [
    ...transitions.flatMap(({ guard }) => (guard === undefined ? [] : [guard])),
    ...[source.entry, source.exit, ...transitions.map(({ actions }) => actions)].flatMap(
      (actions = []) => actions.flatMap((action) => texts(inputOf(action))),
    ),
    ...invocationsOf(source, path).flatMap(({ invoke: { input, compensate } }) => [
      ...texts(input),
      ...texts(compensate?.input),
    ]),
  ];
}

function inputOf(action: ActionSource): Input {
  return 'raise' in action ? undefined : action.input;
}

function texts(input: Input): readonly string[] {
  return Object.values(input ?? {});
}
