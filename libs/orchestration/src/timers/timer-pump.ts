import { LIVE_CLOCK, Topics, type SubjectId, type SubjectState, type TimerDue } from '#contracts';
import { ThroughlineError, type DueSubject, type OutgoingRecord } from '#ports';
import type { ClockMove } from './clock-move.js';
import { outputHeaders } from '../publishing/outputs.js';
import type { OwnedPartition } from '../ownership/owned-partition.js';

/** Asks the store again after this long at the latest, ms. */
const LONGEST_SLEEP_MS = 60_000;

/** A timer, told apart from the same timer set again. */
const nameOf = (timer: Pick<TimerDue, 'journeyId' | 'timerId' | 'generation'>): string =>
  `${timer.journeyId}/${timer.timerId}/${timer.generation}`;

interface Appended {
  /** Offset of the last of the subject's timer records. */
  readonly offset: number;
  readonly timers: readonly string[];
}

/**
 * Makes due timers records (I8). Sleeps until the earliest timer the store knows, a commit, or a clock that was advanced.
 *
 * A subject whose timers are in the log is left alone until the partition has folded them: so a timer is appended once,
 * and a storm of them is appended no faster than the loop takes it. Appending one twice is harmless all the same, because
 * a fired timer's generation is gone.
 */
export class TimerPump {
  private readonly appended = new Map<SubjectId, Appended>();
  /**
   * Subjects that the store says are due, while what is decided of them has no such timer any more: the store learns of it
   * when everything up to this offset is committed. Until then they stand in front of those who are really due.
   */
  private readonly goneUncommitted = new Map<SubjectId, number>();
  /** Subjects that stay due whatever is folded: told of, and not tried again by this owner. */
  private readonly stuck = new Set<SubjectId>();
  /** How far imports' clocks have come on this partition. */
  private readonly clocks = new Map<string, number>();
  /** Clock records whose timers are not all folded, by offset. */
  private unfinished: readonly ClockMove[] = [];
  private sleeping = new AbortController();
  private sleepsUntil = -Infinity;
  private woken = false;
  private isOpen = false;

  constructor(
    private readonly owned: OwnedPartition,
    /** Called when `unfinishedClock` has moved on. */
    private readonly finished: () => void,
  ) {}

  /** Offset of the first clock record whose timers are not all folded; it must not be acknowledged. Infinity: none. */
  get unfinishedClock(): number {
    return this.unfinished[0]?.offset ?? Infinity;
  }

  /** Until it is opened it appends nothing: an owner that catches up finds the timers of old in the log. */
  open(): void {
    this.isOpen = true;
    this.wake();
  }

  /** The partition's commits have moved on; `due` is the earliest timer per clock among what they wrote. */
  committed(moves: readonly ClockMove[], due: ReadonlyMap<string, number>): void {
    for (const { clock, time } of moves) {
      this.clocks.set(clock, Math.max(time, this.clocks.get(clock) ?? time));
    }
    if (moves.length > 0) this.unfinished = [...this.unfinished, ...moves];
    const folded = this.forgetFolded();
    const told = this.forgetCommitted();
    if (folded || told || moves.length > 0 || this.concerns(due)) this.wake();
  }

  wake(): void {
    this.woken = true;
    this.sleeping.abort('woken');
  }

  /** Until the partition is given up. */
  async run(): Promise<void> {
    while (!this.owned.isGone) {
      this.woken = false;
      this.sleeping = new AbortController();
      this.sleepsUntil = this.isOpen ? await this.round() : Infinity;
      if (!this.woken) await this.sleep();
    }
  }

  private async sleep(): Promise<void> {
    const { clock } = this.owned.context;
    const latest = clock.now() + LONGEST_SLEEP_MS;
    await clock.until(Math.min(this.sleepsUntil, latest), this.sleeping.signal);
  }

  /** Appends what is due on every clock; returns when the live clock makes the next timer due. */
  private async round(): Promise<number> {
    const now = this.owned.context.clock.now();
    let again = await this.fire(LIVE_CLOCK, now);
    for (const [clock, time] of this.clocks) again = (await this.fire(clock, time)) || again;
    if (again) this.woken = true;
    return again ? now : this.nextLive(now);
  }

  private async nextLive(now: number): Promise<number> {
    const next = await this.due(LIVE_CLOCK, Number.MAX_SAFE_INTEGER, 1);
    return next.find(({ at }) => at > now)?.at ?? Infinity;
  }

  /** True: there may be more to append now. */
  private async fire(clock: string, time: number): Promise<boolean> {
    const { timerChunk } = this.owned.context;
    if (this.appended.size >= timerChunk) return false;
    const committedTo = this.owned.committedTo;
    const passedOver = this.passedOver;
    const due = await this.due(clock, time, timerChunk);
    if (due.every(({ subject }) => this.stuck.has(subject))) {
      this.finish(clock, time, committedTo);
      return false;
    }
    const fresh = due.filter(({ subject }) => !this.isKnown(subject)).map(({ subject }) => subject);
    const count = fresh.length === 0 ? 0 : await this.append(clock, time, fresh, committedTo);
    return count > 0 || this.passedOver > passedOver || this.owned.committedTo !== committedTo;
  }

  /** At least `more` subjects beyond those already known, if there are as many. */
  private due(clock: string, at: number, more: number): Promise<readonly DueSubject[]> {
    const { store } = this.owned.context;
    const limit = this.appended.size + this.passedOver + more;
    return this.owned.retrying('ask for due timers', () =>
      store.due(this.owned.shardIds, clock, at, limit),
    );
  }

  /** Appends the timers of these subjects, whom the store called due when all up to `committedTo` was in it. */
  private async append(
    clock: string,
    time: number,
    subjects: readonly SubjectId[],
    committedTo: number,
  ): Promise<number> {
    const { log, observer } = this.owned.context;
    const { states } = await this.owned.glance(subjects);
    const timers = subjects.flatMap((subject) => {
      const due = timersDue(states.get(subject), clock, time);
      if (due.length === 0) this.expectLeaving(subject, clock, committedTo);
      return due;
    });
    if (timers.length === 0) return 0;
    const records = timers.map((timer) => this.record(timer));
    const positions = await this.owned.retrying('append timers', () => log.append(records));
    timers.forEach((timer, at) => {
      const subject = timer.subjectId as SubjectId;
      const names = this.appended.get(subject)?.timers ?? [];
      const offset = positions[at]?.offset ?? 0;
      this.appended.set(subject, { offset, timers: [...names, nameOf(timer)] });
    });
    // The loop may have folded them before the log's answer came.
    this.forgetFolded();
    observer.timersFired?.({ partition: this.owned.partition, count: timers.length });
    return timers.length;
  }

  /** The store calls a subject due that has no due timer: it is behind what is decided, or it contradicts itself. */
  private expectLeaving(subject: SubjectId, clock: string, committedTo: number): void {
    const { decidedTo } = this.owned;
    // Committed since the store was asked: it is asked again at once.
    if (decidedTo > committedTo && decidedTo <= this.owned.committedTo) return;
    if (decidedTo > committedTo) this.goneUncommitted.set(subject, decidedTo);
    else this.leave(subject, `subject ${subject} is due on clock ${clock} and has no such timer`);
  }

  /** Forgets subjects whose timers are folded. False: there were none. */
  private forgetFolded(): boolean {
    let forgotten = false;
    for (const [subject, { offset, timers }] of this.appended) {
      if (offset > this.owned.committedTo) continue;
      this.appended.delete(subject);
      this.expectGone(subject, timers);
      forgotten = true;
    }
    return forgotten;
  }

  /** Forgets subjects of whom the store knows by now that their timer is gone. False: there were none. */
  private forgetCommitted(): boolean {
    let forgotten = false;
    for (const [subject, offset] of this.goneUncommitted) {
      if (offset > this.owned.committedTo) continue;
      this.goneUncommitted.delete(subject);
      forgotten = true;
    }
    return forgotten;
  }

  private record(timer: TimerDue): OutgoingRecord {
    const { partition, context } = this.owned;
    const { subjectId, dueAt } = timer;
    const topic = Topics.interactions;
    const output = { topic, id: nameOf(timer), type: 'timer-due', time: dueAt, key: subjectId };
    return {
      topic,
      key: subjectId,
      value: context.codec.encode('TimerDue', timer),
      headers: outputHeaders(output),
      partition,
    };
  }

  private finish(clock: string, time: number, committedTo: number): void {
    const before = this.unfinished.length;
    this.unfinished = this.unfinished.filter(
      (move) => move.clock !== clock || move.time > time || move.offset > committedTo,
    );
    if (this.unfinished.length < before) this.finished();
  }

  private concerns(due: ReadonlyMap<string, number>): boolean {
    for (const [clock, at] of due) {
      if (at < (clock === LIVE_CLOCK ? this.sleepsUntil : (this.clocks.get(clock) ?? -1) + 1)) {
        return true;
      }
    }
    return false;
  }

  /** Number of subjects that the store calls due and that are not to be waited for. */
  private get passedOver(): number {
    return this.goneUncommitted.size + this.stuck.size;
  }

  private isKnown(subject: SubjectId): boolean {
    return (
      this.appended.has(subject) || this.goneUncommitted.has(subject) || this.stuck.has(subject)
    );
  }

  /** A timer that survives its own record would be appended for ever: tell, and leave it. */
  private expectGone(subject: SubjectId, timers: readonly string[]): void {
    const state = this.owned.cache.get(subject);
    const left = timersDue(state, undefined, Infinity).find((timer) =>
      timers.includes(nameOf(timer)),
    );
    if (left === undefined) return;
    this.leave(subject, `timer ${nameOf(left)} is still set after its record was folded`);
  }

  private leave(subject: SubjectId, message: string): void {
    this.stuck.add(subject);
    this.owned.context.observer.problem?.(new ThroughlineError('BUG', message), 'fire timers');
  }
}

/** Timers of open journeys due by `time` on a clock (undefined: any), in the order the fold fires them. */
function timersDue(
  state: SubjectState | undefined,
  clock: string | undefined,
  time: number,
): TimerDue[] {
  const due: TimerDue[] = [];
  for (const journey of state?.journeys ?? []) {
    if (journey.status !== 'open' || (clock ?? journey.clock) !== journey.clock) continue;
    for (const { id, dueAt, generation } of journey.timers) {
      if (dueAt > time) continue;
      const { subjectId } = state ?? journey;
      const { journeyId, clock: on } = journey;
      due.push({ subjectId, journeyId, timerId: id, generation, dueAt, clock: on });
    }
  }
  return due.sort(
    (a, b) => a.dueAt - b.dueAt || order(a.journeyId, b.journeyId) || order(a.timerId, b.timerId),
  );
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
