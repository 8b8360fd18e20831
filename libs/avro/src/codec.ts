/**
 * Records to bytes and back, synchronously.
 *
 * C1 What comes from outside ends in a value or a `ThroughlineError`, in time linear in its length.
 * C2 A writer's schema is resolved against ours once; after that decoding is a table look-up.
 * C3 No message carries a value: values are personal.
 */
import { type DecodedRecord, type RecordName, type RecordTypes } from '#contracts';
import { type RecordCodec, type SchemaRegistry, ThroughlineError } from '#ports';
import { type Type } from 'avsc';
import { identityOf } from './canonical-form.js';
import { FINGERPRINT, type Headers, ID_FRAME_BYTES, readFrame, writeIdFrame } from './frame.js';
import { loadSchemaFiles, newestOf, schemasDirectory } from './schema-files.js';
import { compileSchema } from './strict-types.js';
import { type Reader, WriterSchemas } from './writer-schemas.js';

export interface CodecOptions {
  /** The schemas of our own records; default: `schemas/avro` of the installation. */
  readonly schemasDir?: string;
  /** Foreign schemas held at most; must be more than one batch can bring. Default 2,000. */
  readonly maxSchemas?: number;
  /** How long an id that the registry does not know is not asked for again, in ms; default 30,000. */
  readonly unknownForMs?: number;
  /** ms on any clock that does not go back. */
  readonly now?: () => number;
}

interface Encoder {
  readonly id: number;
  readonly type: Type;
}

const FIRST_SCRATCH_BYTES = 64 * 1024;
const LARGEST_SCRATCH_BYTES = 1024 * 1024;

/**
 * A codec for the newest version of every schema, registered here under its full name (RecordName strategy).
 * Throws what the registry throws, and `INVALID` for a schema file that is wrong.
 */
export async function createCodec(
  registry: SchemaRegistry,
  options: CodecOptions = {},
): Promise<RecordCodec> {
  const files = loadSchemaFiles(options.schemasDir ?? schemasDirectory());
  const types = new Map(files.map((file) => [file, compileSchema(file.text)]));
  const readers = new Map<string, Reader>();
  const encoders = new Map<string, Encoder>();
  await Promise.all(
    newestOf(files).map(async (file) => {
      const type = types.get(file) ?? compileSchema(file.text);
      const name = file.fullName.slice(file.fullName.lastIndexOf('.') + 1);
      readers.set(file.fullName, { name: name as RecordName, type });
      encoders.set(name, { id: await registry.register(file.fullName, file.text), type });
    }),
  );
  const writers = new WriterSchemas(registry, readers, {
    max: options.maxSchemas ?? 2_000,
    unknownForMs: options.unknownForMs ?? 30_000,
    now: options.now ?? (() => performance.now()),
  });
  // The registry has no look-up by fingerprint: single-object values are read with the schemas we have.
  for (const type of types.values()) writers.pin(FINGERPRINT + identityOf(type).fingerprint, type);
  for (const { id, type } of encoders.values()) writers.pin(id, type);
  return new AvroCodec(encoders, writers);
}

class AvroCodec implements RecordCodec {
  private readonly encoders: ReadonlyMap<string, Encoder>;
  private readonly writers: WriterSchemas;
  private scratch = Buffer.allocUnsafeSlow(FIRST_SCRATCH_BYTES);

  constructor(encoders: ReadonlyMap<string, Encoder>, writers: WriterSchemas) {
    this.encoders = encoders;
    this.writers = writers;
  }

  encode<N extends RecordName>(name: N, value: RecordTypes[N]): Uint8Array {
    const { id, type } = known(this.encoders, name);
    let end: number;
    try {
      end = type.encode(value, this.scratch, ID_FRAME_BYTES);
      if (end < 0) {
        this.scratch = Buffer.allocUnsafeSlow(2 * (this.scratch.length - end));
        end = type.encode(value, this.scratch, ID_FRAME_BYTES);
      }
    } catch {
      throw misfit(name, type, value);
    }
    writeIdFrame(this.scratch, id);
    const bytes = Buffer.from(this.scratch.subarray(0, end));
    if (this.scratch.length > LARGEST_SCRATCH_BYTES) {
      this.scratch = Buffer.allocUnsafeSlow(FIRST_SCRATCH_BYTES);
    }
    return bytes;
  }

  prepare(values: Iterable<{ value: Uint8Array | null; headers?: Headers }>): Promise<void> {
    return this.writers.prepare(values);
  }

  decode(value: Uint8Array | null, headers?: Headers): DecodedRecord {
    if (value === null) {
      throw new ThroughlineError('UNREADABLE', 'Record cannot be read: it has no value.');
    }
    const { schema, start } = readFrame(value, headers);
    const writer = this.writers.get(schema);
    const buffer = asBuffer(value);
    let decoded: { value: unknown; offset: number };
    try {
      decoded = writer.type.decode(buffer, start, writer.resolver);
    } catch (cause) {
      throw garbled(writer.name, cause);
    }
    if (decoded.offset < 0) throw garbled(writer.name, new Error('it ends too early'));
    if (decoded.offset !== buffer.length) {
      throw garbled(
        writer.name,
        new Error(`${buffer.length - decoded.offset} bytes are left over`),
      );
    }
    return { name: writer.name, value: decoded.value } as DecodedRecord;
  }
}

function known(encoders: ReadonlyMap<string, Encoder>, name: string): Encoder {
  const encoder = encoders.get(name);
  if (encoder !== undefined) return encoder;
  throw new ThroughlineError('BUG', `There is no schema file for the record ${name}. Add one.`);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** avsc's own message prints the whole value; ours names only the place (C3). */
function misfit(name: string, type: Type, value: unknown): ThroughlineError {
  const faults: string[] = [];
  type.isValid(value, {
    errorHook: (path, found, expected) => {
      if (faults.length < 5)
        faults.push(`${path.join('.') || 'value'}: ${whyMisfit(found, expected)}`);
    },
  });
  return new ThroughlineError(
    'INVALID',
    `${name} does not fit its schema: ${faults.join('; ') || 'it cannot be written'}.`,
  );
}

function whyMisfit(found: unknown, expected: Type): string {
  if (expected.typeName === 'long' && typeof found === 'number') {
    return 'must be a whole number from -(2^53 - 1) to 2^53 - 1';
  }
  const kind = found === null ? 'null' : Array.isArray(found) ? 'array' : typeof found;
  return `must be ${expected.toString()}, is ${kind}`;
}

function garbled(name: string, cause: unknown): ThroughlineError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new ThroughlineError('UNREADABLE', `${name} cannot be read: ${why}.`, { cause });
}
