/** Where a stream stands: for each partition it reads, the offset it reads next. */
export type StreamPosition = Map<number, number>;

const ENTRY = /^(\d{1,3}):(\d{1,15})$/;

/** As an event's `id`: `<partition>:<offset>` joined by commas. */
export function formatPosition(position: StreamPosition): string {
  return [...position].map(([partition, offset]) => `${partition}:${offset}`).join(',');
}

/** Reads a `Last-Event-ID`; undefined when it is not one of ours. */
export function parsePosition(text: string): StreamPosition | undefined {
  const position: StreamPosition = new Map();
  for (const part of text.split(',')) {
    const [, partition, offset] = ENTRY.exec(part) ?? [];
    if (partition === undefined || offset === undefined) return undefined;
    position.set(Number(partition), Number(offset));
  }
  return position;
}
