import { type SchemaRegistry } from '#ports';
import { loadSchemaFiles, schemasDirectory } from './schema-files.js';

export interface Registration {
  readonly file: string;
  readonly subject: string;
  readonly id: number;
}

/**
 * Puts every version of every schema file into a registry, oldest first, under its full name (RecordName strategy).
 * Doing it again changes nothing. Throws what the registry throws: `INVALID` for an incompatible version.
 */
export async function registerAll(
  registry: SchemaRegistry,
  directory: string = schemasDirectory(),
): Promise<readonly Registration[]> {
  const done: Registration[] = [];
  for (const { file, fullName, text } of loadSchemaFiles(directory)) {
    done.push({ file, subject: fullName, id: await registry.register(fullName, text) });
  }
  return done;
}
