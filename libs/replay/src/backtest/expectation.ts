import {
  Environment,
  EvaluationError,
  ParseError,
  TypeError as CelTypeError,
} from '@marcbachmann/cel-js';
import { didYouMean } from '#statechart';
import { type BacktestReport } from './report.js';

/** What a backtest must come to. */
export interface Expectation {
  /** CEL over the report: `live`, `draft`, `journeys`, `differences`, `records`, and `day`, `hour`, `minute` in ms. */
  readonly that: string;
  /** Why it matters: told when it fails. */
  readonly because?: string;
}

export interface Judged extends Expectation {
  readonly held: boolean;
  /** The figures it names, as they are. */
  readonly figures: Readonly<Record<string, unknown>>;
  /** Why it cannot be told; undefined: it can. */
  readonly fault: string | undefined;
}

const ROOTS = ['live', 'draft', 'journeys', 'differences', 'records'] as const;
const UNITS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const MAX_TEXT = 2_000;

/** A syntax node of CEL, as far as it is looked at here. */
interface Node {
  readonly op: string;
  readonly args: unknown;
}

const environment = ROOTS.reduce(
  (made, root) => made.registerVariable(root, 'map<string, dyn>'),
  new Environment({ limits: { maxAstNodes: 300, maxDepth: 24 } }),
);
for (const unit of Object.keys(UNITS)) environment.registerVariable(unit, 'double');
// Figures are doubles; `10 * day` and `figure / 2` should not need a decimal point.
for (const [sign, apply] of Object.entries({
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => a / b,
})) {
  const mixed = (a: number | bigint, b: number | bigint): number => apply(Number(a), Number(b));
  environment.registerOperator(`double ${sign} int`, mixed);
  environment.registerOperator(`int ${sign} double`, mixed);
}

/** Why an expectation cannot be asked of any report; undefined: it can. */
export function faultOf({ that }: Expectation): string | undefined {
  if (that.length > MAX_TEXT) return `longer than ${MAX_TEXT} characters`;
  try {
    const checked = environment.parse(that).check();
    if (!checked.valid) return summary(checked.error);
    if (checked.type === 'bool' || checked.type === 'dyn') return undefined;
    return `must be true or false, this is of type ${checked.type ?? 'unknown'}`;
  } catch (error) {
    return summary(error);
  }
}

/** Whether the report is as expected. What cannot be told has not held, and says why. */
export function judge(expectation: Expectation, report: BacktestReport): Judged {
  const fault = faultOf(expectation);
  if (fault !== undefined) return { ...expectation, held: false, figures: {}, fault };
  const run = environment.parse(expectation.that);
  const figures: Record<string, unknown> = {};
  const faults: string[] = [];
  for (const path of pathsIn(run.ast)) {
    const found = figureAt(report, path);
    if (typeof found === 'string') faults.push(found);
    else figures[path.join('.')] = found.value;
  }
  if (faults.length > 0) return { ...expectation, held: false, figures, fault: faults.join('; ') };
  try {
    const { live, draft, journeys, differences, records } = report;
    const held = run({ live, draft, journeys, differences, records, ...UNITS }) === true;
    return { ...expectation, held, figures, fault: undefined };
  } catch (error) {
    return { ...expectation, held: false, figures, fault: summary(error) };
  }
}

/** In words: why it does not exist. */
function figureAt(
  report: BacktestReport,
  path: readonly string[],
): { readonly value: unknown } | string {
  let value: unknown = report;
  for (const [at, key] of path.entries()) {
    const inside: object = typeof value === 'object' && value !== null ? value : {};
    if (!Object.hasOwn(inside, key)) {
      const outer = path.slice(0, at).join('.');
      return `\`${outer}\` has no \`${key}\`${didYouMean(key, Object.keys(inside))}`;
    }
    value = (inside as Readonly<Record<string, unknown>>)[key];
  }
  if (value !== null) return { value };
  return `\`${path.join('.')}\` has no value: nothing was counted there`;
}

/** Every whole path below the report's parts that the expression names. */
function pathsIn(node: unknown): readonly (readonly string[])[] {
  if (Array.isArray(node)) return node.flatMap(pathsIn);
  if (!isNode(node)) return [];
  const path = pathOf(node);
  if (path === undefined) return pathsIn(node.args);
  return ROOTS.some((root) => root === path[0]) && path.length > 1 ? [path] : [];
}

function pathOf({ op, args }: Node): readonly string[] | undefined {
  if (op === 'id' && typeof args === 'string') return [args];
  if ((op !== '.' && op !== '[]') || !Array.isArray(args)) return undefined;
  const [object, key] = args as [unknown, unknown];
  const literal = isNode(key) && key.op === 'value' ? key.args : key;
  const path = isNode(object) ? pathOf(object) : undefined;
  return path !== undefined && typeof literal === 'string' ? [...path, literal] : undefined;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}

function summary(error: unknown): string {
  const isCel =
    error instanceof ParseError ||
    error instanceof EvaluationError ||
    error instanceof CelTypeError;
  if (isCel) return error.summary;
  return error instanceof Error ? error.message : String(error);
}
