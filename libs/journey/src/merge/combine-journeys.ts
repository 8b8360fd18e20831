import { LIVE_CLOCK, type FieldValue, type JourneyState } from '#contracts';
import { progressOf } from '../continuation/continuation.js';
import { judgeValues, type FieldConflict } from '../fields/field-conflict.js';
import { type Fold } from '../fold/fold.js';
import { identityCause, type MovedBy } from '../fold/identity-cause.js';
import { endInvocations } from '../services/invocations.js';
import { plainOccurrence } from '../record/occurrence.js';
import { replayDeferred } from '../step/replay-deferred.js';
import { type Turn } from '../turn/turn.js';
import { withSurvivor } from '../subject/moved-journeys.js';

/** How the journey ends that goes on as another one. */
const MERGED = 'merged';

/** Two journeys of one subject and definition; which one goes on. */
interface Pair {
  readonly survivor: JourneyState;
  readonly other: JourneyState;
}

/**
 * Does what the definition's `onMerge` says where a journey that came meets one like it: of the same definition, clock and
 * correlation value, both open. An operator's hold keeps them apart. Returns what was done, in words.
 */
export function combineWith(
  fold: Fold,
  came: JourneyState,
  by: MovedBy,
  now: number,
): readonly string[] {
  const met = fold.state.journeys.find((one) => areAlike(one, came));
  if (met === undefined) return [];
  const [older, newer] =
    met.definitionVersion <= came.definitionVersion ? [met, came] : [came, met];
  const definition = fold.definitions.get(newer.definition, newer.definitionVersion);
  const other = fold.definitions.get(older.definition, older.definitionVersion);
  if (definition === undefined || other === undefined) return [];
  switch (definition.onMerge) {
    case 'keep-both':
      return [`${came.journeyId} goes on beside ${met.journeyId}`];
    case 'keep-oldest': {
      const pair = ordered(met, came, byAge(met, came));
      end(fold, pair, by, now);
      return [`${pair.survivor.journeyId} began first and goes on, ${pair.other.journeyId} ends`];
    }
    case 'combine': {
      const further = progress(fold, came) - progress(fold, met) || byAge(met, came);
      const pair = ordered(met, came, further);
      combine(fold, pair, by, now);
      return [`${pair.other.journeyId} goes on as ${pair.survivor.journeyId}, which is further`];
    }
  }
}

function areAlike(one: JourneyState, came: JourneyState): boolean {
  return (
    one.journeyId !== came.journeyId &&
    one.definition === came.definition &&
    one.clock === came.clock &&
    one.correlation === came.correlation &&
    one.status === 'open' &&
    came.status === 'open'
  );
}

/** `prefersCame` above 0: the one that came survives. */
function ordered(met: JourneyState, came: JourneyState, prefersCame: number): Pair {
  return prefersCame > 0 ? { survivor: came, other: met } : { survivor: met, other: came };
}

/** Above 0: the one that came began first. */
function byAge(met: JourneyState, came: JourneyState): number {
  if (met.startedAt !== came.startedAt) return met.startedAt - came.startedAt;
  return came.journeyId < met.journeyId ? 1 : -1;
}

function progress({ definitions }: Fold, journey: JourneyState): number {
  const definition = definitions.get(journey.definition, journey.definitionVersion);
  return definition === undefined ? 0 : progressOf(definition, journey.configuration).done;
}

function turnOf(fold: Fold, journey: JourneyState, by: MovedBy, now: number): Turn | undefined {
  const definition = fold.definitions.get(journey.definition, journey.definitionVersion);
  if (definition === undefined) return undefined;
  const at = journey.clock === LIVE_CLOCK ? now : journey.lastSeen;
  const occurrence = plainOccurrence({ ...identityCause(fold, by), type: MERGED }, at);
  return fold.turn({ journey, definition, occurrence, now: at });
}

/** The other one ends here. What a service may still answer it is listened for, as after any end (V3). */
function end(fold: Fold, { survivor, other }: Pair, by: MovedBy, now: number): void {
  const turn = turnOf(fold, other, by, now);
  if (turn === undefined) return;
  endInvocations(turn);
  turn.close(MERGED, turn.occurrence);
  fold.put(turn);
  fold.setMoved(withSurvivor(fold.state.moved, turn.journey, survivor.journeyId));
}

/**
 * The survivor takes over what the other one knows: fields as each field's `prefer` says, calls that were done and may have
 * to be undone, what waits, and of a timer that both have the earlier deadline.
 */
function combine(fold: Fold, pair: Pair, by: MovedBy, now: number): void {
  const { survivor, other } = pair;
  const turn = turnOf(fold, survivor, by, now);
  if (turn === undefined) return;
  const { fields, adopted, conflicts } = joinedFields(turn, survivor, other);
  turn.setFields(fields);
  turn.noteConflicts(conflicts, turn.occurrence);
  const done = other.invocations.filter(
    ({ id, status }) => status === 'done' && turn.definition.invocations.has(id),
  );
  turn.setInvocations([...survivor.invocations, ...done]);
  for (const { id, dueAt } of other.timers) {
    const own = survivor.timers.find((timer) => timer.id === id);
    if (own !== undefined && dueAt < own.dueAt) turn.setTimer(id, Math.max(0, dueAt - turn.now));
  }
  turn.setDeferred([...survivor.deferred, ...other.deferred]);
  turn.say(MERGED, turn.occurrence, { fields: adopted });
  replayDeferred(turn);
  fold.put(turn);
  end(fold, pair, by, now);
}

function joinedFields(
  { definition, now }: Turn,
  survivor: JourneyState,
  other: JourneyState,
): {
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly adopted: readonly string[];
  readonly conflicts: readonly FieldConflict[];
} {
  const fields: Record<string, FieldValue> = { ...survivor.fields };
  const adopted: string[] = [];
  const conflicts: FieldConflict[] = [];
  for (const [name, offered] of Object.entries(other.fields)) {
    const field = definition.fields.get(name);
    if (field === undefined) continue;
    const held = survivor.fields[name];
    const judged = held && judgeValues(field, held, offered, { verifies: false, now });
    if (held !== undefined && judged !== undefined && held.value !== offered.value) {
      conflicts.push({ field: name, held, offered, ...judged });
    }
    if (judged?.kept === 'held') continue;
    fields[name] = offered;
    adopted.push(name);
  }
  return { fields, adopted, conflicts };
}
