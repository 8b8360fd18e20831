import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface PageFile {
  readonly body: Buffer;
  readonly contentType: string;
  readonly etag: string;
}

const SCRIPT = 'text/javascript; charset=utf-8';
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': SCRIPT,
  '.svg': 'image/svg+xml',
};

/**
 * Reads the files of these directories into memory, by name: a request can then reach nothing else. Where the page stands
 * as sources, not built, it is served without its types. The one library that it imports stands among them: a module that
 * imports nothing itself, so that no bundler is needed.
 */
export function readPageFiles(...directories: readonly string[]): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>();
  for (const directory of directories) {
    for (const file of readdirSync(directory)) {
      if (file.endsWith('.d.ts')) continue;
      const isSource = extname(file) === '.ts';
      const name = isSource ? `${basename(file, '.ts')}.js` : file;
      const contentType = CONTENT_TYPES[extname(name)];
      if (contentType === undefined) continue;
      const bytes = readFileSync(join(directory, file));
      const body = isSource ? Buffer.from(stripTypeScriptTypes(bytes.toString('utf8'))) : bytes;
      files.set(name, pageFile(body, contentType));
    }
  }
  const library = fileURLToPath(import.meta.resolve('openapi-fetch'));
  files.set('openapi-fetch.js', pageFile(readFileSync(library), SCRIPT));
  return files;
}

function pageFile(body: Buffer, contentType: string): PageFile {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return { body, contentType, etag };
}
