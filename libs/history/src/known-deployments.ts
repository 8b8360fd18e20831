import { deploymentOf, type PlacedEntry } from '#contracts';
import type { Definitions } from '#journey';
import type { DefinitionCatalogue } from '#ports';

/**
 * The definitions to fold these records with: all that their senders knew of. Waits until the catalogue has read as far;
 * rejects as its `until` does.
 */
export async function definitionsFor(
  catalogue: DefinitionCatalogue,
  placed: Iterable<PlacedEntry | undefined>,
  signal?: AbortSignal,
): Promise<Definitions> {
  let newest = 0;
  for (const one of placed) {
    if (one !== undefined) newest = Math.max(newest, deploymentOf(one));
  }
  await catalogue.until(newest, signal);
  return catalogue.current();
}
