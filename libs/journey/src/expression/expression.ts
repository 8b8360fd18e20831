import {
  Environment,
  EvaluationError,
  ParseError,
  TypeError as CelTypeError,
} from '@marcbachmann/cel-js';
import { ExpressionCost } from './expression-cost.js';
import { patternCost } from './pattern-cost.js';

/** What guards and action inputs see. */
export interface Scope {
  readonly event: EventView;
  /** Values by field name; a field without a value is absent: test it with `has(fields.x)`. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Active states, innermost first, with their ancestors. */
  readonly state: readonly string[];
  readonly journey: JourneyView;
  /** The record's time. */
  readonly now: Date;
}

export interface EventView {
  readonly id: string;
  readonly type: string;
  readonly channel: string;
  readonly source: string;
  readonly time: Date;
  readonly actor: { readonly kind: string; readonly id: string | null };
  readonly data: Readonly<Record<string, unknown>>;
}

interface JourneyView {
  readonly id: string;
  readonly definition: string;
  readonly version: number;
  readonly startedOn: string;
  readonly lastChannel: string;
  readonly startedAt: Date;
  readonly stalled: boolean;
}

const EVENT_KEYS = ['id', 'type', 'channel', 'source', 'time', 'actor', 'data'];
const JOURNEY_KEYS = [
  'id',
  'definition',
  'version',
  'startedOn',
  'lastChannel',
  'startedAt',
  'stalled',
];

/** A CEL expression, parsed and type-checked once. Sandboxed: it sees its scope and nothing else. */
export interface Expression {
  readonly text: string;
  /** Fields it names. */
  readonly fields: readonly string[];
  /** It looks fields up by a computed name: any of them may matter. */
  readonly anyField: boolean;
  /** Dotted paths below `event` it names, e.g. `data.score`: what to show when it was false. */
  readonly eventPaths: readonly string[];
  /** `fault` in words when it cannot be evaluated in this scope, e.g. a field it needs has no value. */
  readonly evaluate: (scope: Scope) => Evaluated;
}

type Evaluated = { readonly value: unknown } | { readonly fault: string };

type CompiledExpression =
  | { readonly expression: Expression }
  /** `position` counts characters from 1. */
  | { readonly fault: string; readonly position: number };

const environment = new Environment({
  homogeneousAggregateLiterals: false,
  limits: {
    maxAstNodes: 300,
    maxDepth: 24,
    maxListElements: 100,
    maxMapEntries: 100,
    maxCallArguments: 8,
  },
})
  .registerVariable('event', 'map<string, dyn>')
  .registerVariable('fields', 'map<string, dyn>')
  .registerVariable('state', 'list<string>')
  .registerVariable('journey', 'map<string, dyn>')
  .registerVariable('now', 'google.protobuf.Timestamp');

const MAX_TEXT = 2_000;
/** Loops within loops multiply. What loops over a large event cost is counted when it comes. */
const MAX_LOOP_DEPTH = 2;
/** A pattern must do for a text of so many characters in so many steps. */
const SHORT_TEXT = 64;
const MAX_STEPS = 5_000_000;
const LOOPS = new Set(['all', 'exists', 'exists_one', 'map', 'filter', 'bind']);

/** The shape of a CEL syntax node, as far as it is looked at here. */
interface Node {
  readonly op: string;
  readonly args: unknown;
  readonly start?: number;
}

/** Compiles an expression whose result must be of `wanted`; refuses what could burn, by its shape. */
export function compileExpression(text: string, wanted: 'bool' | 'any'): CompiledExpression {
  if (text.length > MAX_TEXT) {
    return { fault: `expression is longer than ${MAX_TEXT} characters`, position: MAX_TEXT + 1 };
  }
  try {
    const run = environment.parse(text);
    const checked = run.check();
    if (!checked.valid) return celFault(checked.error);
    if (wanted === 'bool' && checked.type !== 'bool' && checked.type !== 'dyn') {
      return {
        fault: `a guard must be true or false, this is of type ${checked.type ?? 'unknown'}`,
        position: 1,
      };
    }
    const found = new Names();
    found.visit(run.ast, 0);
    if (found.fault !== undefined) return found.fault;
    const path = pathOf(run.ast as Node);
    const cost = ExpressionCost.of(run.ast);
    return {
      expression: {
        text,
        fields: [...found.fields],
        anyField: found.anyField,
        eventPaths: [...found.eventPaths],
        evaluate:
          path === undefined
            ? (scope) => evaluate(run, cost, scope)
            : (scope) => readPath(scope, path),
      },
    };
  } catch (error) {
    return celFault(error);
  }
}

function evaluate(
  run: (context: Record<string, unknown>) => unknown,
  cost: ExpressionCost | undefined,
  scope: Scope,
): Evaluated {
  cost?.begin();
  try {
    const value = run(scope as unknown as Record<string, unknown>);
    return cost?.fault === undefined ? { value } : { fault: cost.fault };
  } catch (error) {
    return { fault: cost?.fault ?? celFault(error).fault };
  }
}

/** What CEL says of a path and nothing else, at a tenth of its cost: most inputs of actions are one, often of an absent field. */
function readPath(scope: Scope, path: readonly string[]): Evaluated {
  let value: unknown = scope;
  for (const key of path) {
    if (!isMap(value) || !Object.hasOwn(value, key) || value[key] === undefined) {
      return { fault: `No such key: ${key}` };
    }
    value = value[key];
  }
  return { value };
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function celFault(error: unknown): { fault: string; position: number } {
  if (
    error instanceof ParseError ||
    error instanceof EvaluationError ||
    error instanceof CelTypeError
  ) {
    return { fault: error.summary, position: (error.range?.start ?? 0) + 1 };
  }
  return { fault: error instanceof Error ? error.message : String(error), position: 1 };
}

/** Walks a syntax tree for the names it uses and for shapes that are refused. */
class Names {
  readonly fields = new Set<string>();
  readonly eventPaths = new Set<string>();
  anyField = false;
  fault: { fault: string; position: number } | undefined;

  visit(node: unknown, loops: number): void {
    if (Array.isArray(node)) {
      for (const item of node) this.visit(item, loops);
      return;
    }
    if (!isNode(node)) return;
    const path = pathOf(node);
    if (path !== undefined) {
      this.name(node, path);
      return;
    }
    let depth = loops;
    if (node.op === 'rcall' && Array.isArray(node.args)) {
      const method: unknown = node.args[0];
      if (typeof method === 'string' && LOOPS.has(method)) depth += 1;
      if (method === 'matches') this.checkPattern(node, (node.args as unknown[])[2]);
    }
    if (depth > MAX_LOOP_DEPTH) {
      this.refuse(node, `loops are nested more than ${MAX_LOOP_DEPTH} deep`);
      return;
    }
    this.visit(node.args, depth);
  }

  private name(node: Node, path: readonly string[]): void {
    const [root = '', first] = path;
    if (root === 'fields') {
      if (first === undefined) this.anyField = true;
      else this.fields.add(first);
    }
    if (root === 'event' && first !== undefined) {
      if (!EVENT_KEYS.includes(first)) this.refuse(node, unknownKey('event', first, EVENT_KEYS));
      if (path.length > 1) this.eventPaths.add(path.slice(1).join('.'));
    }
    if (root === 'journey' && first !== undefined && !JOURNEY_KEYS.includes(first)) {
      this.refuse(node, unknownKey('journey', first, JOURNEY_KEYS));
    }
  }

  private checkPattern(node: Node, args: unknown): void {
    const pattern: unknown = Array.isArray(args) ? args[0] : undefined;
    if (!isNode(pattern) || pattern.op !== 'value' || typeof pattern.args !== 'string') {
      this.refuse(node, 'matches() takes a pattern written in the expression, not a computed one');
      return;
    }
    const cost = patternCost(pattern.args);
    if ('fault' in cost) this.refuse(node, cost.fault);
    else if (cost.steps(SHORT_TEXT) > MAX_STEPS) {
      this.refuse(
        node,
        'matches() could take for ever: the pattern has too many parts that match more or less; begin it with ^, or split it',
      );
    }
  }

  private refuse(node: Node, fault: string): void {
    this.fault ??= { fault, position: (node.start ?? 0) + 1 };
  }
}

function unknownKey(root: string, key: string, known: readonly string[]): string {
  return `\`${root}.${key}\` does not exist; \`${root}\` has ${known.join(', ')}`;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}

/** `a.b.c` and `a["b"]` as [a, b, c]; undefined for anything else. */
function pathOf(node: Node): string[] | undefined {
  if (node.op === 'id' && typeof node.args === 'string') return [node.args];
  if ((node.op !== '.' && node.op !== '[]') || !Array.isArray(node.args)) return undefined;
  const [object, key] = node.args as [unknown, unknown];
  const literal = isNode(key) && key.op === 'value' ? key.args : key;
  const path = isNode(object) ? pathOf(object) : undefined;
  return path !== undefined && typeof literal === 'string' ? [...path, literal] : undefined;
}
