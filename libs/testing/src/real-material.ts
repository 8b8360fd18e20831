import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Path of a file or folder of the real material (`THROUGHLINE_DATA`, else `../shared/data` beside the repository), or
 * undefined, with a line that says so, where it is absent. Tests that need it are then skipped, which CI=true forbids.
 */
export function realMaterial(...path: readonly string[]): string | undefined {
  const root =
    process.env['THROUGHLINE_DATA'] ?? join(import.meta.dirname, '../../../../shared/data');
  const file = join(root, ...path);
  if (existsSync(file)) return file;
  process.stderr.write(`Not run: there is no ${file}. Set THROUGHLINE_DATA to its folder.\n`);
  return undefined;
}
