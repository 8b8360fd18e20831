import {
  LIVE_CLOCK,
  type Interaction,
  type PlacedEntry,
  type SubjectState,
  type TimerDue,
} from '#contracts';
import { decideCommand } from './decide-command.js';
import { decideInteraction } from './decide-interaction.js';
import { type Decision } from '../fold/decision.js';
import { type Definitions } from '../deployment/definitions.js';
import { isDuplicate } from '../record/dedupe.js';
import { describeRecord } from '../record/describe-record.js';
import { type Ending } from '../fold/ending.js';
import { afterErasure } from '../erasure/after-erasure.js';
import { Fold } from '../fold/fold.js';
import { adoptJourneys } from '../merge/adopt-journeys.js';
import { decideIdentity } from '../merge/decide-identity.js';
import { forwardRecord } from '../merge/forward-record.js';
import { happenedAt } from '../record/occurrence.js';
import { emptySubject } from '../subject/subject.js';

/**
 * What one record does to its subject: the whole of the fold (I2). Pure: time is the record's (on the live clock the log's,
 * on another the interaction's own) and never goes back, ids are derived from the record's position (I5). A record whose
 * interaction was folded before changes nothing (I4); every record ends in exactly one disposition (I9).
 * What changed from release to release goes by the record's `semantics`: an old record is folded as it was when it was new (I13).
 * `state` is undefined for a subject nothing is known of; it must be the subject of the record.
 * Throws when a definition does not come to rest (an endless chain of `always` or of timers), naming the journey.
 */
export function decide(
  definitions: Definitions,
  state: SubjectState | undefined,
  placed: PlacedEntry,
): Decision {
  const { entry, partition, offset, semantics } = placed;
  const subjectId = entry.name === 'ClockAdvanced' ? '' : entry.value.subjectId;
  const before = state ?? emptySubject(subjectId);
  const fold = new Fold(definitions, before, { partition, offset }, semantics);
  const ending = decideEntry(fold, placed);
  const { changed, archived } = fold.finish();
  return {
    state: fold.state,
    changed,
    archived,
    disposition: {
      id: `di-${partition}-${offset}`,
      subjectId,
      partition,
      offset,
      ...describeRecord(entry),
      kind: ending.kind,
      reason: ending.reason ?? null,
      detail: ending.detail ?? null,
      journeyIds: ending.journeyIds ?? [],
      time: ending.time,
    },
    journeyEvents: fold.outputs.journeyEvents,
    actions: fold.outputs.actions,
    records: fold.outputs.records,
    conflicts: fold.outputs.conflicts,
  };
}

function decideEntry(fold: Fold, placed: PlacedEntry): Ending {
  const { timestamp } = placed;
  const isErased = fold.state.erasedAt !== null;
  const late = isErased ? afterErasure(fold, placed.entry, timestamp) : placed;
  if ('ending' in late) return late.ending;
  const { entry } = late;
  const forwarded = forwardRecord(fold, entry, timestamp);
  if (forwarded !== undefined) return forwarded;
  switch (entry.name) {
    case 'Interaction':
      return decideOnce(fold, entry.value, timestamp);
    case 'TimerDue':
      return decideTimer(fold, entry.value);
    case 'OperatorCommand':
      return decideCommand(fold, entry.value, timestamp);
    case 'IdentityChange':
      return decideIdentity(fold, entry.value, timestamp);
    case 'JourneysMoved':
      return adoptJourneys(fold, entry.value, timestamp);
    case 'ClockAdvanced':
      return { kind: 'ignored', reason: 'clock', time: entry.value.time };
  }
}

function decideOnce(fold: Fold, interaction: Interaction, timestamp: number): Ending {
  const { clock } = interaction;
  const now = fold.now(clock, clock === LIVE_CLOCK ? timestamp : happenedAt(interaction));
  if (isDuplicate(fold.state.recentIds, interaction)) return { kind: 'duplicate', time: now };
  fold.catchUp(clock, now);
  return decideInteraction(fold, interaction, now);
}

/** A timer's record folds at the time the timer was due; everything due until then fires before it, or with it (F2). */
function decideTimer(fold: Fold, { journeyId, timerId, generation, dueAt }: TimerDue): Ending {
  const journey = fold.state.journeys.find((one) => one.journeyId === journeyId);
  const timer = journey?.timers.find((one) => one.id === timerId && one.generation === generation);
  if (journey === undefined || journey.status !== 'open' || timer === undefined) {
    return { kind: 'ignored', reason: 'timer-gone', journeyIds: [journeyId], time: dueAt };
  }
  fold.catchUp(journey.clock, timer.dueAt);
  const fired = fold.fired.find(
    (one) => one.journeyId === journeyId && one.timer.generation === generation,
  );
  const ending = { journeyIds: [journeyId], time: timer.dueAt };
  if (fired === undefined) return { kind: 'ignored', reason: 'timer-gone', ...ending };
  return { ...fired.verdict, ...ending };
}
