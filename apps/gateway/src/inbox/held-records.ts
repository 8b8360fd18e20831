import { type DeadLetter, type DecodedRecord, Topics } from '#contracts';
import {
  type EventLog,
  hasCode,
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

/** Reads from the log what entries are about: the inbox itself keeps no one's data. */
export class HeldRecords {
  constructor(
    private readonly log: EventLog,
    private readonly codec: RecordCodec,
  ) {}

  async of(entry: InboxEntry): Promise<Held> {
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
    const { records } = await this.log.read(topic, partition, offset, { maxRecords: 1 });
    return records.find((record) => record.offset === offset);
  }

  private async decode(
    record: HeldRecord,
  ): Promise<{ decoded: DecodedRecord | undefined; fault: string | undefined }> {
    await this.codec.prepare([record]);
    try {
      return { decoded: this.codec.decode(record.value, record.headers), fault: undefined };
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
