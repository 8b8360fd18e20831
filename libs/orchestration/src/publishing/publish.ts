import { hasCode, type EventLog, type Position, type RecordCodec } from '#ports';
import { cutOutput } from './dead-letters.js';
import type { OrchestratorObserver } from '../options.js';
import { outgoing, type Output } from './outputs.js';

/** Where outputs go. */
export interface Publishing {
  readonly codec: RecordCodec;
  readonly observer: OrchestratorObserver;
  readonly partition: number;
  /** Appends, waiting out what passes. */
  append(records: Parameters<EventLog['append']>[0]): Promise<readonly Position[]>;
}

/**
 * Appends outputs in order; resolves once they are durable. One that the log refuses as too large is replaced by a letter
 * that holds its beginning (I9): nobody can make it smaller, and the loop must not end of it.
 * Returns how many were replaced.
 */
export async function publish(publishing: Publishing, outputs: readonly Output[]): Promise<number> {
  const [first] = outputs;
  if (first === undefined) return 0;
  try {
    await publishing.append(outputs.map((output) => outgoing(output, publishing.partition)));
    return 0;
  } catch (error) {
    if (!hasCode(error, 'TOO_LARGE')) throw error;
    if (outputs.length > 1) return publishHalves(publishing, outputs);
    publishing.observer.problem?.(error, `publish ${first.id}; a dead letter takes its place`);
    const letter = cutOutput(publishing.codec, first);
    await publishing.append([outgoing(letter, publishing.partition)]);
    return 1;
  }
}

/** None was appended: the halves are tried one after the other, until the one that is too large stands alone. */
async function publishHalves(publishing: Publishing, outputs: readonly Output[]): Promise<number> {
  const middle = Math.ceil(outputs.length / 2);
  const before = await publish(publishing, outputs.slice(0, middle));
  return before + (await publish(publishing, outputs.slice(middle)));
}
