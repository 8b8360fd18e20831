import { humanise, type State } from '../definition/compiled-definition.js';
import { journeyLength, type Place } from './journey-length.js';
import {
  endsJourney,
  transitionsOf,
  type PlacedState,
  type PlacedTransition,
  type StateGraph,
} from '../definition/state-graph.js';

/** Outcomes a customer did not come for. Any other one is good: the way to it is the journey's length. */
const BAD_OUTCOMES = new Set([
  'abandoned',
  'cancelled',
  'declined',
  'expired',
  'failed',
  'refused',
  'rejected',
  'withdrawn',
]);

/** Outcomes that undo what was done, unless the state says otherwise. */
const UNDONE_OUTCOMES = new Set(['cancelled', 'failed']);

const NOWHERE: Place = { depth: undefined, remaining: undefined };

/** Everything that is looked up of a state while journeys run. */
export function stateTable(
  states: readonly PlacedState[],
  graph: StateGraph,
): ReadonlyMap<string, State> {
  const goals = [...graph.leaves.values()].filter(endsWell).map(({ name }) => name);
  const places = journeyLength(graph, states, goals);
  return new Map(
    states.map((state) => [state.name, rowOf(state, places.get(state.name) ?? NOWHERE)]),
  );
}

function rowOf(state: PlacedState, place: Place): State {
  const { name, source, lineage } = state;
  const ends = endsJourney(state);
  const outcome = source.outcome ?? name;
  const transitions = transitionsOf(state);
  return {
    name,
    lineage: lineage.map((one) => one.name),
    title: source.title ?? humanise(name),
    outcome: ends ? outcome : undefined,
    compensates: ends && (source.compensate ?? UNDONE_OUTCOMES.has(outcome)),
    backstage: lineage.some((one) => one.source.backstage === true),
    needs: [...new Set(lineage.flatMap((one) => one.source.needs ?? []))],
    channels: Object.assign({}, ...lineage.map((one) => one.source.channels ?? {}).reverse()),
    labels: labelsOf(transitions),
    needsFor: needsOf(transitions),
    ...place,
  };
}

/** Of several transitions on one event the first label counts: it is what the step is done for. */
function labelsOf(transitions: readonly PlacedTransition[]): State['labels'] {
  const labels = new Map<string, string>();
  for (const { on, transition } of transitions) {
    if (transition.label !== undefined && !labels.has(on)) labels.set(on, transition.label);
  }
  return labels;
}

/** Of several transitions on one event all that any of them needs: which one is taken shows later. */
function needsOf(transitions: readonly PlacedTransition[]): State['needsFor'] {
  const needed = new Map<string, readonly string[]>();
  for (const { on, transition } of transitions) {
    if (transition.needs === undefined) continue;
    needed.set(on, [...new Set([...(needed.get(on) ?? []), ...transition.needs])]);
  }
  return needed;
}

function endsWell(leaf: PlacedState): boolean {
  const { good, outcome = leaf.name } = leaf.source;
  return endsJourney(leaf) && (good ?? !BAD_OUTCOMES.has(outcome));
}
