import { ThroughlineError, type Watermark } from '#ports';

// A block holds the offsets of one commit: partition, count, first offset, then the differences, as LEB128 numbers.
// Blocks are appended without a look at those before, so each tells its own length.

/** The block of rising offsets of one partition; empty for none. */
export function encodeHistoryBlock(partition: number, offsets: readonly number[]): Buffer {
  if (offsets.length === 0) return Buffer.alloc(0);
  const bytes: number[] = [];
  let last = 0;
  for (const number of [partition, offsets.length]) writeNumber(bytes, number);
  for (const offset of offsets) {
    writeNumber(bytes, offset - last);
    last = offset;
  }
  return Buffer.from(bytes);
}

/** Reads blocks that follow each other. Throws `CORRUPT`. */
export function decodeHistoryBlocks(bytes: Uint8Array): Watermark[] {
  const found: Watermark[] = [];
  let at = 0;
  const readNumber = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined || scale > Number.MAX_SAFE_INTEGER) {
        throw new ThroughlineError('CORRUPT', 'a history block ends too early: rebuild the shard');
      }
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const partition = readNumber();
    let offset = 0;
    for (let left = readNumber(); left > 0; left--) {
      offset += readNumber();
      found.push({ partition, offset });
    }
  }
  return found;
}

function writeNumber(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) | 0x80);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}
