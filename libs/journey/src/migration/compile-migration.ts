import { didYouMean, enterAt, leavesOf } from '#statechart';
import { type Definition } from '../definition/compiled-definition.js';
import { type DefinitionFault } from '../definition/definition.js';
import { compileExpression, type Expression } from '../expression/expression.js';
import { asList } from '../definition/state-graph.js';
import { type MigrationSource, type TimerPolicy } from './migration-source.js';

/** A migration as it is carried out. */
export interface Migration {
  readonly source: MigrationSource;
  readonly from: Definition;
  readonly to: Definition;
  readonly only: Expression | undefined;
  /** Leaf or outer state of `from` → states of `to`. */
  readonly states: ReadonlyMap<string, readonly string[]>;
  readonly fields: ReadonlyMap<string, string | undefined>;
  /** By state of `to`. */
  readonly timers: (state: string) => TimerPolicy;
}

/** `migration` is there unless one of the faults is an error. */
interface CompiledMigration {
  readonly migration: Migration | undefined;
  readonly faults: readonly DefinitionFault[];
}

/** Compiles a migration file's content for the two versions it names, or tells all its faults at once. Never throws. */
export function compileMigration(
  source: MigrationSource,
  from: Definition,
  to: Definition,
): CompiledMigration {
  const faults: DefinitionFault[] = [];
  const report = (path: DefinitionFault['path'], message: string): void => {
    faults.push({ path, message, severity: 'error' });
  };
  checkVersions(source, from, to, report);
  const states = stateMap(source, from, to, report);
  const fields = fieldMap(source, from, to, report);
  const timers = timerPolicies(source, to, report);
  const only = onlyThose(source, from, report);
  warnOfLeft(states, from, to, faults);
  if (faults.some(({ severity }) => severity === 'error')) return { migration: undefined, faults };
  return { migration: { source, from, to, only, states, fields, timers }, faults };
}

type Report = (path: DefinitionFault['path'], message: string) => void;

function checkVersions(
  { migration, from: fromVersion, to: toVersion }: MigrationSource,
  from: Definition,
  to: Definition,
  report: Report,
): void {
  if (migration !== from.name || fromVersion !== from.version) {
    report(
      ['from'],
      `the file is for ${migration}@${fromVersion}, given was ${from.name}@${from.version}`,
    );
  }
  if (migration !== to.name || toVersion !== to.version) {
    report(['to'], `the file is for ${migration}@${toVersion}, given was ${to.name}@${to.version}`);
  }
  if (fromVersion === toVersion) report(['to'], 'a migration leads to another version');
}

function stateMap(
  source: MigrationSource,
  from: Definition,
  to: Definition,
  report: Report,
): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(source.states ?? {})) {
    const path = ['states', name];
    if (!from.states.has(name)) {
      const hint = didYouMean(name, from.states.keys());
      report(path, `version ${from.version} has no state \`${name}\`${hint}`);
    }
    const targets = asList(value);
    const unknown = targets.filter((target) => !to.states.has(target));
    for (const target of unknown) {
      const hint = didYouMean(target, to.states.keys());
      report(path, `version ${to.version} has no state \`${target}\`${hint}`);
    }
    if (unknown.length === 0) {
      const entered = enterAt(to.chart, targets);
      if ('fault' in entered) report(path, entered.fault);
    }
    map.set(name, targets);
  }
  return map;
}

function fieldMap(
  source: MigrationSource,
  from: Definition,
  to: Definition,
  report: Report,
): ReadonlyMap<string, string | undefined> {
  const map = new Map<string, string | undefined>();
  const claimed = new Map<string, string>();
  for (const [name, target] of Object.entries(source.fields ?? {})) {
    const path = ['fields', name];
    if (!from.fields.has(name)) {
      const hint = didYouMean(name, from.fields.keys());
      report(path, `version ${from.version} has no field \`${name}\`${hint}`);
    }
    map.set(name, target ?? undefined);
    if (target === null) continue;
    if (!to.fields.has(target)) {
      const hint = didYouMean(target, to.fields.keys());
      report(path, `version ${to.version} has no field \`${target}\`${hint}`);
    }
    const other = claimed.get(target);
    if (other !== undefined)
      report(path, `\`${other}\` becomes \`${target}\` already; two values cannot`);
    claimed.set(target, name);
  }
  for (const name of from.fields.keys()) {
    const other = map.has(name) ? undefined : claimed.get(name);
    if (other === undefined) continue;
    report(
      ['fields', other],
      `\`${name}\` keeps its name, so \`${other}\` cannot take it; say what becomes of \`${name}\``,
    );
  }
  return map;
}

function timerPolicies(
  { timers = 'keep-deadline' }: MigrationSource,
  to: Definition,
  report: Report,
): Migration['timers'] {
  if (typeof timers === 'string') return () => timers;
  const { default: usual = 'keep-deadline', states = {} } = timers;
  for (const name of Object.keys(states)) {
    if (to.states.has(name)) continue;
    const hint = didYouMean(name, to.states.keys());
    report(['timers', 'states', name], `version ${to.version} has no state \`${name}\`${hint}`);
  }
  const byState = new Map(Object.entries(states));
  return (state) => byState.get(state) ?? usual;
}

function onlyThose(
  { only }: MigrationSource,
  from: Definition,
  report: Report,
): Expression | undefined {
  if (only === undefined) return undefined;
  const compiled = compileExpression(only, 'bool');
  if ('fault' in compiled) {
    report(['only'], `${compiled.fault} (at character ${compiled.position} of \`${only}\`)`);
    return undefined;
  }
  for (const name of compiled.expression.fields) {
    if (from.fields.has(name)) continue;
    const hint = didYouMean(name, from.fields.keys());
    report(['only'], `version ${from.version} has no field \`${name}\`${hint}`);
  }
  return compiled.expression;
}

/** States of `from` that lead nowhere: their journeys stay behind, which may be meant. */
function warnOfLeft(
  states: Migration['states'],
  from: Definition,
  to: Definition,
  faults: DefinitionFault[],
): void {
  for (const name of leavesOf(from.chart)) {
    if (from.states.get(name)?.outcome !== undefined) continue;
    if (states.has(name) || to.states.has(name)) continue;
    const message = `version ${to.version} has no state \`${name}\`, and the file does not say where it leads: its journeys stay on version ${from.version}`;
    faults.push({ path: ['states'], message, severity: 'warning' });
  }
}
