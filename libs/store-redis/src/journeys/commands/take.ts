import type { Epoch, Shard } from '#contracts';
import type { OutboxEntry, ShardLease, Watermark } from '#ports';
import type { Call } from '../../connection/connection.js';
import { bytes, list, text } from '../../connection/reply.js';
import { scriptsBeside } from '../../connection/script.js';
import type { ShardKeys } from '../shard-keys.js';

const TAKE = scriptsBeside(import.meta.url)('take');

/** `take.lua`: makes the caller the owner of a shard. `now`: ms since the epoch. */
export function takeCall(keys: ShardKeys, now: number): Call {
  return { script: TAKE, keys: [keys.shard, keys.outbox], args: [now] };
}

export function leaseOf(shard: Shard, reply: unknown): ShardLease {
  const [epoch, partition, offset, ...fields] = list(reply);
  const outbox: OutboxEntry[] = [];
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const entry = bytes(fields[i + 1]) ?? Buffer.alloc(0);
    outbox.push({
      sequence: Number(text(fields[i])),
      payload: entry.subarray(entry.indexOf(':') + 1),
    });
  }
  outbox.sort((a, b) => a.sequence - b.sequence);
  const watermark = watermarkOf(partition, offset);
  return { shard, epoch: Number(text(epoch)) as Epoch, watermark, outbox };
}

/** The watermark in two fields of a shard; undefined: nothing applied yet. */
export function watermarkOf(partition: unknown, offset: unknown): Watermark | undefined {
  const texts = [text(partition), text(offset)];
  if (texts.includes(undefined)) return undefined;
  return { partition: Number(texts[0]), offset: Number(texts[1]) };
}
