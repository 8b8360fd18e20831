import { createHash, hash } from 'node:crypto';
import type { JourneyState } from '#contracts';

/**
 * One digest over many journeys, whatever order they come in: two installations told the same stories agree, however often
 * a record was sent or a process died. Left out is what depends on where records stand in the log: `reflects`, and the
 * positions of deferred interactions.
 */
export class JourneyDigest {
  private readonly journeys: string[] = [];

  add(journey: JourneyState): void {
    this.journeys.push(`${journey.journeyId} ${hash('sha256', canonicalJourney(journey))}`);
  }

  /** SHA-256, hex. */
  finish(): string {
    const digest = createHash('sha256');
    for (const line of this.journeys.toSorted()) digest.update(`${line}\n`);
    return digest.digest('hex');
  }
}

/** A journey as JSON with sorted keys and base64 for bytes, without positions. */
export function canonicalJourney(journey: JourneyState): string {
  const deferred = journey.deferred.map(({ interaction }) => interaction);
  return JSON.stringify(sorted({ ...journey, deferred, reflects: null }));
}

function sorted(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]));
}
