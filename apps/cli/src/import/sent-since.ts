import { Topics } from '#contracts';
import type { EventLog, RecordCodec } from '#ports';

/** Where each partition of the log of record ends. */
export async function logEnds(log: EventLog): Promise<number[]> {
  return (await log.bounds(Topics.interactions)).map(({ latest }) => latest);
}

/**
 * Ids of a clock's interactions that are in the log from these offsets on. The fold drops what is sent twice only inside
 * its dedupe window; an import that was killed may have sent years of some customer's time and not have noted it.
 */
export async function sentSince(
  { log, codec }: { readonly log: EventLog; readonly codec: RecordCodec },
  clock: string,
  ends: readonly number[],
): Promise<Set<string>> {
  const sent = new Set<string>();
  for (const { partition, latest } of await log.bounds(Topics.interactions)) {
    for (let from = ends[partition] ?? 0; from < latest;) {
      const { records, next } = await log.read(Topics.interactions, partition, from, {
        waitMs: 1_000,
      });
      await codec.prepare(records);
      for (const { value, headers } of records) {
        const { name, value: read } = codec.decode(value, headers);
        if (name === 'Interaction' && read.clock === clock) sent.add(read.id);
      }
      from = next;
    }
  }
  return sent;
}
