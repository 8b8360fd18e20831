import { type SchemaRegistry, ThroughlineError } from '#ports';
import { identityOf, type SchemaIdentity } from './canonical-form.js';
import { loadSchemaFiles, schemasDirectory, type SchemaFile } from './schema-files.js';
import { compileSchema } from './strict-types.js';

interface Entry extends SchemaIdentity {
  readonly file: SchemaFile;
  readonly text: string;
}

/**
 * The schema files in git as a registry. Ids and GUIDs are derived from the schemas' content, so that processes that
 * have the same files agree. To register a schema is to add a file: an unknown one is refused with `INVALID`.
 * Throws `INVALID` when a file is wrong, `CORRUPT` when two different schemas get one id.
 */
export function fileRegistry(directory: string = schemasDirectory()): SchemaRegistry {
  const byId = new Map<number, Entry>();
  const byGuid = new Map<string, Entry>();
  const byText = new Map<string, Entry>();
  for (const file of loadSchemaFiles(directory)) {
    const entry = { ...identityOfFile(file), file, text: file.text };
    const held = byId.get(entry.id);
    if (held !== undefined && held.guid !== entry.guid) {
      throw new ThroughlineError(
        'CORRUPT',
        `${file.file} and ${held.file.file} get the same schema id ${entry.id}. Change the newer one, say by another field name.`,
      );
    }
    byId.set(entry.id, entry);
    byGuid.set(entry.guid, entry);
    byText.set(entry.text, entry);
  }
  const found = (entry: Entry | undefined, key: string): string => {
    if (entry !== undefined) return entry.text;
    throw new ThroughlineError(
      'UNKNOWN_SCHEMA',
      `No schema with ${key} among the files in ${directory}. Its writer has a newer version: deploy that here first.`,
    );
  };
  return {
    register: async (subject, schema) => {
      const entry = byText.get(schema) ?? byId.get(identityOf(compileSchema(schema)).id);
      if (entry?.file.fullName === subject) return entry.id;
      throw new ThroughlineError(
        'INVALID',
        `The schema of ${subject} is not among the files in ${directory}. Add it there as the next version.`,
      );
    },
    byId: async (id) => found(byId.get(id), `id ${id}`),
    byGuid: async (guid) => found(byGuid.get(guid.toLowerCase()), `GUID ${guid}`),
  };
}

/** What a schema file's records are written under where no registry is configured. Throws `INVALID`. */
export function identityOfFile(file: SchemaFile): SchemaIdentity {
  try {
    return identityOf(compileSchema(file.text));
  } catch (cause) {
    throw new ThroughlineError('INVALID', `Schema file ${file.file} is not valid Avro.`, { cause });
  }
}
