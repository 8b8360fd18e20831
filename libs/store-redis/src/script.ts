import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A Lua command under `commands/`, with the hash Redis knows it by. */
export interface Script {
  readonly name: string;
  readonly source: string;
  readonly sha: string;
}

/** `before`: another file there, whose functions the command uses. */
export function script(name: string, before?: string): Script {
  const source = (before === undefined ? '' : read(before)) + read(name);
  return { name, source, sha: createHash('sha1').update(source).digest('hex') };
}

function read(name: string): string {
  return readFileSync(new URL(`./commands/${name}.lua`, import.meta.url), 'utf8');
}
