import {
  LIVE_CLOCK,
  type IdentityChange,
  type Interaction,
  type JourneysMoved,
  type LogEntry,
  type OperatorCommand,
} from '#contracts';
import { commandKey, isDuplicate, remember, type RecordKey } from '../record/dedupe.js';
import { type Ending } from '../fold/ending.js';
import { type Fold } from '../fold/fold.js';
import { wasExpected } from './expected-split.js';
import {
  leftFor,
  movedKey,
  passedKey,
  survivorOf,
  wasHere,
  withLeft,
} from '../subject/moved-journeys.js';

// Invariants of subjects that become one and several again, over the whole log:
// M1 A running journey is in the state of one subject, or in one JourneysMoved record that nobody folded yet.
// M2 What comes for a merged subject goes on to the one it became, in the order it came; so it meets the journeys there.
// M3 Forwarding ends. Each merge sends a JourneysMoved after it, with or without journeys, that notes every subject it
//    leaves (`path`). One that comes back to a subject it left has gone round a circle, which no resolver wants and two
//    can make at once. Of the circle's subjects the one with the lowest id is one of its own again; everything else that
//    goes round ends there.
// M4 What names a journey that left, or only passed, goes where it went (`moved`), also from a subject that has not become
//    another one.
//    That ends too: a subject sends a record after the same leaving of a journey once, and a journey leaves behind the
//    JourneysMoved that brought it; so whoever follows it meets it, or a later leaving.

/** A record about one journey, or about none in particular. */
interface About {
  readonly entry:
    | { readonly name: 'Interaction'; readonly value: Interaction }
    | { readonly name: 'OperatorCommand'; readonly value: OperatorCommand };
  readonly key: RecordKey;
  /** ms since the epoch, on the record's clock. */
  readonly at: number;
}

/**
 * Sends a record on to the subject that this one has become, or that the journey it names went to. Undefined: the record is
 * to be folded here, also when it brings back a journey or ends a circle. Timers are not sent on: they went along with their
 * journeys.
 */
export function forwardRecord(fold: Fold, entry: LogEntry, timestamp: number): Ending | undefined {
  const { mergedInto } = fold.state;
  switch (entry.name) {
    case 'Interaction': {
      const { value } = entry;
      const at = value.clock === LIVE_CLOCK ? timestamp : value.time;
      return forwardAbout(fold, { entry, key: value, at }, timestamp);
    }
    case 'OperatorCommand': {
      return forwardAbout(fold, { entry, key: commandKey(entry.value), at: timestamp }, timestamp);
    }
    case 'JourneysMoved':
      return mergedInto === null
        ? undefined
        : forwardJourneys(fold, entry.value, mergedInto, timestamp);
    case 'IdentityChange':
      return mergedInto === null
        ? undefined
        : forwardSplit(fold, entry.value, mergedInto, timestamp);
    case 'TimerDue':
    case 'ClockAdvanced':
      return undefined;
  }
}

function forwardAbout(
  fold: Fold,
  { entry, key, at }: About,
  timestamp: number,
): Ending | undefined {
  const { state } = fold;
  const { journeyId } = entry.value;
  const named = journeyId === null ? null : (survivorOf(state, journeyId) ?? journeyId);
  const left = named === null ? undefined : leftFor(state, named);
  const follows = left !== undefined && left.to !== state.mergedInto;
  const to = follows ? left.to : state.mergedInto;
  if (to === null) return undefined;
  const journeyIds = named === null ? [] : [named];
  if (follows) {
    const once = { source: 'throughline:followed', id: followingOf(state.subjectId, left, key) };
    if ([key, once].some((one) => isDuplicate(state.recentIds, one))) {
      return { kind: 'duplicate', journeyIds, time: at };
    }
    fold.remember(remember(state.recentIds, once, at));
  }
  send(fold, sentTo(to, entry, named), timestamp);
  const why = follows ? 'the journey it names went to' : 'this customer, since a merge, is';
  return forwarded(`${why} ${to}`, journeyIds, at);
}

/** A record that follows one leaving of a journey from a subject. */
function followingOf(
  subjectId: string,
  { journeyId, version }: { readonly journeyId: string; readonly version: number },
  { source, id }: RecordKey,
): string {
  return [subjectId, journeyId, version, source, id].join('\n');
}

function sentTo(
  subjectId: string,
  entry: About['entry'],
  journeyId: string | null,
): Fold['outputs']['records'][number]['entry'] {
  return entry.name === 'Interaction'
    ? { name: entry.name, value: { ...entry.value, subjectId, journeyId } }
    : {
        name: entry.name,
        value: { ...entry.value, subjectId, journeyId: journeyId ?? entry.value.journeyId },
      };
}

function forwardJourneys(
  fold: Fold,
  moved: JourneysMoved,
  mergedInto: string,
  timestamp: number,
): Ending | undefined {
  const { subjectId, recentIds } = fold.state;
  const passed = passedKey(moved);
  if ([movedKey(moved), passed].some((key) => isDuplicate(recentIds, key))) {
    return { kind: 'duplicate', time: timestamp };
  }
  // Whom a split names, whichever subject on the way it was taken out of; unless they became another one since.
  const isBack =
    moved.kind === 'split' &&
    moved.path.length === 1 &&
    (moved.from === mergedInto || !wasExpected(fold, mergedInto));
  const before = moved.path.lastIndexOf(subjectId);
  const circle = before < 0 ? [] : moved.path.slice(before);
  if (isBack || (before >= 0 && circle.every((one) => subjectId <= one))) {
    fold.become(undefined);
    return undefined;
  }
  // What was here and went on since is ahead of this record: sent on, it would come as if it had never been.
  const journeys = moved.journeys.filter((journey) => !wasHere(fold.state, journey));
  fold.remember(remember(fold.state.recentIds, passed, timestamp));
  fold.setMoved(withLeft(fold.state.moved, journeys, mergedInto));
  const path = [...moved.path, subjectId];
  const value = { ...moved, journeys, subjectId: mergedInto, path };
  send(fold, { name: 'JourneysMoved', value }, timestamp);
  const journeyIds = journeys.map(({ journeyId }) => journeyId);
  return forwarded(`this customer, since a merge, is ${mergedInto}`, journeyIds, timestamp);
}

/** A split is about journeys, which went on; of a merge the journeys that are here tell all there is to tell. */
function forwardSplit(
  fold: Fold,
  change: IdentityChange,
  mergedInto: string,
  timestamp: number,
): Ending | undefined {
  const { subjectId } = fold.state;
  if (change.kind !== 'split' || change.otherSubjectId === mergedInto) return undefined;
  const restored = change.restored.map((journey) =>
    journey.subjectId === subjectId ? { ...journey, subjectId: mergedInto } : journey,
  );
  const value = { ...change, subjectId: mergedInto, restored };
  send(fold, { name: 'IdentityChange', value }, timestamp);
  return forwarded(
    `this customer, since a merge, is ${mergedInto}`,
    [...change.journeys],
    timestamp,
  );
}

function send(
  { outputs }: Fold,
  entry: Fold['outputs']['records'][number]['entry'],
  time: number,
): void {
  outputs.records.push({ id: outputs.nextRecordId(), entry, time });
}

function forwarded(why: string, journeyIds: readonly string[], time: number): Ending {
  const detail = `${why}, and the record goes on there`;
  return { kind: 'ignored', reason: 'forwarded', detail, journeyIds, time };
}
