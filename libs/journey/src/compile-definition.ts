import { compileChart, didYouMean, type ChartSource } from '#statechart';
import { checkDefinition, type Report } from './check-definition.js';
import {
  actionHead,
  humanise,
  type ActionTemplate,
  type Definition,
  type Field,
  type Lateness,
  type State,
} from './compiled-definition.js';
import {
  type ActionSource,
  type DefinitionFault,
  type DefinitionSource,
  type TransitionSource,
} from './definition.js';
import { parseDuration } from './duration.js';
import { eventPatterns, type EventPatterns } from './event-patterns.js';
import { compileExpression, type Expression } from './expression.js';
import {
  asList,
  distancesFrom,
  distancesTo,
  endsJourney,
  placedStates,
  stateGraph,
  transitionsOf,
  type PlacedState,
  type StateGraph,
} from './state-graph.js';

type Path = DefinitionFault['path'];
type JourneyChart = ChartSource<Expression, ActionTemplate>;
type JourneyChartState = JourneyChart['states'][string];

/** `definition` is there unless one of the faults is an error. */
export type CompiledDefinition =
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
  const parts = new Parts(source, report);
  const chartSource = parts.chart(states);
  const compiled = compileChart(chartSource);
  for (const { path, message } of compiled.faults) report(pathInFile(source, path), message);
  const lateness = parts.lateness();
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
    lateness,
    stalledAfterMs,
    fields: new Map(fields.map((field) => [field.name, field])),
    captures: byEvent(fields, (field) => field.source.from),
    verifies: byEvent(fields, (field) => asList(field.source.verifiedBy)),
    defers: defersByState(states),
    ignores: eventPatterns(source.ignore ?? []),
    knows: eventPatterns(knownEvents(source, states)),
    states: stateTable(states, graph),
  };
  return { definition, faults };
}

/** Translates the file's parts one by one; whatever is wrong is reported and replaced by something harmless. */
class Parts {
  constructor(
    private readonly source: DefinitionSource,
    private readonly report: Report,
  ) {}

  chart(states: readonly PlacedState[]): JourneyChart {
    const top = states.filter(({ lineage }) => lineage.length === 1);
    return { initial: this.source.initial, states: this.chartStates(top) };
  }

  fields(): readonly Field[] {
    return Object.entries(this.source.fields ?? {}).map(([name, field]) => ({
      name,
      source: field,
      path: (field.path ?? name).split('.'),
      staleAfterMs: this.duration(field.staleAfter, ['fields', name, 'staleAfter']),
    }));
  }

  lateness(): Lateness | undefined {
    const { lateness } = this.source;
    const accept = this.duration(lateness?.accept, ['lateness', 'accept']);
    return lateness === undefined || accept === undefined
      ? undefined
      : { accept, then: lateness.then };
  }

  correlation(): Definition['correlation'] {
    const { by = 'subject', concurrency = 'one-open' } = this.source.correlation ?? {};
    if (by === 'subject') return { path: undefined, concurrency };
    const [root, ...path] = by.split('.');
    if (root !== 'data' || path.length === 0 || path.includes('')) {
      this.report(
        ['correlation', 'by'],
        `\`${by}\` is neither \`subject\` nor a path into the event's data, e.g. \`data.orderId\``,
      );
    }
    return { path, concurrency };
  }

  duration(text: string | undefined, path: Path): number | undefined {
    if (text === undefined) return undefined;
    const parsed = parseDuration(text);
    if ('ms' in parsed) return parsed.ms;
    this.report(path, parsed.fault);
    return undefined;
  }

  private chartStates(states: readonly PlacedState[]): Record<string, JourneyChartState> {
    return Object.fromEntries(states.map((state) => [state.name, this.chartState(state)]));
  }

  private chartState(state: PlacedState): JourneyChartState {
    const { source } = state;
    const on: Record<string, ReturnType<Parts['transition']>[]> = {};
    const always: ReturnType<Parts['transition']>[] = [];
    const after: (ReturnType<Parts['transition']> & { name: string; delayMs: number })[] = [];
    for (const { transition, kind, on: name, path } of transitionsOf(state)) {
      const compiled = this.transition(transition, path);
      if (kind === 'event') (on[name] ??= []).push(compiled);
      else if (kind === 'always') always.push(compiled);
      else after.push({ ...compiled, name, delayMs: this.duration(name, path) ?? 1_000 });
    }
    return {
      ...present({ type: source.type, initial: source.initial }),
      ...(state.children.length > 0 && { states: this.chartStates(state.children) }),
      entry: this.actions(source.entry, [...state.path, 'entry']),
      exit: this.actions(source.exit, [...state.path, 'exit']),
      ...(source.on !== undefined && { on }),
      ...(source.always !== undefined && { always }),
      ...(source.after !== undefined && { after }),
    };
  }

  private transition(transition: TransitionSource, path: Path) {
    const { target, internal, guard } = transition;
    return {
      ...present({ target, internal }),
      ...(guard !== undefined && {
        guard: this.expression(guard, 'bool', [...path, 'guard']),
      }),
      actions: this.actions(transition.actions, [...path, 'actions']),
    };
  }

  private actions(sources: readonly ActionSource[] = [], path: Path): readonly ActionTemplate[] {
    return sources.map((action, index) => ({
      ...actionHead(action),
      input: Object.entries(('raise' in action ? undefined : action.input) ?? {}).map(([key, text]) => [
        key,
        this.expression(text, 'any', [...path, index, 'input', key]),
      ]),
    }));
  }

  private expression(text: string, wanted: 'bool' | 'any', path: Path): Expression {
    const compiled = compileExpression(text, wanted);
    if ('fault' in compiled) {
      this.report(path, `${compiled.fault} (at character ${compiled.position} of \`${text}\`)`);
      return NEVER;
    }
    const known = Object.keys(this.source.fields ?? {});
    for (const name of compiled.expression.fields) {
      if (known.includes(name)) continue;
      this.report(path, `field \`${name}\` does not exist${didYouMean(name, known)}`);
    }
    return compiled.expression;
  }
}

/** Stands where an expression is at fault; such a definition is never run. */
const NEVER: Expression = {
  text: 'false',
  fields: [],
  anyField: false,
  eventPaths: [],
  evaluate: () => ({ value: false }),
};

/** Without the keys that are undefined. */
function present<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** A chart has lists of transitions where a file may have a single one: leaves the index out there. */
function pathInFile(source: DefinitionSource, path: Path): Path {
  const inFile: (string | number)[] = [];
  let value: unknown = source;
  for (const key of path) {
    if (typeof key === 'number' && !Array.isArray(value)) continue;
    inFile.push(key);
    value = (value as Record<string | number, unknown> | undefined)?.[key];
  }
  return inFile;
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
  ];
}

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

function stateTable(states: readonly PlacedState[], graph: StateGraph): ReadonlyMap<string, State> {
  const goals = [...graph.leaves.values()]
    .filter((leaf) => endsJourney(leaf) && !BAD_OUTCOMES.has(leaf.source.outcome ?? leaf.name))
    .map(({ name }) => name);
  const depths = distancesFrom(graph, graph.initial ?? '', false);
  const acting = distancesTo(graph, goals, false);
  const waiting = distancesTo(graph, goals, true);
  return new Map(
    states.map((state) => {
      const { name, source, lineage } = state;
      const row: State = {
        name,
        title: source.title ?? humanise(name),
        outcome: endsJourney(state) ? (source.outcome ?? name) : undefined,
        backstage: lineage.some((one) => one.source.backstage === true),
        needs: [...new Set(lineage.flatMap((one) => one.source.needs ?? []))],
        channels: Object.assign({}, ...lineage.map((one) => one.source.channels ?? {}).reverse()),
        labels: new Map(
          transitionsOf(state).flatMap(({ on, transition }) =>
            transition.label === undefined ? [] : [[on, transition.label]],
          ),
        ),
        depth: depths.get(name),
        remaining: acting.get(name) ?? waiting.get(name),
      };
      return [name, row];
    }),
  );
}
