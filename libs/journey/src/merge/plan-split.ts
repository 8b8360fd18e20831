import { type IdentityChange, type JourneyState, type PlacedEntry } from '#contracts';
import { isRunning } from '../subject/correlate.js';
import { type Decision } from '../fold/decision.js';

/** The side of a split: `leaving` is the one that becomes a subject of its own again. */
export type Side = 'leaving' | 'staying';

/** One record of a journey's past, oldest first: `journey` as the record left it. */
export interface PastStep {
  readonly placed: PlacedEntry;
  readonly decision: Decision;
  readonly journey: JourneyState | undefined;
}

/** A journey of the subject that is split, or of one merged into it, and what happened to it. */
export interface JourneyPast {
  readonly journey: JourneyState;
  /** Undefined: the log does not reach back so far. */
  readonly past: readonly PastStep[] | undefined;
  /** The side it began with; what speaks for it where nothing is known of its past. */
  readonly began: Side;
}

/** How many of the interactions that built a journey speak for each side. */
type Voices = Readonly<Record<Side, number>>;

/** A running journey, and where it goes. */
interface PlannedJourney {
  readonly journey: JourneyState;
  readonly voices: Voices;
  readonly side: Side;
  /** `undone`: it goes where it was before the merge that is undone for its other half. */
  readonly because: 'interactions' | 'operator' | 'undone' | 'unknown-past';
}

/** A journey that ended because two became one, as it will go on. */
interface PlannedRestore {
  readonly journey: JourneyState;
  readonly survivorId: string;
  readonly side: Side;
}

export interface SplitPlan {
  readonly running: readonly PlannedJourney[];
  readonly restored: readonly PlannedRestore[];
  /** Ended as merged, and ended they stay: why, in words. */
  readonly notRestored: readonly { readonly journeyId: string; readonly why: string }[];
  readonly fieldsBack: IdentityChange['fieldsBack'];
}

const NONE: Voices = { leaving: 0, staying: 0 };
const MERGED = 'merged';

/**
 * Which journeys a split moves, and which it makes two again: by the interactions that built them. The majority goes, a tie
 * stays. Two that became one are two again when they were built by different sides until then. `sideOf`: for whom a record of
 * the log speaks; `chosen`: the journeys that go, where an operator says it. `subjectId` is split.
 */
export function planSplit(
  subjectId: string,
  journeys: readonly JourneyPast[],
  sideOf: (placed: PlacedEntry) => Side | undefined,
  chosen?: readonly string[],
): SplitPlan {
  const undone = journeys.flatMap((one) => undoing(subjectId, one, journeys, sideOf, chosen) ?? []);
  const restored = undone.flatMap((one) => (one.restore === undefined ? [] : [one.restore]));
  const back = undone.flatMap((one) => one.fieldsBack);
  const running = journeys
    .filter(({ journey }) => isRunning(journey))
    .map((one): PlannedJourney => {
      const { journey, past, began } = one;
      const { journeyId } = journey;
      const voices = voicesOf(past ?? [], journeyId, sideOf);
      if (chosen !== undefined) {
        const side = chosen.includes(journeyId) ? 'leaving' : 'staying';
        return { journey, voices, side, because: 'operator' };
      }
      if (past === undefined) return { journey, voices, side: began, because: 'unknown-past' };
      const half = restored.find(({ survivorId }) => survivorId === journeyId);
      if (half !== undefined) {
        return { journey, voices, side: otherThan(half.side), because: 'undone' };
      }
      return { journey, voices, side: majority(voices), because: 'interactions' };
    });
  return {
    running,
    restored,
    notRestored: undone.flatMap(({ notRestored }) => notRestored ?? []),
    fieldsBack: back,
  };
}

interface Undoing {
  readonly restore?: PlannedRestore;
  readonly fieldsBack: IdentityChange['fieldsBack'];
  readonly notRestored?: SplitPlan['notRestored'][number];
}

/** What is to be undone for a journey that ended as merged; undefined: nothing, it was one side's all along. */
function undoing(
  subjectId: string,
  { journey: ended, past }: JourneyPast,
  journeys: readonly JourneyPast[],
  sideOf: (placed: PlacedEntry) => Side | undefined,
  chosen: readonly string[] | undefined,
): Undoing | undefined {
  const { journeyId, outcome, status } = ended;
  if (status !== 'ended' || outcome !== MERGED) return undefined;
  const not = (why: string): Undoing => ({ fieldsBack: [], notRestored: { journeyId, why } });
  if (past === undefined) return not('the log does not reach back to when it ended');
  const at = past.findLastIndex(({ journey }, index) => {
    return journey?.status === 'ended' && past[index - 1]?.journey?.status !== 'ended';
  });
  const end = past[at];
  const before = past[at - 1]?.journey;
  const survivorId = end?.decision.state.moved.find((one) => one.journeyId === journeyId)?.survivor;
  if (end === undefined || before === undefined || typeof survivorId !== 'string') {
    return not('the log does not tell what it went on as');
  }
  const survivor = journeys.find(({ journey }) => journey.journeyId === survivorId);
  if (survivor?.past === undefined)
    return not(`it went on as ${survivorId}, whose past is not known`);
  const joined = survivor.past.findIndex(({ placed }) => isAt(placed, end.placed));
  const own = majority(voicesOf(past, journeyId, sideOf));
  const other = majority(voicesOf(survivor.past.slice(0, joined), survivorId, sideOf));
  const side = chosen === undefined ? own : chosenSide(chosen, journeyId);
  if (side === (chosen === undefined ? other : chosenSide(chosen, survivorId))) return undefined;
  if (ended.subjectId !== subjectId) {
    return not(`it ended with customer ${ended.subjectId}, who was merged since`);
  }
  const until = survivor.past[joined - 1]?.journey;
  const since = cameSince(survivor, joined, (placed) => sideOf(placed) === side);
  const journey = { ...before, fields: { ...before.fields, ...since } };
  const takenSince = Object.entries(since).map(([field, { interactionId: taken }]) => {
    return { journeyId: survivorId, field, taken, before: until?.fields[field] ?? null };
  });
  return {
    restore: { journey, survivorId, side },
    fieldsBack: [...takenOver(end, journeyId, survivorId, until), ...takenSince],
  };
}

/** What the survivor was told since the two became one by whom it does not belong to: that is the other one's. */
function cameSince(
  { journey, past = [] }: JourneyPast,
  joined: number,
  isOthers: (placed: PlacedEntry) => boolean,
): JourneyState['fields'] {
  const told = past.slice(joined + 1).filter(({ placed }) => isOthers(placed));
  const ids = new Set(
    told.flatMap(({ placed }) =>
      placed.entry.name === 'Interaction' ? placed.entry.value.id : [],
    ),
  );
  const fields = Object.entries(journey.fields);
  return Object.fromEntries(fields.filter(([, { interactionId }]) => ids.has(interactionId)));
}

/** The fields that the survivor took over, as it had them before. */
function takenOver(
  { decision }: PastStep,
  endedId: string,
  survivorId: string,
  before: JourneyState | undefined,
): IdentityChange['fieldsBack'] {
  const ended = decision.changed.find(({ journeyId }) => journeyId === endedId);
  const said = decision.journeyEvents.filter(
    ({ type, journeyId }) => type === MERGED && journeyId === survivorId,
  );
  return said.flatMap(({ fields }) =>
    fields.flatMap((field) => {
      const taken = ended?.fields[field]?.interactionId;
      if (taken === undefined) return [];
      return [{ journeyId: survivorId, field, taken, before: before?.fields[field] ?? null }];
    }),
  );
}

function voicesOf(
  past: readonly PastStep[],
  journeyId: string,
  sideOf: (placed: PlacedEntry) => Side | undefined,
): Voices {
  let voices = NONE;
  for (const { placed, decision } of past) {
    if (placed.entry.name !== 'Interaction') continue;
    if (!decision.changed.some((one) => one.journeyId === journeyId)) continue;
    const side = sideOf(placed);
    if (side !== undefined) voices = { ...voices, [side]: voices[side] + 1 };
  }
  return voices;
}

function majority({ leaving, staying }: Voices): Side {
  return leaving > staying ? 'leaving' : 'staying';
}

function otherThan(side: Side): Side {
  return side === 'leaving' ? 'staying' : 'leaving';
}

function chosenSide(chosen: readonly string[], journeyId: string): Side {
  return chosen.includes(journeyId) ? 'leaving' : 'staying';
}

function isAt(one: PlacedEntry, other: PlacedEntry): boolean {
  return one.partition === other.partition && one.offset === other.offset;
}
