import { type Shard, SHARDS, Topics } from '#contracts';
import type { EventLog, JourneyReader, RecordCodec } from '#ports';

export interface ImportReport {
  /** Journeys of the import's clock by `definition`, and there by outcome; `open` for those that have not ended. */
  readonly journeys: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Dispositions of interactions by kind, with the reason where there is one. */
  readonly dispositions: Readonly<Record<string, number>>;
}

/** Counts what an import has come to, from the store and from the dispositions topic. */
export async function reportImport(
  parts: { log: EventLog; journeys: JourneyReader; codec: RecordCodec },
  clock: string,
): Promise<ImportReport> {
  return {
    journeys: await countJourneys(parts, clock),
    dispositions: await countDispositions(parts),
  };
}

async function countJourneys(
  parts: { journeys: JourneyReader; codec: RecordCodec },
  clock: string,
): Promise<ImportReport['journeys']> {
  const counts: Record<string, Record<string, number>> = {};
  for (let shard = 0; shard < SHARDS; shard++) {
    for await (const { state } of parts.journeys.scan(shard as Shard)) {
      const decoded = parts.codec.decode(state);
      if (decoded.name !== 'SubjectState') continue;
      for (const journey of decoded.value.journeys) {
        if (journey.clock !== clock) continue;
        const outcomes = (counts[journey.definition] ??= {});
        const outcome = journey.status === 'ended' ? (journey.outcome ?? 'ended') : journey.status;
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      }
    }
  }
  return counts;
}

async function countDispositions(parts: {
  log: EventLog;
  codec: RecordCodec;
}): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const seen = new Set<string>();
  for (const { partition, earliest, latest } of await parts.log.bounds(Topics.dispositions)) {
    for (let at = earliest; at < latest;) {
      const { records, next } = await parts.log.read(Topics.dispositions, partition, at, {
        waitMs: 1_000,
      });
      await parts.codec.prepare(records);
      for (const { value, headers } of records) {
        const decoded = parts.codec.decode(value, headers);
        if (decoded.name !== 'Disposition' || decoded.value.recordKind !== 'interaction') continue;
        // Published at least once; the id makes it once.
        if (seen.has(decoded.value.id)) continue;
        seen.add(decoded.value.id);
        const { kind, reason } = decoded.value;
        const label = reason === null ? kind : `${kind}: ${reason}`;
        counts[label] = (counts[label] ?? 0) + 1;
      }
      at = next;
    }
  }
  return counts;
}
