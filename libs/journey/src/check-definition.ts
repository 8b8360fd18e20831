import { didYouMean } from '#statechart';
import { type DefinitionFault, type DefinitionSource } from './definition.js';
import {
  distancesFrom,
  distancesTo,
  endsJourney,
  type PlacedState,
  type StateGraph,
} from './state-graph.js';

/** Takes one fault. */
export type Report = (
  path: DefinitionFault['path'],
  message: string,
  severity?: DefinitionFault['severity'],
) => void;

/** Faults of meaning that neither the file's schema nor the chart's shape shows. */
export function checkDefinition(
  source: DefinitionSource,
  states: readonly PlacedState[],
  graph: StateGraph,
  report: Report,
): void {
  if (source.startsOn.length === 0) {
    report(['startsOn'], 'no event starts this journey; name at least one');
  }
  checkFields(source, states, report);
  checkFinals(states, report);
  checkReachable(states, graph, report);
  checkTraps(graph, report);
}

function checkFields(
  source: DefinitionSource,
  states: readonly PlacedState[],
  report: Report,
): void {
  const fields = source.fields ?? {};
  for (const [name, field] of Object.entries(fields)) {
    // Values are kept by name in plain objects: a name every object has would find something that is no value.
    if (name in {})
      report(['fields', name], `\`${name}\` is a reserved word; call the field otherwise`);
    if (field.from.length === 0) {
      report(
        ['fields', name, 'from'],
        `field \`${name}\` is never collected; name an event for it`,
      );
    }
    if (field.prefer === 'verified' && field.verifiedBy === undefined) {
      report(
        ['fields', name, 'prefer'],
        `field \`${name}\` prefers verified values, but nothing verifies it; add \`verifiedBy\``,
        'warning',
      );
    }
  }
  for (const state of states) {
    (state.source.needs ?? []).forEach((name, index) => {
      if (Object.hasOwn(fields, name)) return;
      const hint = didYouMean(name, Object.keys(fields));
      report(
        [...state.path, 'needs', index],
        `\`${state.name}\` needs field \`${name}\`, which does not exist${hint}`,
      );
    });
  }
}

function checkFinals(states: readonly PlacedState[], report: Report): void {
  for (const state of states) {
    if (!endsJourney(state) || state.source.outcome !== undefined) continue;
    report(
      state.path,
      `\`${state.name}\` ends the journey without saying how; give it an \`outcome\` (until then: ${state.name})`,
      'warning',
    );
  }
}

function checkReachable(states: readonly PlacedState[], graph: StateGraph, report: Report): void {
  if (graph.initial === undefined) return;
  const reached = new Set<string>();
  for (const name of distancesFrom(graph, graph.initial, true).keys()) {
    for (const state of graph.leaves.get(name)?.lineage ?? []) reached.add(state.name);
  }
  for (const { name, path, lineage } of states) {
    const inside = lineage.slice(1).some((ancestor) => !reached.has(ancestor.name));
    if (reached.has(name) || inside) continue;
    report(path, `no way leads to \`${name}\` from \`${graph.initial}\``, 'warning');
  }
}

function checkTraps(graph: StateGraph, report: Report): void {
  const ends = [...graph.leaves.values()].filter(endsJourney).map(({ name }) => name);
  const toAnEnd = distancesTo(graph, ends, true);
  for (const [name, leaf] of graph.leaves) {
    if (endsJourney(leaf)) continue;
    if ((graph.edges.get(name) ?? []).length === 0) {
      report(leaf.path, `\`${name}\` is a trap: nothing leads out of it and it is not final`);
    } else if (ends.length > 0 && !toAnEnd.has(name)) {
      report(leaf.path, `from \`${name}\` the journey can never end`, 'warning');
    }
  }
}
