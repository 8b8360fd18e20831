import { enterAt } from '#statechart';
import { isObject, type JsonObject } from '../record/event-data.js';
import { type Fold } from '../fold/fold.js';
import { abandon, giveUp, startInvocations, underWay } from '../services/invocations.js';
import { replayDeferred } from '../step/replay-deferred.js';
import { type Standing } from '../turn/standing.js';
import { STALL_TIMER, type Turn } from '../turn/turn.js';
import { verdict, type Verdict } from '../turn/verdict.js';
import { compileMigration } from './compile-migration.js';
import { migrateJourney, type Moved } from './migrate-journey.js';
import { type MigrationSource } from './migration-source.js';

/**
 * Carries a migration out on one journey. The command's data holds the whole plan, `{"plan": …}`: what it does is written
 * in the log and not in a file that may change (I2).
 */
export function migrateByCommand(
  fold: Fold,
  { journey, definition, occurrence, now }: Standing,
  { plan }: JsonObject,
  reason: string,
): Verdict {
  const bad = (detail: string): Verdict => verdict('unmatched', 'bad-command', [detail]);
  if (!isPlan(plan)) return bad('`migrate` takes {"plan": a migration file’s content}');
  const to = fold.definitions.get(plan.migration, plan.to);
  if (to === undefined) return bad(`${plan.migration}@${plan.to} is not loaded`);
  const { migration, faults } = compileMigration(plan, definition, to);
  if (migration === undefined) return bad(faults.map(({ message }) => message).join('; '));
  const moved = migrateJourney(migration, journey, journey.pausedAt ?? now);
  if ('stays' in moved) {
    const { leftOut = false, stays } = moved;
    if (leftOut) return verdict('ignored', 'left-out', [stays]);
    return verdict('unmatched', 'cannot-migrate', [`journey ${journey.journeyId} stays: ${stays}`]);
  }
  const turn = fold.turn({ journey, definition: to, occurrence, now });
  const before = enterAt(definition.chart, journey.configuration);
  carryOut(turn, moved, 'fault' in before ? [] : before.invoked);
  fold.put(turn);
  const dropped = moved.dropped.length === 0 ? [] : [`given up: ${moved.dropped.join(', ')}`];
  return verdict('advanced', 'migrated', [reason, ...dropped]);
}

/** `before`: the invocations of the states it stood in. */
function carryOut(turn: Turn, moved: Moved, before: readonly string[]): void {
  const { definition } = turn;
  turn.migrate(moved);
  if (definition.stalledAfterMs === undefined) turn.dropTimer(STALL_TIMER);
  for (const invocation of turn.journey.invocations) {
    const plan = definition.invocations.get(invocation.id);
    if (plan?.service !== invocation.service) {
      abandon(turn, invocation);
    } else if (!moved.invoked.includes(invocation.id) && underWay(turn, invocation.id)) {
      giveUp(turn, invocation);
    }
  }
  const fresh = moved.invoked.filter(
    (id) => !before.includes(id) && underWay(turn, id) === undefined,
  );
  startInvocations(turn, fresh, turn.occurrence);
  replayDeferred(turn);
}

/** As far as it must be to be compiled: whoever sends it has checked it against the file's schema. */
function isPlan(plan: unknown): plan is MigrationSource {
  if (!isObject(plan)) return false;
  const { migration, from, to, states = {}, fields = {}, timers = 'restart', only = '' } = plan;
  return (
    typeof migration === 'string' &&
    Number.isInteger(from) &&
    Number.isInteger(to) &&
    typeof only === 'string' &&
    isObject(states) &&
    Object.values(states).every((one) =>
      Array.isArray(one) ? one.every(isText) : typeof one === 'string',
    ) &&
    isObject(fields) &&
    Object.values(fields).every((one) => one === null || typeof one === 'string') &&
    (isPolicy(timers) ||
      (isObject(timers) &&
        isPolicy(timers['default'] ?? 'restart') &&
        isObject(timers['states'] ?? {}) &&
        Object.values(timers['states'] ?? {}).every(isPolicy)))
  );
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isPolicy(value: unknown): boolean {
  return value === 'keep-deadline' || value === 'keep-remainder' || value === 'restart';
}
