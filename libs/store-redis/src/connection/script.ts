import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A Lua command, with the hash Redis knows it by. */
export interface Script {
  readonly name: string;
  readonly source: string;
  readonly sha: string;
}

/** Reads Lua commands that lie beside a module, by their names without `.lua`. `module`: its `import.meta.url`. */
export function scriptsBeside(module: string): (name: string, before?: string) => Script {
  const read = (name: string): string => readFileSync(new URL(`./${name}.lua`, module), 'utf8');
  /** `before`: another file there, whose functions the command uses. */
  return (name, before) => {
    const source = (before === undefined ? '' : read(before)) + read(name);
    return { name, source, sha: createHash('sha1').update(source).digest('hex') };
  };
}
