import { type LogEntry } from '#contracts';

/** A log record as its disposition and its journey events name it. */
interface RecordHead {
  readonly recordKind: string;
  readonly recordId: string;
  readonly recordType: string;
  readonly source: string;
}

export function describeRecord(entry: LogEntry): RecordHead {
  switch (entry.name) {
    case 'Interaction': {
      const { id, type, source } = entry.value;
      return { recordKind: 'interaction', recordId: id, recordType: type, source };
    }
    case 'TimerDue': {
      const { journeyId, timerId, generation } = entry.value;
      const recordId = `${journeyId}/${timerId}/${generation}`;
      return { recordKind: 'timer', recordId, recordType: timerId, source: '' };
    }
    case 'OperatorCommand': {
      const { id, command, operator } = entry.value;
      return { recordKind: 'command', recordId: id, recordType: command, source: operator };
    }
    case 'IdentityChange': {
      const { id, kind } = entry.value;
      return { recordKind: 'identity', recordId: id, recordType: kind, source: '' };
    }
    case 'JourneysMoved': {
      const { id } = entry.value;
      return { recordKind: 'identity', recordId: id, recordType: 'journeys-moved', source: '' };
    }
    case 'ClockAdvanced': {
      const { clock, time } = entry.value;
      const recordId = `${clock}@${time}`;
      return { recordKind: 'clock', recordId, recordType: 'clock-advanced', source: '' };
    }
  }
}
