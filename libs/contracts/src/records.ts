import type { SubjectId } from './ids.js';
import type {
  Action,
  ClockAdvanced,
  DeadLetter,
  DefinitionDeployment,
  Disposition,
  IdentityChange,
  IdentityEvent,
  InboundInteraction,
  Interaction,
  JourneyEvent,
  JourneyState,
  JourneysMoved,
  OperatorCommand,
  SubjectState,
  TimerDue,
} from './generated/schemas.js';

/** Every record type by the name of its schema: `schemas/avro/<kebab name>.v<N>.avsc`. */
export interface RecordTypes {
  Interaction: Interaction;
  InboundInteraction: InboundInteraction;
  TimerDue: TimerDue;
  ClockAdvanced: ClockAdvanced;
  OperatorCommand: OperatorCommand;
  IdentityChange: IdentityChange;
  JourneysMoved: JourneysMoved;
  JourneyEvent: JourneyEvent;
  JourneyState: JourneyState;
  Action: Action;
  Disposition: Disposition;
  IdentityEvent: IdentityEvent;
  DeadLetter: DeadLetter;
  SubjectState: SubjectState;
  DefinitionDeployment: DefinitionDeployment;
}

export type RecordName = keyof RecordTypes;

/** A decoded record, told apart by `name`. */
export type DecodedRecord<Name extends RecordName = RecordName> = {
  [N in Name]: { readonly name: N; readonly value: RecordTypes[N] };
}[Name];

/** What may stand in the log of record (`throughline.interactions.v1`). */
export type LogEntry = DecodedRecord<(typeof LOG_ENTRIES)[number]>;

export const LOG_ENTRIES = [
  'Interaction',
  'TimerDue',
  'ClockAdvanced',
  'OperatorCommand',
  'IdentityChange',
  'JourneysMoved',
] as const satisfies readonly RecordName[];

const logEntries: ReadonlySet<RecordName> = new Set(LOG_ENTRIES);

export function isLogEntry(record: DecodedRecord): record is LogEntry {
  return logEntries.has(record.name);
}

/** The live clock: a record's time is when the log took it. Any other clock is an import's: a record brings its own time. */
export const LIVE_CLOCK = 'live';

/** A log entry with its place in the log: the input of the fold. */
export interface PlacedEntry {
  readonly entry: LogEntry;
  readonly partition: number;
  readonly offset: number;
  /** When the log took it, ms since the epoch. */
  readonly timestamp: number;
  /** Under which semantics it is folded (`Semantics`). */
  readonly semantics: number;
}

/** Whose record it is; undefined: it is about a partition's clock. */
export function subjectOfEntry({ entry }: PlacedEntry): SubjectId | undefined {
  return entry.name === 'ClockAdvanced' ? undefined : (entry.value.subjectId as SubjectId);
}

/** How many deployments its sender had read: what must be known before the record is folded (I2). */
export function deploymentOf({ entry }: PlacedEntry): number {
  switch (entry.name) {
    case 'Interaction':
    case 'OperatorCommand':
    case 'JourneysMoved':
      return entry.value.deployment;
    case 'TimerDue':
    case 'ClockAdvanced':
    case 'IdentityChange':
      return 0;
  }
}
