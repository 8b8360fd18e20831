import { openFile } from './open-file.js';
import type { Mapping, PastInteraction } from './mapping.js';
import { readCsv } from './read-csv.js';
import { readNdjson } from './read-ndjson.js';
import { readXes } from './read-xes.js';
import type { SourceRow } from './source-row.js';

/**
 * All interactions of a file in global time order; those of the same time stay in file order. The file is held in memory
 * (about 1 KB an event).
 */
export async function readHistory(
  file: string,
  mapping: Mapping,
  progress: (bytesRead: number, size: number) => void,
): Promise<PastInteraction[]> {
  const { content, size, bytesRead } = await openFile(file);
  const interactions: PastInteraction[] = [];
  for await (const row of rowsOf(content, file, mapping)) {
    interactions.push(mapping.map(row));
    if (interactions.length % 1_000 === 0) progress(bytesRead(), size);
  }
  progress(size, size);
  return interactions.sort((a, b) => a.time - b.time);
}

function rowsOf(
  content: Awaited<ReturnType<typeof openFile>>['content'],
  file: string,
  mapping: Mapping,
): AsyncIterable<SourceRow> {
  switch (mapping.format) {
    case 'xes':
      return readXes(content, file);
    case 'csv':
      return readCsv(content, file, mapping.delimiter);
    case 'ndjson':
      return readNdjson(content, file);
  }
}
