import { interactionRecord } from '#customers';
import { type EventLog, type OutgoingRecord, type RecordCodec } from '#ports';
import { type CardTraffic, cardApplications } from '../traffic/card-applications.ts';

const CHUNK = 1_000;

/** Appends the traffic to the log of record, as the gateway does, in chunks. */
export async function preload(
  log: EventLog,
  codec: RecordCodec,
  traffic: CardTraffic,
): Promise<void> {
  let chunk: OutgoingRecord[] = [];
  for (const { interaction, subjectId } of cardApplications(traffic)) {
    chunk.push(interactionRecord(codec, interaction, subjectId, { deployment: 0 }));
    if (chunk.length < CHUNK) continue;
    await log.append(chunk);
    chunk = [];
  }
  if (chunk.length > 0) await log.append(chunk);
}
