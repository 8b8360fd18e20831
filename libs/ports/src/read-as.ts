import { type RecordName, type RecordTypes } from '#contracts';
import { type RecordCodec } from './codec.js';
import { hasCode } from './errors.js';
import { type StoredRecord } from './event-log.js';

/**
 * What a record holds, if it is one of this name; undefined for another, and for one that cannot be read: who only listens
 * passes it over. `codec.prepare` comes before.
 */
export function readAs<Name extends RecordName>(
  codec: RecordCodec,
  name: Name,
  { value, headers }: Pick<StoredRecord, 'value' | 'headers'>,
): RecordTypes[Name] | undefined {
  try {
    const decoded = codec.decode(value, headers);
    return decoded.name === name ? (decoded.value as RecordTypes[Name]) : undefined;
  } catch (error) {
    if (hasCode(error, 'UNREADABLE', 'UNKNOWN_SCHEMA')) return undefined;
    throw error;
  }
}
