import type { IdentityStore } from '#ports';
import { openEnvironment } from '../environment/environment.js';
import { type IdentityTables, openIdentityTables } from './identity-tables.js';
import { embeddedLinks } from './links.js';
import { embeddedRepair } from './repair.js';
import { embeddedRulings } from './rulings.js';

export interface EmbeddedIdentityOptions {
  /** Made when missing. Holds `identities.mdb`. */
  readonly directory: string;
}

const SECRET = 'identifier-hash';

/** The identity store of a single host: LMDB in this process. Throws when the directory cannot be written. */
export async function openEmbeddedIdentityStore(
  options: EmbeddedIdentityOptions,
): Promise<IdentityStore> {
  const environment = openEnvironment(options.directory, 'identities');
  const tables = openIdentityTables(environment.root);
  return {
    ...embeddedLinks(environment, tables),
    ...embeddedRepair(environment, tables),
    ...embeddedRulings(environment, tables),
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
