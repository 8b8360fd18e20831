import {
  LIVE_CLOCK,
  type IdentityChange,
  type JourneysMoved,
  type JourneyState,
  type RecentId,
} from '#contracts';
import { isRunning } from '../subject/correlate.js';
import { isDuplicate, remember } from '../record/dedupe.js';
import { type Ending } from '../fold/ending.js';
import { decideErasure } from '../erasure/decide-erasure.js';
import { type Fold } from '../fold/fold.js';
import { relocate } from './relocate.js';
import { expectSplit } from './expected-split.js';
import { withLeft } from '../subject/moved-journeys.js';
import { makeTwoAgain } from './restore-journeys.js';

/** Characters of values one record moves: what is beyond goes in a further one, so that no record is too large. */
const MOVED_AT_ONCE = 200_000;

/** Folds what became of identities: a merge or a split moves journeys, once by its id; all else is only told. */
export function decideIdentity(fold: Fold, change: IdentityChange, timestamp: number): Ending {
  if (change.kind === 'erased') return decideErasure(fold, change, timestamp);
  const now = fold.now(LIVE_CLOCK, timestamp);
  const { kind, subjectId, otherSubjectId: other } = change;
  const ignored = (reason: string, detail: string | null = null): Ending => {
    return { kind: 'ignored', reason, detail, time: now };
  };
  if (kind !== 'merged' && kind !== 'split') return ignored('identity');
  if (other === null || other === subjectId)
    return ignored('identity', 'it names no other subject');
  const key = { source: 'throughline:identity', id: change.id };
  if (isDuplicate(fold.state.recentIds, key)) return { kind: 'duplicate', time: now };
  const { mergedInto } = fold.state;
  if (mergedInto !== null && (kind !== 'merged' || mergedInto === other)) {
    return ignored('merged-before', `it is ${mergedInto} already`);
  }
  fold.catchUp(LIVE_CLOCK, now);
  fold.remember(remember(fold.state.recentIds, key, now));
  if (kind === 'merged') {
    if (mergedInto !== null) expectSplit(fold, other, now);
    return leaveFor(fold, change, other, fold.state.journeys.filter(isRunning), now);
  }
  const notes = makeTwoAgain(fold, change, now);
  const ending = leaveFor(fold, change, other, partingWith(fold, change, other), now);
  if (notes.length === 0) return ending;
  return { ...ending, kind: 'advanced', detail: [ending.detail, ...notes].join('; ') };
}

/** The journeys a split takes along: those it names, and those it restores for the other side. */
function partingWith(
  { state }: Fold,
  { journeys, restored }: IdentityChange,
  other: string,
): readonly JourneyState[] {
  const back = restored.filter(({ subjectId }) => subjectId === other);
  const going = new Set([...journeys, ...back.map(({ journeyId }) => journeyId)]);
  return state.journeys.filter((journey) => isRunning(journey) && going.has(journey.journeyId));
}

function leaveFor(
  fold: Fold,
  change: IdentityChange,
  to: string,
  leaving: readonly JourneyState[],
  now: number,
): Ending {
  const { kind, id, time } = change;
  const gone = leaving.map((journey) => relocate(fold, journey, to, { kind, id }, now));
  for (const journey of gone) fold.leave(journey);
  fold.setMoved(withLeft(fold.state.moved, gone, to));
  const { recentIds } = fold.state;
  if (kind === 'merged') fold.become(to);
  sendJourneys(fold, { kind, to, time, recentIds }, gone);
  const journeyIds = gone.map(({ journeyId }) => journeyId);
  const count = gone.length === 1 ? 'one journey goes' : `${gone.length} journeys go`;
  const detail = `${count} on with ${to}`;
  return {
    kind: gone.length > 0 ? 'advanced' : 'ignored',
    reason: kind,
    detail,
    journeyIds,
    time: now,
  };
}

/** At least one record, with or without journeys (M3). */
function sendJourneys(
  { outputs, state, definitions }: Fold,
  going: {
    readonly kind: string;
    readonly to: string;
    readonly time: number;
    readonly recentIds: readonly RecentId[];
  },
  journeys: readonly JourneyState[],
): void {
  const { kind, to, time } = going;
  let { recentIds } = going;
  for (const some of inParts(journeys)) {
    const id = outputs.nextRecordId();
    const deployments = some.map(({ definition, definitionVersion }) =>
      definitions.deploymentOf(definition, definitionVersion),
    );
    const value: JourneysMoved = {
      id,
      kind,
      subjectId: to,
      from: state.subjectId,
      path: [state.subjectId],
      journeys: some,
      recentIds,
      deployment: Math.max(0, ...deployments),
      time,
    };
    outputs.records.push({ id, entry: { name: 'JourneysMoved', value }, time });
    recentIds = [];
  }
}

function inParts(journeys: readonly JourneyState[]): readonly (readonly JourneyState[])[] {
  const parts: JourneyState[][] = [[]];
  let size = 0;
  for (const journey of journeys) {
    const own = sizeOf(journey);
    if (size > 0 && size + own > MOVED_AT_ONCE) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)?.push(journey);
    size += own;
  }
  return parts;
}

/** About as many characters as a journey's values and waiting interactions take. */
function sizeOf({ fields, deferred, invocations }: JourneyState): number {
  const values = Object.values(fields).reduce((sum, { value }) => sum + value.length, 0);
  const waiting = deferred.reduce((sum, { interaction }) => sum + interaction.data.length, 0);
  const inputs = invocations.reduce((sum, { input }) => sum + input.length, 0);
  return 1_000 + values + waiting + inputs;
}
