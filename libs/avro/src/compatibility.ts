import { type Type } from 'avsc';
import { compileSchema } from './strict-types.js';

/**
 * BACKWARD: what an old version wrote, the new one reads. FULL: the other way round as well.
 * TRANSITIVE: with every earlier version, not only the last.
 */
export type CompatibilityMode = 'BACKWARD_TRANSITIVE' | 'FULL_TRANSITIVE';

export interface VersionedSchema {
  readonly version: number;
  /** Self-contained schema text. */
  readonly text: string;
}

export interface CompatibilityFault {
  readonly writer: number;
  readonly reader: number;
  /** Why the reader's version cannot read what the writer's version wrote. */
  readonly message: string;
}

/** Every pair of versions of one schema that breaks the mode; empty when the history is sound. */
export function checkCompatibility(
  history: readonly VersionedSchema[],
  mode: CompatibilityMode,
): readonly CompatibilityFault[] {
  const versions = [...history]
    .sort((a, b) => a.version - b.version)
    .map(({ version, text }) => ({ version, type: compileSchema(text) }));
  const faults: CompatibilityFault[] = [];
  const mustRead = (reader: (typeof versions)[number], writer: (typeof versions)[number]): void => {
    const message = whyUnreadable(reader.type, writer.type);
    if (message !== undefined) {
      faults.push({ reader: reader.version, writer: writer.version, message });
    }
  };
  for (const [index, newer] of versions.entries()) {
    for (const older of versions.slice(0, index)) {
      mustRead(newer, older);
      if (mode === 'FULL_TRANSITIVE') mustRead(older, newer);
    }
  }
  return faults;
}

function whyUnreadable(reader: Type, writer: Type): string | undefined {
  try {
    reader.createResolver(writer);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
