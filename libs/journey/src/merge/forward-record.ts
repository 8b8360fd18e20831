import { LIVE_CLOCK, type JourneysMoved, type LogEntry } from '#contracts';
import { isDuplicate } from '../dedupe.js';
import { type Ending } from '../ending.js';
import { type Fold } from '../fold.js';
import { movedKey, survivorOf, wasHere } from './moved-journeys.js';

// Invariants of merged subjects, over the whole log:
// M1 A running journey is in the state of one subject, or in one JourneysMoved record that nobody folded yet.
// M2 What comes for a merged subject goes on to the one it became, in the order it came; so it meets the journeys there.
// M3 Forwarding ends. Each merge sends a JourneysMoved after it, with or without journeys, that notes every subject it
//    leaves (`path`). One that comes back to a subject it left has gone round a circle, which no resolver wants and two
//    can make at once. Of the circle's subjects the one with the lowest id is one of its own again; everything else that
//    goes round ends there.

/**
 * Sends a record on to the subject that this one has become. Undefined: the record is to be folded here; it is not merged,
 * or the record brings back a journey or ends a circle. Timers are not sent on: they went along with their journeys.
 */
export function forwardRecord(fold: Fold, entry: LogEntry, timestamp: number): Ending | undefined {
  const { mergedInto } = fold.state;
  if (mergedInto === null) return undefined;
  switch (entry.name) {
    case 'Interaction': {
      const { journeyId, time, clock } = entry.value;
      const named = journeyId && (survivorOf(fold.state, journeyId) ?? journeyId);
      const value = { ...entry.value, subjectId: mergedInto, journeyId: named };
      send(fold, { name: entry.name, value }, timestamp);
      const at = clock === LIVE_CLOCK ? timestamp : time;
      return forwarded(mergedInto, named === null ? [] : [named], at);
    }
    case 'OperatorCommand': {
      const journeyId = survivorOf(fold.state, entry.value.journeyId) ?? entry.value.journeyId;
      const value = { ...entry.value, subjectId: mergedInto, journeyId };
      send(fold, { name: entry.name, value }, timestamp);
      return forwarded(mergedInto, [journeyId], timestamp);
    }
    case 'JourneysMoved':
      return forwardJourneys(fold, entry.value, mergedInto, timestamp);
    case 'TimerDue':
    case 'IdentityChange':
    case 'ClockAdvanced':
      return undefined;
  }
}

function forwardJourneys(
  fold: Fold,
  moved: JourneysMoved,
  mergedInto: string,
  timestamp: number,
): Ending | undefined {
  const { subjectId, recentIds } = fold.state;
  if (isDuplicate(recentIds, movedKey(moved))) return { kind: 'duplicate', time: timestamp };
  const isBack = moved.kind === 'split' && moved.from === mergedInto;
  const before = moved.path.lastIndexOf(subjectId);
  const circle = before < 0 ? [] : moved.path.slice(before);
  if (isBack || (before >= 0 && circle.every((one) => subjectId <= one))) {
    fold.become(undefined);
    return undefined;
  }
  // What was here and went on since is ahead of this record: sent on, it would come as if it had never been.
  const journeys = moved.journeys.filter((journey) => !wasHere(fold.state, journey));
  const path = [...moved.path, subjectId];
  const value = { ...moved, journeys, subjectId: mergedInto, path };
  send(fold, { name: 'JourneysMoved', value }, timestamp);
  const journeyIds = journeys.map(({ journeyId }) => journeyId);
  return forwarded(mergedInto, journeyIds, timestamp);
}

function send(
  { outputs }: Fold,
  entry: Fold['outputs']['records'][number]['entry'],
  time: number,
): void {
  outputs.records.push({ id: outputs.nextRecordId(), entry, time });
}

function forwarded(to: string, journeyIds: readonly string[], time: number): Ending {
  const detail = `this customer is ${to} since a merge, and the record goes on there`;
  return { kind: 'ignored', reason: 'forwarded', detail, journeyIds, time };
}
