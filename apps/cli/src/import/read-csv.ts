import type { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { type SourceRow, UnreadableFile } from './source-row.js';

/** Rows of a CSV file (RFC 4180) with a header line. Every value is a string. Throws `UnreadableFile` with the line. */
export async function* readCsv(
  stream: Readable,
  name: string,
  delimiter = ',',
): AsyncGenerator<SourceRow> {
  const rows = stream.pipe(
    parse({ columns: true, bom: true, delimiter, skip_empty_lines: true, trim: true }),
  );
  stream.on('error', (error) => rows.destroy(error));
  let index = 0;
  try {
    for await (const row of rows) {
      yield { index: index++, indexInCase: 0, event: row as Record<string, string>, case: {} };
    }
  } catch (error) {
    if (error instanceof CsvError)
      throw new UnreadableFile(`${name}:${String(error['lines'] ?? '?')}`, error.message);
    throw new UnreadableFile(name, error instanceof Error ? error.message : String(error));
  }
}
