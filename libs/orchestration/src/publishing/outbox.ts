import { ThroughlineError } from '#ports';
import { OUTPUT_TOPICS, type Output } from './outputs.js';

/**
 * How the outputs of one commit are kept until they are published. All numbers little-endian:
 *
 *   u8 version (1) · u32 count · count × ( u8 topic · f64 time · str key · str id · str type · u32 length · value )
 *   str = u16 length · UTF-8
 *
 * The topic is its index in `OUTPUT_TOPICS`. Headers are made again from the other parts when it is published.
 */
const VERSION = 1;
const FIXED_BYTES = 1 + 8 + 2 + 2 + 2 + 4;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The payload of an outbox entry; undefined when there is nothing to publish. */
export function encodeOutbox(outputs: readonly Output[]): Uint8Array | undefined {
  if (outputs.length === 0) return undefined;
  // UTF-8 takes at most three bytes per UTF-16 unit: reserve that, cut off what was not needed.
  let size = 5;
  for (const { key, id, type, value } of outputs) {
    size += FIXED_BYTES + 3 * (key.length + id.length + type.length) + value.length;
  }
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, VERSION);
  view.setUint32(1, outputs.length, true);
  let at = 5;
  const text = (value: string) => {
    const { written } = encoder.encodeInto(value, bytes.subarray(at + 2));
    view.setUint16(at, written, true);
    at += 2 + written;
  };
  for (const output of outputs) {
    view.setUint8(at, OUTPUT_TOPICS.indexOf(output.topic));
    view.setFloat64(at + 1, output.time, true);
    at += 9;
    text(output.key);
    text(output.id);
    text(output.type);
    view.setUint32(at, output.value.length, true);
    bytes.set(output.value, at + 4);
    at += 4 + output.value.length;
  }
  return bytes.subarray(0, at);
}

/** The outputs of an outbox entry, in order. Throws `CORRUPT`. */
export function decodeOutbox(payload: Uint8Array): Output[] {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  try {
    if (view.getUint8(0) !== VERSION) throw new RangeError(`version ${view.getUint8(0)}`);
    let at = 5;
    const take = (length: number): Uint8Array => {
      const part = payload.subarray(at, at + length);
      if (part.length !== length) throw new RangeError('cut short');
      at += length;
      return part;
    };
    const text = () => decoder.decode(take(view.getUint16((at += 2) - 2, true)));
    const outputs = Array.from({ length: view.getUint32(1, true) }, () => {
      const topic = OUTPUT_TOPICS[view.getUint8(at)];
      if (topic === undefined) throw new RangeError(`topic ${view.getUint8(at)}`);
      const time = view.getFloat64(at + 1, true);
      at += 9;
      const [key, id, type] = [text(), text(), text()];
      const value = take(view.getUint32((at += 4) - 4, true));
      return { topic, key, id, type, time, value };
    });
    if (at !== payload.length) throw new RangeError(`${payload.length - at} bytes too many`);
    return outputs;
  } catch (cause) {
    const message = 'an outbox entry cannot be read: reset the shard, it is rebuilt from the log';
    throw new ThroughlineError('CORRUPT', message, { cause });
  }
}
