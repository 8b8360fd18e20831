import {
  compileMigration,
  type DefinitionFault,
  type Definitions,
  type Migration,
  type MigrationSource,
} from '#journey';
import { checkShape } from './definition-schema.js';
import { type FileFault, inOrder } from './file-fault.js';
import { readYaml } from './yaml-file.js';

export interface ParsedMigration {
  /** There unless one of the faults is an error. */
  readonly migration?: Migration;
  /** In the order of the file. */
  readonly faults: readonly FileFault[];
}

/**
 * Reads a migration file: YAML, then shape (JSON Schema), then meaning for the two versions it names, which must be known.
 * `file` is only named in the faults. Never throws.
 */
export function parseMigration(
  text: string,
  file: string,
  definitions: Pick<Definitions, 'get'>,
): ParsedMigration {
  const yaml = readYaml(text, file);
  if (yaml.faults.length > 0) return { faults: inOrder(yaml.faults) };
  const shape = checkShape(yaml.value, 'journey-migration.schema.json');
  const faults = shape.map(({ at, blocking: _, ...fault }) => yaml.locate(fault, at));
  if (shape.length > 0) return { faults: inOrder(faults) };
  const { migration, faults: found } = compile(yaml.value as MigrationSource, definitions);
  const located = inOrder(found.map((fault) => yaml.locate(fault, 'key')));
  return { ...(migration === undefined ? {} : { migration }), faults: located };
}

/** What is wrong with a migration that did not come as a file. */
export function migrationFaults(
  plan: unknown,
  definitions: Pick<Definitions, 'get'>,
): readonly DefinitionFault[] {
  const shape = checkShape(plan, 'journey-migration.schema.json');
  if (shape.length > 0) return shape;
  const { faults } = compile(plan as MigrationSource, definitions);
  return faults.filter(({ severity }) => severity === 'error');
}

function compile(
  source: MigrationSource,
  definitions: Pick<Definitions, 'get'>,
): { readonly migration: Migration | undefined; readonly faults: readonly DefinitionFault[] } {
  const from = definitions.get(source.migration, source.from);
  const to = definitions.get(source.migration, source.to);
  if (from !== undefined && to !== undefined) return compileMigration(source, from, to);
  const missing = (['from', 'to'] as const).filter(
    (key) => definitions.get(source.migration, source[key]) === undefined,
  );
  const faults = missing.map((key): DefinitionFault => {
    const message = `${source.migration}@${source[key]} is not deployed`;
    return { path: [key], message, severity: 'error' };
  });
  return { migration: undefined, faults };
}
