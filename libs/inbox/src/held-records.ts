import { type DeadLetter, type DecodedRecord, type SubjectId, Topics } from '#contracts';
import {
  type EventLog,
  hasCode,
  type IdentityStores,
  type InboxEntry,
  type RecordCodec,
  type StoredRecord,
} from '#ports';

/** The record an entry is about, as it was sent. */
export interface HeldRecord {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, Uint8Array>>;
}

/** What the log still has of an entry. */
export interface Held {
  /** Only of a dead letter. */
  readonly letter: DeadLetter | undefined;
  /** Whole; undefined: the log no longer has it, or never had it whole. */
  readonly record: HeldRecord | undefined;
  readonly decoded: DecodedRecord | undefined;
  /** Why there is nothing decoded. */
  readonly fault: string | undefined;
}

/** How who writes dead letters says that a value is not whole. */
const CUT = /cut from \d+ bytes/;

export interface HeldRecordsOptions {
  readonly log: EventLog;
  readonly codec: RecordCodec;
  readonly identities: Pick<IdentityStores, 'erasures'>;
}

const ERASED: Held = {
  letter: undefined,
  record: undefined,
  decoded: undefined,
  fault: 'The customer was erased: nothing is shown of what was sent.',
};

/** Reads from the log what entries are about: the inbox itself keeps no one's data. Of erased customers it reads nothing. */
export class HeldRecords {
  constructor(private readonly options: HeldRecordsOptions) {}

  async of(entry: InboxEntry): Promise<Held> {
    if (await this.isErased(entry.subjectId)) return ERASED;
    const { topic, partition, offset } = entry.origin;
    const original = await this.recordAt(topic, partition, offset);
    const letter = await this.letterOf(entry);
    const record = original ?? wholeRecordOf(letter);
    if (record === undefined) {
      const fault = `The log no longer holds all of ${topic}, partition ${partition}, offset ${offset}.`;
      return { letter, record, decoded: undefined, fault };
    }
    return { letter, record, ...(await this.decode(record)) };
  }

  private async isErased(subjectId: string): Promise<boolean> {
    if (subjectId === '') return false;
    return (await this.options.identities.erasures.erasedAt(subjectId as SubjectId)) !== undefined;
  }

  private async letterOf({ kind, told }: InboxEntry): Promise<DeadLetter | undefined> {
    if (kind !== 'dead-letter') return undefined;
    const record = await this.recordAt(Topics.deadLetters, told.partition, told.offset);
    const { decoded } = record === undefined ? {} : await this.decode(record);
    return decoded?.name === 'DeadLetter' ? decoded.value : undefined;
  }

  private async recordAt(
    topic: string,
    partition: number,
    offset: number,
  ): Promise<StoredRecord | undefined> {
    if (partition < 0) return undefined;
    const { records } = await this.options.log.read(topic, partition, offset, { maxRecords: 1 });
    return records.find((record) => record.offset === offset);
  }

  private async decode(
    record: HeldRecord,
  ): Promise<{ decoded: DecodedRecord | undefined; fault: string | undefined }> {
    await this.options.codec.prepare([record]);
    try {
      return { decoded: this.options.codec.decode(record.value, record.headers), fault: undefined };
    } catch (error) {
      if (!hasCode(error, 'UNREADABLE', 'UNKNOWN_SCHEMA', 'INVALID')) throw error;
      return { decoded: undefined, fault: error.message };
    }
  }
}

function wholeRecordOf(letter: DeadLetter | undefined): HeldRecord | undefined {
  if (letter === undefined || letter.causes.some((cause) => CUT.test(cause))) return undefined;
  const { key, value, headers } = letter;
  return { key, value, headers };
}
