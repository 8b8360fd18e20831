import { checkChannels } from './check-channels.js';
import { checkEnds } from './check-ends.js';
import { checkErasure } from './check-erasure.js';
import { checkEvents } from './check-events.js';
import { checkFields } from './check-fields.js';
import { checkInvocations } from './check-invocations.js';
import { checkNeeds } from './check-needs.js';
import { checkReachable, checkTraps } from './check-reach.js';
import { checkRegions } from './check-regions.js';
import { checkTransitions } from './check-transitions.js';
import { type DefinitionSource } from '../definition/definition.js';
import { type Report } from '../definition/report.js';
import { type PlacedState, type StateGraph } from '../definition/state-graph.js';

export { type Report } from '../definition/report.js';

/**
 * Faults of meaning that neither the file's schema nor the chart's shape shows. An error is what cannot run rightly;
 * what runs, but hardly as its author meant it, is a warning.
 */
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
  checkErasure(source, report);
  checkNeeds(source, states, report);
  checkEnds(states, report);
  checkReachable(source, states, report);
  checkTraps(graph, states, report);
  checkTransitions(states, report);
  checkRegions(states, report);
  checkEvents(source, states, report);
  checkInvocations(states, report);
  checkChannels(source, states, report);
}
