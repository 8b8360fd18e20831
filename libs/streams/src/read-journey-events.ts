import { journeyEventView } from '#api';
import { type JourneyEvent, Topics } from '#contracts';
import { type EventLog, readAs, type RecordCodec } from '#ports';

/** A journey event where it stands in the log, with the JSON that all streams send. */
export interface PlacedEvent {
  readonly partition: number;
  readonly offset: number;
  readonly event: JourneyEvent;
  readonly json: string;
}

/** What was read; `next` is where to read on. */
export interface EventsRead {
  readonly events: readonly PlacedEvent[];
  readonly next: number;
}

/**
 * Reads journey events of a partition, waiting up to `waitMs` for the first. A record that is none, or cannot be
 * decoded, is passed over: it can never be shown, and must not end everybody's streams.
 */
export async function readJourneyEvents(
  source: { readonly log: EventLog; readonly codec: RecordCodec },
  partition: number,
  from: number,
  options: { maxRecords?: number; waitMs?: number; signal?: AbortSignal },
): Promise<EventsRead> {
  const { records, next } = await source.log.read(Topics.journeyEvents, partition, from, options);
  await source.codec.prepare(records);
  const events = records.flatMap((record) => {
    const event = readAs(source.codec, 'JourneyEvent', record);
    if (event === undefined) return [];
    return [
      { partition, offset: record.offset, event, json: JSON.stringify(journeyEventView(event)) },
    ];
  });
  return { events, next };
}
