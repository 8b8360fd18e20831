import { type FieldValue, type JourneyState } from '#contracts';
import { enterAt, lineageOf, type Timer as ChartTimer } from '#statechart';
import { fieldFault } from '../fields/field-value.js';
import { plainOccurrence } from '../record/occurrence.js';
import { StepScope } from '../turn/step-scope.js';
import { type PlacedTimer, type Placement } from '../turn/placement.js';
import { type Migration } from './compile-migration.js';

/** Where a journey stands after a migration. */
export interface Moved extends Placement {
  /** Fields whose values the new version has no place for. */
  readonly dropped: readonly string[];
  /** Invocations of the states it stands in. */
  readonly invoked: readonly string[];
}

/** `leftOut`: it could move, and the file's `only` is false for it. */
type Migrated = Moved | { readonly stays: string; readonly leftOut?: boolean };

/**
 * Where a running journey goes on under a migration at `now` (ms since the epoch on its clock), or in words why it stays.
 * No entry or exit action runs: what entering a state does was done, whatever it is called now.
 */
export function migrateJourney(migration: Migration, journey: JourneyState, now: number): Migrated {
  const { from, to } = migration;
  if (journey.status === 'ended') return { stays: 'it has ended' };
  if (journey.definition !== from.name || journey.definitionVersion !== from.version) {
    return { stays: `it runs on ${journey.definition}@${journey.definitionVersion}` };
  }
  if (isLeftOut(migration, journey, now)) {
    return { stays: `\`${migration.source.only ?? ''}\` is not true of it`, leftOut: true };
  }
  const targets =
    whereItStood(migration, journey) ??
    journey.configuration.flatMap((leaf) => targetsOf(migration, leaf));
  const unknown = targets.find((target) => !to.states.has(target));
  if (unknown !== undefined) {
    return { stays: `it is in \`${unknown}\`, which version ${to.version} does not have` };
  }
  const entered = enterAt(to.chart, [...new Set(targets)]);
  if ('fault' in entered) return { stays: entered.fault };
  if (entered.configuration.some((leaf) => to.states.get(leaf)?.outcome !== undefined)) {
    return { stays: 'it would end by being migrated' };
  }
  const { fields, dropped, fault } = moveFields(migration, journey.fields);
  if (fault !== undefined) return { stays: fault };
  return {
    configuration: entered.configuration,
    history: moveHistory(migration, journey.history),
    fields,
    dropped,
    timers: moveTimers(migration, journey, entered.started, now),
    invoked: entered.invoked,
  };
}

function isLeftOut({ only, from }: Migration, journey: JourneyState, now: number): boolean {
  if (only === undefined) return false;
  const cause = { kind: 'command', id: '', type: 'migrate', actorKind: 'operator', actorId: null };
  const occurrence = plainOccurrence({ ...cause, ...journey.reflects }, now);
  return !new StepScope(from, journey, journey.fields, occurrence, now).guard(only);
}

/** A journey that goes back to the version it came from, and has not moved since, goes to where it stood there. */
function whereItStood(
  { to }: Migration,
  { migratedFrom, configuration }: JourneyState,
): readonly string[] | undefined {
  if (migratedFrom?.definitionVersion !== to.version) return undefined;
  const unmoved = migratedFrom.to.join('\n') === configuration.join('\n');
  return unmoved ? migratedFrom.configuration : undefined;
}

/** Where a leaf leads: as the file says of it, or of the innermost state around it that it names; else to its own name. */
function targetsOf({ states, from }: Migration, leaf: string): readonly string[] {
  for (const name of lineageOf(from.chart, leaf)) {
    const targets = states.get(name);
    if (targets !== undefined) return targets;
  }
  return [leaf];
}

function moveFields(
  { fields: map, to }: Migration,
  held: JourneyState['fields'],
): { fields: JourneyState['fields']; dropped: string[]; fault?: string } {
  const fields: Record<string, FieldValue> = {};
  const dropped: string[] = [];
  for (const [name, value] of Object.entries(held)) {
    const target = map.has(name) ? map.get(name) : name;
    const field = target === undefined ? undefined : to.fields.get(target);
    if (target === undefined || field === undefined) {
      dropped.push(name);
      continue;
    }
    const fault = fieldFault(field, JSON.parse(value.value));
    if (fault !== undefined) return { fields, dropped, fault: `field \`${target}\`: ${fault}` };
    fields[target] = value;
  }
  return { fields, dropped };
}

/** What history states remember is kept where it still means something. */
function moveHistory(
  migration: Migration,
  history: JourneyState['history'],
): JourneyState['history'] {
  const { to } = migration;
  const moved = Object.entries(history).flatMap(([name, states]) => {
    const known = to.states.has(name);
    const targets = states.flatMap((state) => targetsOf(migration, state));
    return known && targets.every((state) => to.states.has(state)) ? [[name, targets]] : [];
  });
  return Object.fromEntries(moved) as JourneyState['history'];
}

function moveTimers(
  migration: Migration,
  journey: JourneyState,
  started: readonly ChartTimer[],
  now: number,
): PlacedTimer[] {
  const before = enterAt(migration.from.chart, journey.configuration);
  const had = 'fault' in before ? [] : before.started;
  const waiting = new Map(journey.timers.map(({ id, dueAt }) => [id, dueAt]));
  return started.flatMap((timer) => {
    const { state } = split(timer.timer);
    const policy = migration.timers(state);
    if (policy === 'restart') return [{ id: timer.timer, dueAt: now + timer.delayMs }];
    const old = counterpart(migration, timer, started, had);
    const dueAt = old === undefined ? undefined : waiting.get(old.timer);
    // The old one has fired, or was never to be waited for again.
    if (old !== undefined && dueAt === undefined) return [];
    const due = {
      'keep-deadline': dueAt ?? journey.since + timer.delayMs,
      'keep-remainder':
        dueAt === undefined || old === undefined
          ? journey.since + timer.delayMs
          : dueAt - old.delayMs + timer.delayMs,
    }[policy];
    return [{ id: timer.timer, dueAt: Math.max(now, due) }];
  });
}

/** The old version's timer that a new one stands for: of a state that leads here, by its duration, else by its place. */
function counterpart(
  migration: Migration,
  timer: ChartTimer,
  started: readonly ChartTimer[],
  had: readonly ChartTimer[],
): ChartTimer | undefined {
  const { state, name } = split(timer.timer);
  const siblings = started.filter((one) => split(one.timer).state === state);
  const old = had.filter((one) => {
    const from = split(one.timer).state;
    return targetsOf(migration, from).includes(state);
  });
  return old.find((one) => split(one.timer).name === name) ?? unclaimed(old, siblings, timer);
}

/** Among timers whose duration changed, the one at the same place. */
function unclaimed(
  old: readonly ChartTimer[],
  siblings: readonly ChartTimer[],
  timer: ChartTimer,
): ChartTimer | undefined {
  const names = new Set(siblings.map((one) => split(one.timer).name));
  const oldNames = new Set(old.map((one) => split(one.timer).name));
  const left = old.filter((one) => !names.has(split(one.timer).name));
  const fresh = siblings.filter((one) => !oldNames.has(split(one.timer).name));
  return left[fresh.indexOf(timer)];
}

function split(id: string): { readonly state: string; readonly name: string } {
  const colon = id.indexOf(':');
  return { state: id.slice(0, colon), name: id.slice(colon + 1) };
}
