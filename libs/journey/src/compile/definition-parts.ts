import { didYouMean, type ChartSource } from '#statechart';
import {
  actionHead,
  transitionKey,
  type ActionTemplate,
  type Definition,
  type Field,
  type InvocationPlan,
  type Lateness,
} from '../definition/compiled-definition.js';
import {
  type ActionSource,
  type DefinitionFault,
  type DefinitionSource,
  type TransitionSource,
} from '../definition/definition.js';
import { parseDuration } from '../definition/duration.js';
import { compileExpression, type Expression } from '../expression/expression.js';
import { type Report } from '../definition/report.js';
import {
  asList,
  invokesOf,
  transitionsOf,
  type PlacedInvoke,
  type PlacedState,
} from '../definition/state-graph.js';

type Path = DefinitionFault['path'];
type JourneyChart = ChartSource<Expression, ActionTemplate>;
type JourneyChartState = JourneyChart['states'][string];
type Transitions = NonNullable<JourneyChartState['always']>;
type Transition = Transitions[number];

const DEFAULT_BACKOFF_MS = 1_000;

/** Translates a file's parts one by one; whatever is wrong is reported and replaced by something harmless. */
export class DefinitionParts {
  /** By `transitionKey`. */
  readonly latenessOf = new Map<string, Lateness>();
  readonly raised = new Set<string>();
  /** By id. */
  readonly invocations = new Map<string, InvocationPlan>();
  /** Where the transitions the chart knows by `transitionKey` stand in the file. */
  private readonly places = new Map<string, Path>();

  constructor(
    private readonly source: DefinitionSource,
    private readonly report: Report,
  ) {}

  chart(states: readonly PlacedState[]): JourneyChart {
    const top = states.filter(({ lineage }) => lineage.length === 1);
    return { initial: this.source.initial, states: this.chartStates(top) };
  }

  /**
   * Where a chart's fault is in the file. A chart has lists of transitions where a file may have a single one, and knows
   * `onDone` and `onError` as events.
   */
  pathInFile(path: Path): Path {
    let at = 0;
    while (path[at] === 'states') at += 2;
    const [kind, descriptor, index, ...rest] = path.slice(at);
    if (kind === 'on' || kind === 'after') {
      const place = Number.isInteger(index) ? Number(index) : 0;
      const known = this.places.get(transitionKey(String(path[at - 1]), String(descriptor), place));
      const inside = Number.isInteger(index) ? rest : [index, ...rest];
      if (known !== undefined) return [...known, ...inside.filter((key) => key !== undefined)];
    }
    return present(this.source, path);
  }

  fields(): readonly Field[] {
    return Object.entries(this.source.fields ?? {}).map(([name, field]) => ({
      name,
      source: field,
      path: (field.path ?? name).split('.'),
      staleAfterMs: this.duration(field.staleAfter, ['fields', name, 'staleAfter']),
    }));
  }

  lateness(lateness: DefinitionSource['lateness'], path: Path): Lateness | undefined {
    const accept = this.duration(lateness?.accept, [...path, 'accept']);
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
    const { type, initial, history, target, entry, exit } = state.source;
    const invoke = invokesOf(state);
    for (const one of invoke) this.invocation(state, one);
    return {
      ...defined({ type, initial, history, target }),
      ...(state.children.length > 0 && { states: this.chartStates(state.children) }),
      ...(entry !== undefined && { entry: this.actions(entry, [...state.path, 'entry']) }),
      ...(exit !== undefined && { exit: this.actions(exit, [...state.path, 'exit']) }),
      ...this.transitions(state),
      ...(invoke.length > 0 && { invoke: invoke.map(({ id }) => id) }),
    };
  }

  private transitions(state: PlacedState): Pick<JourneyChartState, 'on' | 'always' | 'after'> {
    const on: Record<string, Transition[]> = {};
    const always: Transition[] = [];
    const after = new Map<string, Transition[]>();
    for (const { transition, kind, on: name, path } of transitionsOf(state)) {
      const compiled = this.transition(transition, path);
      if (kind === 'always') {
        always.push(compiled);
        continue;
      }
      const list = kind === 'event' ? (on[name] ??= []) : (after.get(name) ?? []);
      const key = transitionKey(state.name, name, list.length);
      list.push(compiled);
      if (kind === 'timer') after.set(name, list);
      const lateness = this.lateness(transition.lateness, [...path, 'lateness']);
      if (lateness !== undefined) this.latenessOf.set(key, lateness);
      this.places.set(key, path);
    }
    return {
      ...(Object.keys(on).length > 0 && { on }),
      ...(always.length > 0 && { always }),
      ...(after.size > 0 && {
        after: [...after].flatMap(([name, list]) => this.delayed(state, name, list)),
      }),
    };
  }

  /**
   * Several transitions after the same delay are candidates, tried in order: since a chart gives each a timer of its own,
   * each is guarded against those before it. The first timer has the delay's name, the others a number after it.
   */
  private delayed(
    state: PlacedState,
    delay: string,
    list: readonly Transition[],
  ): NonNullable<JourneyChartState['after']> {
    const delayMs = this.duration(delay, [...state.path, 'after', delay]) ?? 1_000;
    return list.map((transition, index) => {
      const name = index === 0 ? delay : `${delay}#${index + 1}`;
      const place = this.places.get(transitionKey(state.name, delay, index));
      if (place !== undefined) this.places.set(transitionKey(state.name, name, 0), place);
      const before = list.slice(0, index).map(({ guard }) => guard);
      return {
        ...transition,
        ...(before.length > 0 && { guard: otherwise(before, transition.guard) }),
        name,
        delayMs,
      };
    });
  }

  private transition(source: TransitionSource, path: Path): Transition {
    const { target, internal, guard } = source;
    return {
      ...defined({ target, internal }),
      ...(guard !== undefined && {
        guard: this.expression(guard, 'bool', [...path, 'guard']),
      }),
      actions: this.actions(source.actions, [...path, 'actions']),
    };
  }

  private invocation(state: PlacedState, { id, invoke, path }: PlacedInvoke): void {
    const { timeout, retry, compensate } = invoke;
    this.invocations.set(id, {
      id,
      state: state.name,
      service: invoke.service,
      input: this.input(invoke.input, [...path, 'input']),
      timeoutMs: this.duration(timeout, [...path, 'timeout']),
      attempts: retry?.attempts ?? 1,
      backoffMs: this.duration(retry?.backoff, [...path, 'retry', 'backoff']) ?? DEFAULT_BACKOFF_MS,
      compensate: compensate && {
        service: compensate.service,
        input: compensate.input && this.input(compensate.input, [...path, 'compensate', 'input']),
      },
    });
  }

  private actions(sources: readonly ActionSource[] | undefined, path: Path): ActionTemplate[] {
    return asList(sources).map((action, index) => {
      if ('raise' in action) this.raised.add(action.raise);
      const input = 'raise' in action ? undefined : action.input;
      return { ...actionHead(action), input: this.input(input, [...path, index, 'input']) };
    });
  }

  private input(
    source: Readonly<Record<string, string>> | undefined,
    path: Path,
  ): ActionTemplate['input'] {
    return Object.entries(source ?? {}).map(([key, text]) => [
      key,
      this.expression(text, 'any', [...path, key]),
    ]);
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

/** True when none of the guards `before` holds and `own` does; no guard always holds. */
function otherwise(
  before: readonly (Expression | undefined)[],
  own: Expression | undefined,
): Expression {
  const asked = [...before, own].flatMap((guard) => guard ?? []);
  return {
    text: own?.text ?? 'true',
    fields: [...new Set(asked.flatMap(({ fields }) => fields))],
    anyField: asked.some(({ anyField }) => anyField),
    eventPaths: [...new Set(asked.flatMap(({ eventPaths }) => eventPaths))],
    evaluate: (scope) => {
      for (const guard of before) {
        const evaluated = guard === undefined ? { value: true } : guard.evaluate(scope);
        if ('value' in evaluated && evaluated.value === true) return { value: false };
      }
      return own === undefined ? { value: true } : own.evaluate(scope);
    },
  };
}

/** Without the keys that are undefined. */
function defined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** Leaves out the places in lists where the file has a single one. */
function present(source: DefinitionSource, path: Path): Path {
  const inFile: (string | number)[] = [];
  let value: unknown = source;
  for (const key of path) {
    if (typeof key === 'number' && !Array.isArray(value)) continue;
    inFile.push(key);
    value = (value as Record<string | number, unknown> | undefined)?.[key];
  }
  return inFile;
}
