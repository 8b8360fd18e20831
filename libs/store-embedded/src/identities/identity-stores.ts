import type { IdentityStores } from '#ports';
import { openEnvironment } from '../environment/environment.js';
import { embeddedConflicts } from './conflicts.js';
import { embeddedErasures } from './erasures.js';
import { type IdentityTables, openIdentityTables } from './identity-tables.js';
import { embeddedLinks } from './links.js';
import { embeddedMerges } from './merges.js';
import { embeddedRulings } from './rulings.js';
import { embeddedUntoldChanges } from './untold-changes.js';

interface EmbeddedIdentityOptions {
  /** Made when missing. Holds `identities.mdb`. */
  readonly directory: string;
}

const SECRET = 'identifier-hash';

/** The identity stores of a single host: LMDB in this process. Throws when the directory cannot be written. */
export async function openEmbeddedIdentityStores(
  options: EmbeddedIdentityOptions,
): Promise<IdentityStores> {
  const environment = openEnvironment(options.directory, 'identities');
  const tables = openIdentityTables(environment.root);
  return {
    links: embeddedLinks(environment, tables),
    merges: embeddedMerges(environment, tables),
    untold: embeddedUntoldChanges(environment, tables),
    rulings: embeddedRulings(environment, tables),
    conflicts: embeddedConflicts(environment, tables),
    erasures: embeddedErasures(environment, tables),
    async secret(proposal) {
      environment.beginReading();
      const known = tables.secrets.get(SECRET);
      return known ?? environment.write(() => applySecret(tables, proposal));
    },
    close: () => environment.close(),
  };
}

function applySecret(tables: IdentityTables, proposal: Uint8Array): Uint8Array {
  const first = tables.secrets.get(SECRET);
  if (first) return first;
  void tables.secrets.put(SECRET, proposal);
  return Uint8Array.from(proposal);
}
