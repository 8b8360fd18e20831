import type { PlacedEntry, SubjectState } from '#contracts';
import { decide, type Decision, type Definitions } from '#journey';

/** Records with the place of their subject, so that finding it costs next to nothing. */
export class Log {
  readonly records: readonly PlacedEntry[];
  private readonly definitions: Definitions;
  private readonly subjects: Int32Array;
  private readonly states: (SubjectState | undefined)[];

  constructor(definitions: Definitions, records: readonly PlacedEntry[]) {
    this.definitions = definitions;
    this.records = records;
    const places = new Map<string, number>();
    this.subjects = Int32Array.from(records, ({ entry }) => {
      const subject = entry.name === 'ClockAdvanced' ? '' : entry.value.subjectId;
      const place = places.get(subject) ?? places.size;
      places.set(subject, place);
      return place;
    });
    this.states = Array.from({ length: places.size }, () => undefined);
  }

  /** What is known of nobody. */
  reset(): void {
    this.states.fill(undefined);
  }

  /** Folds the records from one place up to before another. */
  fold(
    from = 0,
    to = this.records.length,
    note?: (decision: Decision, before?: SubjectState) => void,
  ): void {
    const { records, subjects, states, definitions } = this;
    for (let at = from; at < to; at++) {
      const record = records[at];
      const subject = subjects[at];
      if (record === undefined || subject === undefined) return;
      const before = states[subject];
      const decision = decide(definitions, before, record);
      states[subject] = decision.state;
      note?.(decision, before);
    }
  }
}
