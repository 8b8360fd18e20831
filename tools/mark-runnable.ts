/**
 * Lets the system run what package.json names under `bin`. Compilers write plain files; npm sets the bit only where it
 * makes a link, which it does once, so that each later build would take the commands away.
 */
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const { bin } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly bin: Readonly<Record<string, string>>;
};
for (const file of Object.values(bin)) chmodSync(join(ROOT, file), 0o755);
