import { type Action, type DecodedRecord, type JourneyEvent, type Position } from '#contracts';
import { type ConflictNoted } from '../fields/field-conflict.js';

/** A record for another subject: it is appended to the log of record, keyed by that subject. */
export interface SentRecord {
  /** Of this sending (I5); what is sent on keeps its own id inside. */
  readonly id: string;
  readonly entry: DecodedRecord<
    'Interaction' | 'OperatorCommand' | 'IdentityChange' | 'JourneysMoved'
  >;
  /** ms since the epoch. */
  readonly time: number;
}

/** Gathers what one record has to say; ids are a function of the record's position and the order of saying (I5). */
export class Outputs {
  readonly journeyEvents: JourneyEvent[] = [];
  readonly actions: Action[] = [];
  readonly conflicts: ConflictNoted[] = [];
  readonly records: SentRecord[] = [];

  constructor(readonly position: Position) {}

  nextEventId(): string {
    return this.id('je', this.journeyEvents.length);
  }

  nextActionId(): string {
    return this.id('ac', this.actions.length);
  }

  /** Of a record for another subject. */
  nextRecordId(): string {
    return this.id('mv', this.records.length);
  }

  private id(kind: string, index: number): string {
    return `${kind}-${this.position.partition}-${this.position.offset}-${index}`;
  }
}
