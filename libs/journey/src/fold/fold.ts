import {
  type Cause,
  type JourneyState,
  type Position,
  type SubjectState,
  type Timer,
} from '#contracts';
import { type Definition } from '../definition/compiled-definition.js';
import { type Definitions } from '../deployment/definitions.js';
import { fireTimer } from '../offer/fire-timer.js';
import { plainOccurrence } from '../record/occurrence.js';
import { byEnd } from '../subject/by-end.js';
import { Outputs } from '../turn/outputs.js';
import { type Standing } from '../turn/standing.js';
import { Turn } from '../turn/turn.js';
import { type Verdict } from '../turn/verdict.js';
import { type Weighed } from '../turn/weighed.js';

// Invariants:
// F1 Time never goes back: a record is folded no earlier than what the subject's journeys on its clock saw last.
// F2 Whatever timer is due by a record's time fires before the record, each at its own time, in the order (due, journey,
//    timer). So it does not matter where among the records the timers' own records stand (I8).

/** More timers than this before one record are an endless chain, not a customer's journey. */
const MAX_FIRINGS = 10_000;

const ENDED_KEPT = 16;

interface DueTimer {
  readonly journey: JourneyState;
  readonly definition: Definition;
  readonly timer: Timer;
}

/** What a timer did, and in which journey. */
interface Fired {
  readonly journeyId: string;
  readonly timer: Timer;
  readonly verdict: Verdict;
}

/** One record being folded into one subject. Copies what it changes, shares the rest. */
export class Fold {
  readonly outputs: Outputs;
  readonly fired: Fired[] = [];
  private journeys: readonly JourneyState[];
  private recentIds: SubjectState['recentIds'];
  private mergedInto: SubjectState['mergedInto'];
  private moved: SubjectState['moved'];
  private erasedAt: SubjectState['erasedAt'];
  private readonly left: JourneyState[] = [];
  private readonly changed = new Set<string>();

  constructor(
    readonly definitions: Definitions,
    private readonly before: SubjectState,
    position: Position,
    /** Of the record (`Semantics`). */
    readonly semantics: number,
  ) {
    this.outputs = new Outputs(position);
    this.journeys = before.journeys;
    this.recentIds = before.recentIds;
    this.mergedInto = before.mergedInto;
    this.moved = before.moved;
    this.erasedAt = before.erasedAt;
  }

  get state(): SubjectState {
    const { journeys, recentIds, mergedInto, moved, erasedAt, before } = this;
    const isBefore =
      journeys === before.journeys &&
      recentIds === before.recentIds &&
      mergedInto === before.mergedInto &&
      moved === before.moved &&
      erasedAt === before.erasedAt;
    return isBefore
      ? before
      : { subjectId: before.subjectId, journeys, recentIds, mergedInto, moved, erasedAt };
  }

  /** The time to fold a record at that brings `time` on `clock` (F1). */
  now(clock: string, time: number): number {
    let now = time;
    for (const journey of this.journeys) {
      if (journey.clock !== clock) continue;
      now = Math.max(
        now,
        journey.lastSeen,
        journey.since,
        journey.endedAt ?? journey.pausedAt ?? 0,
      );
    }
    return now;
  }

  /** Fires what is due on `clock` by `until` (F2). */
  catchUp(clock: string, until: number): void {
    for (let due = this.nextTimer(clock, until); due; due = this.nextTimer(clock, until)) {
      if (this.fired.length === MAX_FIRINGS) {
        const { journey, timer } = due;
        throw new Error(
          `journey ${journey.journeyId}: more than ${MAX_FIRINGS} timers due before one record, the last is \`${timer.id}\`; ` +
            `check \`${journey.definition}\` for a timer that starts itself again`,
        );
      }
      this.fire(due);
    }
  }

  /** Makes the change that something comes to, if it comes to one. Returns what became of it. */
  carryOut(standing: Standing, weighed: Weighed): Verdict {
    if ('comesTo' in weighed) return weighed.comesTo;
    const turn = this.turn(standing);
    const verdict = weighed.carryOut(turn);
    this.put(turn);
    return verdict;
  }

  /** One change of a journey of this subject. */
  turn(standing: Standing): Turn {
    return new Turn(standing, this.outputs);
  }

  /** Puts a journey's new state in the place of its old one, or last. */
  put(turn: Turn): void {
    this.place(turn.finish());
  }

  /** As `put`, of a journey's state. */
  place(journey: JourneyState): void {
    this.changed.add(journey.journeyId);
    const index = this.journeys.findIndex(({ journeyId }) => journeyId === journey.journeyId);
    this.journeys = index < 0 ? [...this.journeys, journey] : this.journeys.with(index, journey);
  }

  /** Removes a journey; `journey` is how it goes on elsewhere. */
  leave(journey: JourneyState): void {
    this.journeys = this.journeys.filter(({ journeyId }) => journeyId !== journey.journeyId);
    this.left.push(journey);
  }

  /** Undefined: this subject is one of its own. */
  become(subjectId: string | undefined): void {
    this.mergedInto = subjectId ?? null;
  }

  /** From now on nothing personal is kept of this subject, nor of what it had archived. `at`: ms since the epoch. */
  forget(at: number): void {
    this.erasedAt = at;
  }

  /** Notes where a journey went on. */
  setMoved(moved: SubjectState['moved']): void {
    this.moved = moved;
  }

  remember(recentIds: SubjectState['recentIds']): void {
    this.recentIds = recentIds;
  }

  /** Lets the oldest ended journeys go when there are too many. Returns them, and all that changed. */
  finish(): {
    readonly changed: readonly JourneyState[];
    readonly archived: readonly JourneyState[];
  } {
    if (this.changed.size === 0) return { changed: this.left, archived: [] };
    const here = this.journeys.filter(({ journeyId }) => this.changed.has(journeyId));
    const changed = [...here, ...this.left];
    const ended = this.journeys.filter(({ status }) => status === 'ended');
    const archived =
      ended.length > ENDED_KEPT ? byEnd(this, ended, (one) => one).slice(0, -ENDED_KEPT) : [];
    if (archived.length > 0) {
      this.journeys = this.journeys.filter((journey) => !archived.includes(journey));
    }
    return { changed, archived };
  }

  private nextTimer(clock: string, until: number): DueTimer | undefined {
    let next: DueTimer | undefined;
    for (const journey of this.journeys) {
      if (journey.clock !== clock || journey.status !== 'open') continue;
      for (const timer of journey.timers) {
        if (timer.dueAt > until || (next !== undefined && !earlier(journey, timer, next))) continue;
        const definition = this.definitions.get(journey.definition, journey.definitionVersion);
        if (definition !== undefined) next = { journey, definition, timer };
      }
    }
    return next;
  }

  private fire({ journey, definition, timer }: DueTimer): void {
    const cause: Cause = {
      kind: 'timer',
      id: timer.id,
      type: timer.id,
      actorKind: 'system',
      actorId: null,
      ...this.outputs.position,
    };
    const now = timer.dueAt;
    const occurrence = plainOccurrence(cause, now);
    const turn = this.turn({ journey, definition, occurrence, now });
    const verdict = fireTimer(turn, timer.id);
    this.put(turn);
    this.fired.push({ journeyId: journey.journeyId, timer, verdict });
  }
}

function earlier(journey: JourneyState, timer: Timer, than: DueTimer): boolean {
  if (timer.dueAt !== than.timer.dueAt) return timer.dueAt < than.timer.dueAt;
  if (journey.journeyId !== than.journey.journeyId) {
    return journey.journeyId < than.journey.journeyId;
  }
  return timer.id < than.timer.id;
}
