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

/** A journey as JSON with sorted keys, without positions. */
export function canonicalJourney({
  reflects: _reflects,
  deferred,
  ...journey
}: JourneyState): string {
  const waiting = deferred.map(({ interaction }) => Buffer.from(interaction).toString('base64'));
  return JSON.stringify({ ...journey, deferred: waiting }, (_key, value: unknown) =>
    isRecord(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => order(one, other)))
      : value,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function order(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
