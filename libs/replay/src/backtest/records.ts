import { LIVE_CLOCK, type PlacedEntry } from '#contracts';
import { describeRecord } from '#journey';

/** Records that are played: what customers, agents, systems and operators did. */
export function isPlayed({ entry }: PlacedEntry): boolean {
  if (entry.name === 'TimerDue' || entry.name === 'ClockAdvanced') return false;
  return entry.name !== 'OperatorCommand' || entry.value.command !== 'migrate';
}

/** When it happened on its own clock, ms since the epoch. */
export function recordTime({ entry, timestamp }: PlacedEntry): number {
  const historical = entry.name === 'Interaction' && entry.value.clock !== LIVE_CLOCK;
  return historical ? entry.value.time : timestamp;
}

export function entryName({ entry }: PlacedEntry): { readonly event: string; readonly id: string } {
  const { recordType, recordId } = describeRecord(entry);
  return { event: recordType, id: recordId };
}
