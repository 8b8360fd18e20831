import { type FastifyRequest } from 'fastify';
import { refuse } from '#ports';
import { type StreamPosition } from '#streams';

const ENTRY = /^(\d{1,3}):(\d{1,15})$/;

/** As an event's `id`: `<partition>:<offset>` joined by commas. */
export function formatPosition(position: ReadonlyMap<number, number>): string {
  return [...position].map(([partition, offset]) => `${partition}:${offset}`).join(',');
}

/**
 * Where a client stood that comes back, by its `Last-Event-ID`; undefined: it has none. Throws `invalid-parameter` for one that
 * no stream of ours sent.
 */
export function lastPosition({ headers }: FastifyRequest): StreamPosition | undefined {
  const text = headers['last-event-id'];
  if (typeof text !== 'string' || text === '') return undefined;
  const position: StreamPosition = new Map();
  for (const part of text.split(',')) {
    const [, partition, offset] = ENTRY.exec(part) ?? [];
    if (partition === undefined || offset === undefined) {
      return refuse('invalid-parameter', 'Last-Event-ID is not one that a stream of ours sent.');
    }
    position.set(Number(partition), Number(offset));
  }
  return position;
}
