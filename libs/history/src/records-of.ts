import type { EventLog, RecordCodec, StoredRecord } from '#ports';

const READ_AT_ONCE = 5_000;

/** Every record of a partition in order, from its beginning to where it ends now. */
export async function* recordsOf(
  log: EventLog,
  codec: RecordCodec,
  topic: string,
  partition: number,
): AsyncGenerator<StoredRecord> {
  const bounds = (await log.bounds(topic)).find((one) => one.partition === partition);
  for (let from = bounds?.earliest ?? 0; from < (bounds?.latest ?? 0);) {
    const { records, next } = await log.read(topic, partition, from, {
      maxRecords: READ_AT_ONCE,
      waitMs: 1_000,
    });
    await codec.prepare(records);
    yield* records;
    if (next <= from) return;
    from = next;
  }
}
