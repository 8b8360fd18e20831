import {
  type Disposition,
  type IdentityChange,
  type JourneyState,
  type LogEntry,
  type SubjectState,
  LATEST_SEMANTICS,
} from '#contracts';
import { decide, emptySubject, nextDue, type Definitions, type previewMerge } from '#journey';
import { interaction } from './records.js';

const START = Date.parse('2026-11-21T10:00:00Z');
const MINUTE = 60_000;

/**
 * Several customers on one log in memory: what the fold sends to another subject is appended at once, and repeats of
 * nothing are. One minute passes with each record a test writes.
 */
export class MergingSubjects {
  /** What folds sent on, oldest first. */
  readonly sent: LogEntry[] = [];
  private readonly states = new Map<string, SubjectState>();
  private readonly dispositions: Disposition[] = [];
  private readonly events: { readonly journeyId: string; readonly type: string }[] = [];
  private now = START;
  private offset = 0;
  private count = 0;

  constructor(private readonly definitions: Definitions) {}

  state(subjectId: string): SubjectState {
    return this.states.get(subjectId) ?? emptySubject(subjectId);
  }

  journey(subjectId: string, journeyId: string): JourneyState {
    const found = this.state(subjectId).journeys.find((one) => one.journeyId === journeyId);
    if (found === undefined) throw new Error(`${subjectId} has no journey ${journeyId}`);
    return found;
  }

  /** Types of a journey's events. */
  told(journeyId: string): readonly string[] {
    return this.events.filter((one) => one.journeyId === journeyId).map(({ type }) => type);
  }

  /** What became of the last record of a subject. */
  last(subjectId: string): Disposition | undefined {
    return this.dispositions.findLast((one) => one.subjectId === subjectId);
  }

  happens(
    subjectId: string,
    type: string,
    journeyId: string | null = null,
    data: Readonly<Record<string, unknown>> = {},
  ): Disposition {
    const id = `i-${this.count++}`;
    const bytes = Buffer.from(JSON.stringify(data));
    const value = interaction({ id, subjectId, type, journeyId, time: this.now, data: bytes });
    return this.append({ name: 'Interaction', value });
  }

  command(subjectId: string, journeyId: string, command: string): Disposition {
    const value = {
      id: `c-${this.count++}`,
      subjectId,
      journeyId,
      command,
      operator: 'olga',
      reason: 'asked for',
      time: this.now,
      data: new Uint8Array(),
      deployment: 0,
    };
    return this.append({ name: 'OperatorCommand', value });
  }

  merge(from: string, into: string): LogEntry {
    const entry: LogEntry = { name: 'IdentityChange', value: this.change('merged', from, into) };
    this.append(entry);
    return entry;
  }

  split(
    subjectId: string,
    other: string,
    journeys: readonly string[],
    more: Partial<Pick<IdentityChange, 'restored' | 'fieldsBack'>> = {},
  ): LogEntry {
    const value = { ...this.change('split', subjectId, other), journeys, ...more };
    const entry: LogEntry = { name: 'IdentityChange', value };
    this.append(entry);
    return entry;
  }

  previewed(from: string, into: string, preview: typeof previewMerge) {
    const states = { from: this.state(from), to: this.state(into) };
    return preview(this.definitions, this.change('merged', from, into), states, this.now);
  }

  /** Fires live timers that are due after so many ms. */
  passes(ms: number): void {
    this.now += ms;
    for (const state of [...this.states.values()]) {
      for (const { clock, at } of nextDue(state)) {
        if (at > this.now) continue;
        for (const { journeyId, subjectId, timers } of state.journeys) {
          for (const { id: timerId, dueAt, generation } of timers) {
            const value = { journeyId, subjectId, timerId, generation, dueAt, clock };
            if (dueAt <= this.now) this.append({ name: 'TimerDue', value });
          }
        }
      }
    }
  }

  /** Folds a record and all that it sends on. Returns what became of it. */
  append(entry: LogEntry): Disposition {
    this.now += MINUTE;
    const waiting: LogEntry[] = [entry];
    let first: Disposition | undefined;
    for (const one of waiting) {
      const decided = this.fold(one);
      first ??= decided.disposition;
      for (const { entry: next } of decided.records) {
        waiting.push(next);
        this.sent.push(next);
      }
    }
    if (first === undefined) throw new Error('nothing was folded');
    return first;
  }

  private fold(entry: LogEntry) {
    const subjectId = entry.name === 'ClockAdvanced' ? '' : entry.value.subjectId;
    const placed = {
      entry,
      partition: 0,
      offset: this.offset++,
      timestamp: this.now,
      semantics: LATEST_SEMANTICS,
    };
    const decision = decide(this.definitions, this.states.get(subjectId), placed);
    this.states.set(subjectId, decision.state);
    this.dispositions.push(decision.disposition);
    this.events.push(...decision.journeyEvents);
    return decision;
  }

  private change(kind: string, subjectId: string, otherSubjectId: string): IdentityChange {
    const id = `${kind}-${this.count++}`;
    const rest = {
      identifiers: [],
      reason: null,
      journeys: [],
      operator: null,
      restored: [],
      fieldsBack: [],
    };
    return { id, kind, subjectId, otherSubjectId, time: this.now, ...rest };
  }
}
