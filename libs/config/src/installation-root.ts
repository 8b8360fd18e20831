import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ThroughlineError } from '#ports';

/**
 * The directory of the package.json named `throughline` at or above `from` (default: this module), whether it runs
 * from source or from `dist`. Throws `NOT_FOUND`.
 */
export function installationRoot(from: string = import.meta.dirname): string {
  for (let directory = from; ; directory = dirname(directory)) {
    if (packageName(join(directory, 'package.json')) === 'throughline') return directory;
    if (dirname(directory) === directory) {
      throw new ThroughlineError(
        'NOT_FOUND',
        `No package.json named "throughline" at or above ${from}. Run Throughline from its own installation.`,
      );
    }
  }
}

function packageName(file: string): unknown {
  if (!existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, 'utf8')) as { name?: unknown }).name;
}
