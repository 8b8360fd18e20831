import { compileChart } from '#statechart';
import { checkDefinition } from '../check/check-definition.js';
import { type Definition, type Field } from '../definition/compiled-definition.js';
import { DefinitionParts } from './definition-parts.js';
import { type DefinitionFault, type DefinitionSource } from '../definition/definition.js';
import { eventPatterns, type EventPatterns } from '../definition/event-patterns.js';
import { isInternal } from '../definition/internal-events.js';
import { type Report } from '../definition/report.js';
import { asList, placedStates, stateGraph, type PlacedState } from '../definition/state-graph.js';
import { stateTable } from './state-table.js';

/** `definition` is there unless one of the faults is an error. */
type CompiledDefinition =
  | { readonly definition: Definition; readonly faults: readonly DefinitionFault[] }
  | { readonly definition: undefined; readonly faults: readonly DefinitionFault[] };

/** Compiles a definition file's content, or tells all its faults at once. Never throws. */
export function compileDefinition(source: DefinitionSource): CompiledDefinition {
  const faults: DefinitionFault[] = [];
  const report: Report = (path, message, severity = 'error') =>
    faults.push({ path, message, severity });
  const states = placedStates(source);
  const graph = stateGraph(source, states);
  checkDefinition(source, states, graph, report);
  const parts = new DefinitionParts(source, report);
  const chartSource = parts.chart(states);
  const compiled = compileChart(chartSource);
  for (const { path, message } of compiled.faults) report(parts.pathInFile(path), message);
  const lateness = parts.lateness(source.lateness, ['lateness']);
  const stalledAfterMs = parts.duration(source.stalledAfter, ['stalledAfter']);
  const fields = parts.fields();
  const correlation = parts.correlation();
  if (compiled.chart === undefined || faults.some(({ severity }) => severity === 'error')) {
    return { definition: undefined, faults };
  }
  const definition: Definition = {
    name: source.journey,
    version: source.version,
    title: source.title,
    source,
    chart: compiled.chart,
    startsOn: new Set(source.startsOn),
    correlation,
    onMerge: source.onMerge ?? (correlation.concurrency === 'many' ? 'keep-both' : 'combine'),
    onErase: source.onErase ?? 'end',
    lateness,
    stalledAfterMs,
    fields: new Map(fields.map((field) => [field.name, field])),
    captures: byEvent(fields, (field) => field.source.from),
    verifies: byEvent(fields, (field) => asList(field.source.verifiedBy)),
    defers: defersByState(states),
    ignores: eventPatterns(source.ignore ?? []),
    knows: eventPatterns(knownEvents(source, states)),
    raised: parts.raised,
    invocations: parts.invocations,
    latenessOf: parts.latenessOf,
    states: stateTable(states, graph),
  };
  return { definition, faults };
}

function byEvent(
  fields: readonly Field[],
  events: (field: Field) => readonly string[],
): ReadonlyMap<string, readonly Field[]> {
  const table = new Map<string, Field[]>();
  for (const field of fields) {
    for (const event of events(field)) {
      const list = table.get(event) ?? [];
      list.push(field);
      table.set(event, list);
    }
  }
  return table;
}

function defersByState(states: readonly PlacedState[]): ReadonlyMap<string, EventPatterns> {
  return new Map(
    states
      .map((state): [string, readonly string[]] => [
        state.name,
        state.lineage.flatMap(({ source }) => source.defer ?? []),
      ])
      .filter(([, deferred]) => deferred.length > 0)
      .map(([name, deferred]) => [name, eventPatterns(deferred)]),
  );
}

function knownEvents(source: DefinitionSource, states: readonly PlacedState[]): string[] {
  const fields = Object.values(source.fields ?? {});
  return [
    ...source.startsOn,
    ...(source.ignore ?? []),
    ...fields.flatMap(({ from, verifiedBy }) => [...from, ...asList(verifiedBy)]),
    ...states.flatMap(({ source: state }) => [
      ...Object.keys(state.on ?? {}),
      ...(state.defer ?? []),
    ]),
  ].filter((event) => !isInternal(event));
}
