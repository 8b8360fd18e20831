import { type Candidate } from './chart.js';
import { type Chart } from './compiled-chart.js';
import { descriptorMatches } from './event-descriptor.js';
import { isLeaf, lineage, type Transition } from './tree.js';

/**
 * The transitions an event could take, guards aside, in the order they would be tried (SCXML 3.13): leaf by leaf in
 * document order, each from the inside outwards. Throws `ChartError` NO_SUCH_STATE.
 */
export function accepts<G, A>(
  chart: Chart<G, A>,
  configuration: readonly string[],
  event: string,
): readonly Candidate<G, A>[] {
  return named(chart.configurations.at({ configuration }).candidates(event).flat());
}

/**
 * Every transition on an event that leads on from a configuration, each once: leaf by leaf, innermost state first, then
 * document order. Throws `ChartError` NO_SUCH_STATE.
 */
export function outgoing<G, A>(
  chart: Chart<G, A>,
  configuration: readonly string[],
): readonly Candidate<G, A>[] {
  const { leaves } = chart.configurations.at({ configuration });
  return named(leaves.flatMap((leaf) => lineage(leaf)).flatMap(({ on }) => on));
}

/**
 * All active states, each once: the leaves of the configuration, each followed by its ancestors outwards (SCXML 3.11).
 * Throws `ChartError` NO_SUCH_STATE.
 */
export function activeStates<G, A>(
  chart: Chart<G, A>,
  configuration: readonly string[],
): readonly string[] {
  return chart.configurations.at({ configuration }).outwards;
}

/** A state and those around it, outwards; empty: there is no such state. */
export function lineageOf<G, A>(chart: Chart<G, A>, state: string): readonly string[] {
  const node = chart.tree.nodes.get(state);
  return node === undefined ? [] : lineage(node).map(({ name }) => name);
}

/** The states one can be in without being in one inside: atomic and final ones, in document order. */
export function leavesOf<G, A>(chart: Chart<G, A>): readonly string[] {
  return [...chart.tree.nodes.values()].filter(isLeaf).map(({ name }) => name);
}

/** The atomic states in which an event could do something, guards aside, in document order. */
export function statesAccepting<G, A>(chart: Chart<G, A>, event: string): readonly string[] {
  const takes = ({ candidate }: Transition<G, A>): boolean =>
    descriptorMatches(candidate.descriptor, event);
  return [...chart.tree.nodes.values()]
    .filter((state) => isLeaf(state) && lineage(state).some(({ on }) => on.some(takes)))
    .map(({ name }) => name);
}

function named<G, A>(transitions: readonly Transition<G, A>[]): readonly Candidate<G, A>[] {
  return [...new Set(transitions)].map(({ candidate }) => candidate);
}
