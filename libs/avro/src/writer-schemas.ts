import { type RecordName } from '#contracts';
import { hasCode, LruMap, type SchemaRegistry, ThroughlineError } from '#ports';
import { type Type } from 'avsc';
import { FINGERPRINT, type Headers, readFrame, type SchemaKey } from './frame.js';
import { compileSchema } from './strict-types.js';

/** Our own, newest version of a record. */
export interface Reader {
  readonly name: RecordName;
  readonly type: Type;
}

/** A schema values were written with, resolved to ours. */
export interface WriterSchema {
  readonly name: RecordName;
  readonly type: Type;
  readonly resolver: ReturnType<Type['createResolver']> | undefined;
}

type Entry =
  | ({ readonly kind: 'readable' } & WriterSchema)
  /** Known, but not to be read as any record of ours. */
  | { readonly kind: 'unreadable'; readonly error: ThroughlineError }
  /** The registry did not know it. */
  | { readonly kind: 'unknown'; readonly error: ThroughlineError; readonly until: number };

export interface WriterSchemasOptions {
  readonly max: number;
  readonly unknownForMs: number;
  readonly now: () => number;
}

/** Calls to the registry at once. */
const CONCURRENCY = 8;

/** The schemas that values were written with: ours for good, others while they are in use. */
export class WriterSchemas {
  private readonly pinned = new Map<SchemaKey, Entry>();
  private readonly held: LruMap<SchemaKey, Entry>;
  private readonly registry: SchemaRegistry;
  private readonly readers: ReadonlyMap<string, Reader>;
  private readonly options: WriterSchemasOptions;

  constructor(
    registry: SchemaRegistry,
    readers: ReadonlyMap<string, Reader>,
    options: WriterSchemasOptions,
  ) {
    this.registry = registry;
    this.readers = readers;
    this.options = options;
    this.held = new LruMap(options.max);
  }

  /** Keeps a schema for good. */
  pin(key: SchemaKey, type: Type): void {
    this.pinned.set(
      key,
      this.resolve(key, () => type),
    );
  }

  /** Throws `UNKNOWN_SCHEMA`, or `UNREADABLE` when the schema is not one of our records. */
  get(key: SchemaKey): WriterSchema {
    const entry = this.pinned.get(key) ?? this.held.get(key);
    if (entry?.kind === 'readable') return entry;
    throw entry?.error ?? unknown(key, 'was not fetched: prepare the record before reading it');
  }

  /** Fetches what these values were written with and is not held. Throws `UNAVAILABLE`. */
  async prepare(values: Iterable<{ value: Uint8Array | null; headers?: Headers }>): Promise<void> {
    const missing = new Set<SchemaKey>();
    for (const { value, headers } of values) {
      const key = keyOf(value, headers);
      if (key !== undefined && !this.pinned.has(key) && !this.touch(key)) missing.add(key);
    }
    const queue = [...missing];
    const work = async (): Promise<void> => {
      for (let key = queue.pop(); key !== undefined; key = queue.pop()) await this.fetch(key);
    };
    await Promise.all(Array.from({ length: Math.min(CONCURRENCY, queue.length) }, work));
  }

  /** Whether a key is held and current; makes it the most recently used. */
  private touch(key: SchemaKey): boolean {
    const entry = this.held.get(key);
    if (entry === undefined) return false;
    if (entry.kind !== 'unknown' || entry.until > this.options.now()) return true;
    this.held.delete(key);
    return false;
  }

  private async fetch(key: SchemaKey): Promise<void> {
    let entry: Entry;
    try {
      const text = await this.textOf(key);
      entry = this.resolve(key, () => compileSchema(text));
    } catch (error) {
      if (!hasCode(error, 'UNKNOWN_SCHEMA')) throw error;
      const until = this.options.now() + this.options.unknownForMs;
      entry = { kind: 'unknown', error, until };
    }
    this.held.set(key, entry);
  }

  private async textOf(key: SchemaKey): Promise<string> {
    if (typeof key === 'number') return this.registry.byId(key);
    if (!key.startsWith(FINGERPRINT)) return this.registry.byGuid(key);
    throw unknown(key, 'is none of our schemas');
  }

  private resolve(key: SchemaKey, compile: () => Type): Entry {
    try {
      const type = compile();
      const reader = this.readers.get(type.name ?? '');
      if (reader === undefined) {
        throw new Error(`it describes ${type.name ?? 'no record'}, which is none of our records`);
      }
      // Written with what we read with: the type's own reader, without a resolver, is the fastest.
      const resolver = type === reader.type ? undefined : reader.type.createResolver(type);
      return { kind: 'readable', name: reader.name, type: reader.type, resolver };
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      const message = `Record cannot be read: its schema ${key} does not fit ours: ${why}.`;
      return { kind: 'unreadable', error: new ThroughlineError('UNREADABLE', message, { cause }) };
    }
  }
}

/** Undefined where there is nothing to read: `decode` tells why. */
function keyOf(value: Uint8Array | null, headers: Headers | undefined): SchemaKey | undefined {
  if (value === null) return undefined;
  try {
    return readFrame(value, headers).schema;
  } catch (error) {
    if (hasCode(error, 'UNREADABLE')) return undefined;
    throw error;
  }
}

function unknown(key: SchemaKey, why: string): ThroughlineError {
  return new ThroughlineError('UNKNOWN_SCHEMA', `Schema ${key} ${why}.`);
}
