import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A Lua command under `commands/`, with the hash Redis knows it by. */
export interface Script {
  readonly name: string;
  readonly source: string;
  readonly sha: string;
}

export function script(name: string): Script {
  const source = readFileSync(new URL(`./commands/${name}.lua`, import.meta.url), 'utf8');
  return { name, source, sha: createHash('sha1').update(source).digest('hex') };
}
