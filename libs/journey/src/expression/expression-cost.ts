import { patternCost } from './pattern-cost.js';

/** What one evaluation may cost: one unit is about a comparison of two numbers; all of them take tens of milliseconds. */
const BUDGET = 250_000;
/** Characters a text is looked through for one unit, items of a list, and steps of a pattern. */
const CHARACTERS = 64;
const ITEMS = 4;
const STEPS = 16;
/** Of a part of a time in another zone, which asks the time zone database. */
const TIME_ZONE = 500;
/** Characters or items something computed may have. */
const MAX_SIZE = 1_000_000;

/** One for all: loops that swallow errors throw it a hundred thousand times. */
const GIVEN_UP = new Error(
  'this is too much to compute: the event or the fields are too large for this expression',
);

type Run = (...args: unknown[]) => unknown;

/** A CEL syntax node, as far as it is looked at here. */
interface Node {
  readonly op: string;
  readonly args: unknown;
  readonly meta: { readonly evaluate: Run; readonly alternate?: Node };
  readonly setMeta: (key: 'evaluate', run: Run) => void;
}

/** Operations whose cost is that of a comparison whatever the event brings. */
const CHEAP = new Set(['value', 'id', '.', '[]', '&&', '||', '!_', '-_', '?:', '-', '*', '/', '%']);
const ORDER = new Set(['<', '<=', '>', '>=']);
const CHEAP_CALLS = new Set([
  'has',
  'duration',
  'timestamp',
  'startsWith',
  'endsWith',
  'double',
  'int',
]);

/**
 * Counts what an expression does while it is evaluated. Large events make small expressions expensive: loops over their
 * lists, searches in their texts, sums of both. Expressions that do nothing of the kind are not counted, and cost nothing.
 */
export class ExpressionCost {
  /** Undefined where nothing has to be counted. */
  static of(ast: unknown): ExpressionCost | undefined {
    if (!isNode(ast) || !isCostly(ast)) return undefined;
    const cost = new ExpressionCost();
    cost.count(ast, false);
    return cost;
  }

  private left = BUDGET;

  begin(): void {
    this.left = BUDGET;
  }

  /** Why the evaluation was given up; undefined: it was not. Loops and alternatives may have swallowed the error. */
  get fault(): string | undefined {
    return this.left < 0 ? GIVEN_UP.message : undefined;
  }

  /** `compared`: an outer operation looks at the whole value. */
  private count(node: Node, compared: boolean): void {
    const counted = node.meta.alternate ?? node;
    const { evaluate } = counted.meta;
    const before = this.priceOf(node);
    counted.setMeta('evaluate', (...args) => {
      this.spend(before);
      const value = evaluate(...args);
      this.spend(compared ? this.weigh(value) : weight(value));
      return value;
    });
    const inside = node.op === '==' || node.op === '!=' || node.op === 'in';
    for (const child of nodesIn(node.args)) this.count(child, inside);
    this.countPattern(node);
  }

  private priceOf({ op, args }: Node): number {
    const [method, , given] = Array.isArray(args) ? (args as unknown[]) : [];
    const zoned = op === 'rcall' && String(method).startsWith('get') && nodesIn(given).length > 0;
    return zoned ? TIME_ZONE : 1;
  }

  /** The text a pattern is matched against says what matching costs. */
  private countPattern({ op, args }: Node): void {
    const [method, text, given] = Array.isArray(args) ? (args as unknown[]) : [];
    if (op !== 'rcall' || method !== 'matches' || !isNode(text)) return;
    const [pattern] = nodesIn(given);
    const cost = patternCost(String(pattern?.args));
    if (!('steps' in cost)) return;
    const node = text.meta.alternate ?? text;
    const { evaluate } = node.meta;
    node.setMeta('evaluate', (...input) => {
      const value = evaluate(...input);
      if (typeof value === 'string') this.spend(cost.steps(value.length) / STEPS);
      return value;
    });
  }

  private spend(units: number): void {
    this.left -= units;
    // Stays below zero: whoever swallows the error and goes on meets it again.
    if (this.left < 0) throw GIVEN_UP;
  }

  /** Everything inside a value, as far as the budget goes. */
  private weigh(value: unknown): number {
    let units = 0;
    const open = [value];
    while (open.length > 0 && units <= this.left) {
      const one = open.pop();
      units += 1 + weight(one);
      if (typeof one === 'object' && one !== null && !(one instanceof Date)) {
        for (const inner of Object.values(one)) open.push(inner);
      }
    }
    return units;
  }
}

function weight(value: unknown): number {
  const [size, perUnit] =
    typeof value === 'string'
      ? [value.length, CHARACTERS]
      : Array.isArray(value)
        ? [value.length, ITEMS]
        : [0, 1];
  return size > MAX_SIZE ? Infinity : size / perUnit;
}

function isCostly({ op, args }: Node): boolean {
  const children = nodesIn(args);
  if (children.some(isCostly)) return true;
  if (CHEAP.has(op)) return false;
  const scalar = children.some((child) => child.op === 'value');
  // Compared with a value that stands in the expression, only as much is looked at as that has.
  if (op === '==' || op === '!=' || ORDER.has(op)) return !scalar && !children.every(isPath);
  if (op === 'call' || op === 'rcall') {
    const [name] = args as unknown[];
    return !CHEAP_CALLS.has(String(name));
  }
  if (op === 'in') return !children.some((child) => child.op === 'list') && !isState(children[1]);
  return op !== 'list' && op !== 'map';
}

/** Two paths compared once cost no more than reading the event did. */
function isPath({ op, args }: Node): boolean {
  if (op === 'id') return true;
  const [inner] = nodesIn(args);
  return op === '.' && inner !== undefined && isPath(inner);
}

function isState(node: Node | undefined): boolean {
  return node?.op === 'id' && node.args === 'state';
}

function nodesIn(args: unknown): readonly Node[] {
  if (isNode(args)) return [args];
  return Array.isArray(args) ? args.flatMap(nodesIn) : [];
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'op' in value && 'setMeta' in value;
}
