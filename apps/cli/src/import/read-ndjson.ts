import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type SourceRow, type SourceValue, UnreadableFile } from './source-row.js';

/** One JSON object a line; empty lines are passed over. Throws `UnreadableFile` with the line. */
export async function* readNdjson(stream: Readable, name: string): AsyncGenerator<SourceRow> {
  let line = 0;
  let index = 0;
  try {
    for await (const text of createInterface({ input: stream, crlfDelay: Infinity })) {
      line++;
      if (text.trim() === '') continue;
      yield { index: index++, indexInCase: 0, event: objectIn(text, `${name}:${line}`), case: {} };
    }
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    throw new UnreadableFile(name, error instanceof Error ? error.message : String(error));
  }
}

function objectIn(text: string, where: string): Record<string, SourceValue> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UnreadableFile(where, error instanceof Error ? error.message : 'not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UnreadableFile(where, 'a line must be one JSON object.');
  }
  return value as Record<string, SourceValue>;
}
