import {
  LATEST_SEMANTICS,
  type LogEntry,
  type PlacedEntry,
  type SubjectState,
  type TimerDue,
} from '#contracts';
import { decide, type Decision, type Definitions } from '#journey';
import { ThroughlineError } from '#ports';

/** A record and what it did. */
export interface Played {
  readonly record: PlacedEntry;
  readonly decision: Decision;
}

/** Where the player's own records stand: a partition no log has, so that ids derived from it meet no recorded one. */
const OWN_PARTITION = -1;

/** Timers one subject may have fired by one advance. More are an endless chain, or a time far from the records'. */
const MAX_FIRINGS = 10_000;

/**
 * Folds records in memory, on virtual time, by the same `decide` as the orchestrator (I2). Nothing it decides is carried
 * out: actions are only told. Time goes on by the records, and by `advanceTo`. What `decide` throws is passed on.
 */
export class Player {
  private readonly subjects = new Map<string, SubjectState>();
  private offset = 0;
  /** Of the record played last: what the player appends is folded as what stands around it. */
  private semantics = LATEST_SEMANTICS;

  constructor(readonly definitions: Definitions) {}

  /** Folds a record of a log, at its recorded place. Timers that were due before it fire first, inside the fold. */
  play(record: PlacedEntry): Decision {
    const { entry } = record;
    this.semantics = record.semantics;
    const subjectId = entry.name === 'ClockAdvanced' ? '' : entry.value.subjectId;
    const decision = decide(this.definitions, this.subjects.get(subjectId), record);
    if (subjectId !== '') this.subjects.set(subjectId, decision.state);
    return decision;
  }

  /** Folds a record nobody recorded. `timestamp`: when the log would have taken it, ms since the epoch. */
  append(entry: LogEntry, timestamp: number): Played {
    const { semantics } = this;
    const at = { partition: OWN_PARTITION, offset: this.offset++, timestamp };
    const record = { entry, ...at, semantics };
    return { record, decision: this.play(record) };
  }

  /**
   * Fires what is due by `time` (ms since the epoch) on `clock`, by default on every one, each at its own time, by records
   * as the orchestrator appends them (I8). Those of one subject come in time order; subjects do not depend on one another.
   * Throws `INVALID` when a subject's timers do not come to an end.
   */
  advanceTo(time: number, clock?: string): readonly Played[] {
    const played: Played[] = [];
    for (let round = 0; ; round += 1) {
      const due = [...this.subjects.values()]
        .flatMap((state) => this.firstDue(state, time, clock) ?? [])
        .sort((a, b) => a.dueAt - b.dueAt);
      const [first] = due;
      if (first === undefined) return played;
      if (round === MAX_FIRINGS) throw endless(first);
      for (const timer of due) {
        played.push(this.append({ name: 'TimerDue', value: timer }, timer.dueAt));
      }
    }
  }

  /** What is known of a subject now. */
  subject(subjectId: string): SubjectState | undefined {
    return this.subjects.get(subjectId);
  }

  /** Lets a subject go that no further record is about. */
  forget(subjectId: string): void {
    this.subjects.delete(subjectId);
  }

  /** Timers of a journey whose definition is not loaded stand still: no record would take them away. */
  private firstDue(
    { subjectId, journeys }: SubjectState,
    time: number,
    on: string | undefined,
  ): TimerDue | undefined {
    let first: TimerDue | undefined;
    for (const { journeyId, status, clock, timers, definition, definitionVersion } of journeys) {
      if (status !== 'open' || (on ?? clock) !== clock) continue;
      if (this.definitions.get(definition, definitionVersion) === undefined) continue;
      for (const { id, dueAt, generation } of timers) {
        if (dueAt > time || (first !== undefined && first.dueAt <= dueAt)) continue;
        first = { subjectId, journeyId, timerId: id, generation, dueAt, clock };
      }
    }
    return first;
  }
}

function endless({ journeyId, timerId }: TimerDue): ThroughlineError {
  const message = `journey ${journeyId}: more than ${MAX_FIRINGS} timers are due, the next is \`${timerId}\`; check its definition for a timer that starts itself again`;
  return new ThroughlineError('INVALID', message);
}
