import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

const END_OF_CASE = '</trace>';

/**
 * Writes a log of the first `cases` cases of a gzipped XES log. The log has to be written as the real ones are, with the
 * tags of a case on lines of their own. Throws when the log has fewer.
 */
export async function writeFirstCases(log: string, cases: number, path: string): Promise<void> {
  const lines = createInterface({ input: createReadStream(log).pipe(createGunzip()) });
  const written = createWriteStream(path);
  let left = cases;
  for await (const line of lines) {
    if (!written.write(`${line}\n`)) await once(written, 'drain');
    if (line.trim() === END_OF_CASE && --left === 0) break;
  }
  written.end('</log>\n');
  await finished(written);
  if (left > 0) throw new Error(`${log} has ${cases - left} cases, not ${cases}`);
}
