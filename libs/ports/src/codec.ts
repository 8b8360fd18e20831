import type { DecodedRecord, RecordName, RecordTypes } from '#contracts';

/** Where schemas are kept. */
export interface SchemaRegistry {
  /** The id of this schema under the subject, registering it if need be. Throws `INVALID` when it is incompatible. */
  register(subject: string, schema: string): Promise<number>;
  /** Throws `UNKNOWN_SCHEMA`. */
  byId(id: number): Promise<string>;
  byGuid(guid: string): Promise<string>;
}

/** Encodes and decodes records, synchronously; only `prepare` waits. */
export interface RecordCodec {
  /** Confluent frame: 0x00, 4-byte big-endian id, Avro. Throws `INVALID` naming the path that does not fit. */
  encode<N extends RecordName>(name: N, value: RecordTypes[N]): Uint8Array;
  /** Fetches the schemas these values were written with that are not known yet. Unknown ids are remembered and told by `decode`. */
  prepare(
    values: Iterable<{ value: Uint8Array | null; headers?: Readonly<Record<string, Uint8Array>> }>,
  ): Promise<void>;
  /**
   * Reads the Confluent frame, the GUID header, and Avro single-object encoding, resolved to the current schema.
   * Throws `UNREADABLE` or `UNKNOWN_SCHEMA`.
   */
  decode(value: Uint8Array | null, headers?: Readonly<Record<string, Uint8Array>>): DecodedRecord;
}
