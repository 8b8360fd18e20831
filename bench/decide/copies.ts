import type { LogEntry, PlacedEntry } from '#contracts';
import type { Played } from '#replay';
import { subjectIdOf } from '../traffic/subject-ids.ts';

type Scenario = readonly Played[];

/** Played for customers of its own, a scenario's records do the same again: nothing else in them depends on the customer. */
class Copy {
  readonly scenario: Scenario;
  private readonly name: string;
  private readonly offsets = new Map<number, number>();

  constructor(scenario: Scenario, name: string) {
    this.scenario = scenario;
    this.name = name;
  }

  record({ entry, offset, timestamp, semantics }: PlacedEntry, at: number): PlacedEntry {
    this.offsets.set(offset, at);
    return { entry: this.entry(entry), partition: 0, offset: at, timestamp, semantics };
  }

  private entry(entry: LogEntry): LogEntry {
    switch (entry.name) {
      case 'Interaction': {
        const { subjectId, journeyId, data } = entry.value;
        const own = {
          subjectId: this.subject(subjectId),
          journeyId: journeyId === null ? null : this.journey(journeyId),
          data: this.answering(data),
        };
        return { name: entry.name, value: { ...entry.value, ...own } };
      }
      case 'TimerDue':
      case 'OperatorCommand': {
        const { subjectId, journeyId } = entry.value;
        const own = { subjectId: this.subject(subjectId), journeyId: this.journey(journeyId) };
        return { name: entry.name, value: { ...entry.value, ...own } } as LogEntry;
      }
      case 'IdentityChange':
      case 'JourneysMoved':
      case 'ClockAdvanced':
        return entry;
    }
  }

  private subject(subjectId: string): string {
    return subjectIdOf(`${this.name}-${subjectId}`);
  }

  /** A journey's id is its subject's, a dot, and what started it. */
  private journey(journeyId: string): string {
    const dot = journeyId.indexOf('.');
    return `${this.subject(journeyId.slice(0, dot))}${journeyId.slice(dot)}`;
  }

  /** What a service answers names the call by its action's id, which is made of the place of the record that caused it. */
  private answering(data: Uint8Array): Uint8Array {
    const text = Buffer.from(data).toString('utf8');
    if (!text.includes('"ac-')) return data;
    const answered = text.replaceAll(
      /"ac--?\d+-(\d+)-(\d+)"/g,
      (_, offset: string, index: string) =>
        `"ac-0-${this.offsets.get(Number(offset)) ?? offset}-${index}"`,
    );
    return Buffer.from(answered);
  }
}

/**
 * A log of scenarios that many customers go through at once: everybody's first records, then everybody's second ones, and
 * so on.
 */
export function copiesOf(scenarios: readonly Scenario[], copies: number): PlacedEntry[] {
  const going = scenarios.flatMap((scenario, number) =>
    Array.from({ length: copies }, (_, copy) => new Copy(scenario, `${number}-${copy}`)),
  );
  const longest = Math.max(...scenarios.map(({ length }) => length));
  const records: PlacedEntry[] = [];
  for (let step = 0; step < longest; step++) {
    for (const copy of going) {
      const played = copy.scenario[step];
      if (played !== undefined) records.push(copy.record(played.record, records.length));
    }
  }
  return records;
}
