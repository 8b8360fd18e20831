/**
 * avsc's types, hardened where bytes or values come from outside.
 *
 * avsc reads the number of items of an array or map as it stands and loops that often even when the buffer has ended, so
 * a few bytes keep it busy for minutes; its maps let a key named `__proto__` set a prototype; it turns a long below -2^52
 * into another number, silently; it takes `Buffer` but no other `Uint8Array`; and short strings with lone surrogates do
 * not come back as they went in. The methods overridden here
 * (`_read`, `_skip`, `_write`, `_check`, `_getIndex`) are avsc's own inner interface: its version is pinned in
 * package.json, and codec.spec.ts fails if it changes.
 */
import avsc, { type Schema, type Type } from 'avsc';

/** avsc's cursor over a buffer. It may move past the end; callers check at the end of a value. */
interface Tap {
  readonly buf: Buffer;
  pos: number;
  readLong(): number;
  readString(): string;
  skipLong(): void;
  skipString(): void;
  writeLong(value: number): void;
}

interface Inner {
  _read(tap: Tap): unknown;
  _skip(tap: Tap): void;
  _write(tap: Tap, value: unknown): void;
}

type Hook = (value: unknown, type: unknown) => void;

const INT_MIN = -(2 ** 31);
const INT_MAX = 2 ** 31 - 1;

/**
 * Number of items in the next block, 0 at the end. No type of ours has items of no bytes, so a block cannot hold more
 * items than the buffer has bytes left.
 */
function blockCount(tap: Tap): number {
  let count = tap.readLong();
  if (count < 0) {
    count = -count;
    tap.skipLong(); // the block's size in bytes, which only skipping needs
  }
  if (!(count <= tap.buf.length - tap.pos)) {
    throw new Error(`a block of ${count} items, but only ${tap.buf.length - tap.pos} bytes left`);
  }
  return count;
}

/** Blocks of items of no bytes could be repeated at no cost: refused. */
function checkProgress(tap: Tap, start: number, count: number): void {
  if (tap.pos - start < count) throw new Error('a block whose items take no bytes');
}

function skipBlocks(tap: Tap, skipItem: () => void): void {
  for (let count = tap.readLong(); count !== 0; count = tap.readLong()) {
    const left = tap.buf.length - tap.pos;
    const bytes = count < 0 ? tap.readLong() : undefined;
    if (!(Math.abs(count) <= left) || (bytes !== undefined && !(bytes >= 0 && bytes <= left))) {
      throw new Error(`a block of ${Math.abs(count)} items, but only ${left} bytes left`);
    }
    if (bytes !== undefined) {
      tap.pos += bytes;
      continue;
    }
    const start = tap.pos;
    for (let i = 0; i < count; i++) skipItem();
    checkProgress(tap, start, count);
  }
}

/** Up to here a loop is faster than a call into V8's own writer. */
const SHORT_STRING = 24;

/** A string as what UTF-8 can hold: a lone surrogate is written as U+FFFD, as `TextEncoder` does. */
function writeString(tap: Tap, value: string): void {
  const length = Buffer.byteLength(value);
  tap.writeLong(length);
  const start = tap.pos;
  tap.pos += length;
  const { buf } = tap;
  if (tap.pos > buf.length) return;
  if (length !== value.length) buf.write(value, start, length, 'utf8');
  else if (length > SHORT_STRING) buf.write(value, start, length, 'latin1');
  else for (let i = 0; i < length; i++) buf[start + i] = value.charCodeAt(i);
}

class StrictArray extends avsc.types.ArrayType {
  _read(tap: Tap): unknown[] {
    const items = this.itemsType as unknown as Inner;
    const values: unknown[] = [];
    for (let count = blockCount(tap); count !== 0; count = blockCount(tap)) {
      const start = tap.pos;
      for (let i = 0; i < count; i++) values.push(items._read(tap));
      checkProgress(tap, start, count);
    }
    return values;
  }

  _skip(tap: Tap): void {
    const items = this.itemsType as unknown as Inner;
    skipBlocks(tap, () => items._skip(tap));
  }
}

class StrictMap extends avsc.types.MapType {
  _read(tap: Tap): Record<string, unknown> {
    const inner = this.valuesType as Inner;
    const values: Record<string, unknown> = {};
    for (let count = blockCount(tap); count !== 0; count = blockCount(tap)) {
      for (let i = 0; i < count; i++) {
        const key = tap.readString();
        const value = inner._read(tap);
        if (key === '__proto__') {
          Object.defineProperty(values, key, {
            value,
            writable: true,
            enumerable: true,
            configurable: true,
          });
        } else {
          values[key] = value;
        }
      }
    }
    return values;
  }

  _write(tap: Tap, value: unknown): void {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new Error('not a map');
    }
    const inner = this.valuesType as Inner;
    const entries = Object.entries(value);
    if (entries.length > 0) tap.writeLong(entries.length);
    for (const [key, item] of entries) {
      writeString(tap, key);
      inner._write(tap, item);
    }
    tap.writeLong(0);
  }

  _skip(tap: Tap): void {
    const inner = this.valuesType as Inner;
    skipBlocks(tap, () => {
      tap.skipString();
      inner._skip(tap);
    });
  }
}

class StrictInt extends avsc.types.IntType {
  _read(tap: Tap): number {
    const value = tap.readLong();
    if (!(value >= INT_MIN && value <= INT_MAX)) throw new Error('an int of more than 32 bits');
    return value;
  }
}

/** Zigzag varints of up to 7 bytes are exact in avsc's arithmetic. */
const EXACT_BYTES = 7;
const EXACT_MAX = 2 ** 48;
const LONGEST_BYTES = 10;

/** `long` as any safe integer: ±(2^53 - 1). */
class ExactLong extends avsc.types.LongType {
  _check(value: unknown, _flags: unknown, hook?: Hook): boolean {
    const fits = Number.isSafeInteger(value);
    if (!fits && hook) hook(value, this);
    return fits;
  }

  _read(tap: Tap): number {
    const start = tap.pos;
    const value = tap.readLong();
    return tap.pos - start <= EXACT_BYTES ? value : readExactly(tap.buf.subarray(start, tap.pos));
  }

  _write(tap: Tap, value: unknown): void {
    if (!Number.isSafeInteger(value)) throw new Error('not a whole number of at most 53 bits');
    const number = value as number;
    if (Math.abs(number) < EXACT_MAX) tap.writeLong(number);
    else writeExactly(tap, BigInt(number));
  }
}

function readExactly(bytes: Uint8Array): number {
  if (bytes.length > LONGEST_BYTES) throw new Error('a long of more than 64 bits');
  let zigzag = 0n;
  for (const byte of [...bytes].reverse()) zigzag = (zigzag << 7n) | BigInt(byte & 0x7f);
  const value = Number(zigzag & 1n ? -(zigzag >> 1n) - 1n : zigzag >> 1n);
  if (!Number.isSafeInteger(value)) throw new Error('a long of more than 53 bits');
  return value;
}

function writeExactly(tap: Tap, value: bigint): void {
  let zigzag = value < 0n ? -value * 2n - 1n : value * 2n;
  for (; zigzag >= 0x80n; zigzag >>= 7n) tap.buf[tap.pos++] = Number(zigzag & 0x7fn) | 0x80;
  tap.buf[tap.pos++] = Number(zigzag);
}

/** `bytes` as any `Uint8Array`. What is read is a copy: it does not keep the record's buffer alive. */
class AnyBytes extends avsc.types.BytesType {
  _check(value: unknown, _flags: unknown, hook?: Hook): boolean {
    const fits = value instanceof Uint8Array;
    if (!fits && hook) hook(value, this);
    return fits;
  }

  _write(tap: Tap, value: unknown): void {
    if (!(value instanceof Uint8Array)) throw new Error('not bytes');
    tap.writeLong(value.length);
    const start = tap.pos;
    tap.pos += value.length;
    if (tap.pos <= tap.buf.length) tap.buf.set(value, start);
  }
}

class WellFormedString extends avsc.types.StringType {
  _write(tap: Tap, value: unknown): void {
    if (typeof value !== 'string') throw new Error('not a string');
    writeString(tap, value);
  }
}

class StrictUnion extends avsc.types.UnwrappedUnionType {
  _getIndex(value: unknown): number | undefined {
    const indices = (this as unknown as { _bucketIndices: Record<string, number> })._bucketIndices;
    if (value === null) return indices['null'];
    if (typeof value === 'string') return indices['string'];
    if (value instanceof Uint8Array) return indices['buffer'];
    const inherited = avsc.types.UnwrappedUnionType.prototype as unknown as {
      _getIndex(value: unknown): number | undefined;
    };
    return inherited._getIndex.call(this, value);
  }
}

type CompileOptions = Parameters<typeof avsc.Type.forSchema>[1];

function strictType(schema: unknown, options: CompileOptions): Type | undefined {
  if (Array.isArray(schema)) return new StrictUnion(schema as Schema, options);
  const kind = typeof schema === 'string' ? schema : (schema as { type?: unknown }).type;
  switch (kind) {
    case 'array':
      return new StrictArray(schema as Schema, options);
    case 'map':
      return new StrictMap(schema as Schema, options);
    case 'int':
      return new StrictInt();
    case 'long':
      return new ExactLong();
    case 'bytes':
      return new AnyBytes();
    case 'string':
      return new WellFormedString();
    default:
      return undefined;
  }
}

/** A schema's type. Logical types are ignored: times are plain `long`. Throws what avsc throws. */
export function compileSchema(text: string): Type {
  return avsc.Type.forSchema(JSON.parse(text) as Schema, {
    wrapUnions: 'never',
    omitRecordMethods: true,
    typeHook: strictType as (schema: Schema, options: unknown) => Type,
  });
}
