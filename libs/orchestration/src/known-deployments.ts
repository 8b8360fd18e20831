import type { PlacedEntry } from '#contracts';
import type { Definitions } from '#journey';
import { ThroughlineError, type DefinitionCatalogue } from '#ports';

/** More deployments than any installation comes to: a record that names more is not from one of our senders. */
export const MAX_DEPLOYMENTS = 1_000_000;

/** How many deployments its sender had read: what must be known before the record is folded (I2). */
export function deploymentOf({ entry }: PlacedEntry): number {
  switch (entry.name) {
    case 'Interaction':
    case 'OperatorCommand':
    case 'JourneysMoved':
      return entry.value.deployment;
    case 'TimerDue':
    case 'ClockAdvanced':
    case 'IdentityChange':
      return 0;
  }
}

/** Throws `INVALID` for a number that no sender of ours can have written. */
export function checkDeployment(placed: PlacedEntry): void {
  const deployment = deploymentOf(placed);
  if (deployment >= 0 && deployment <= MAX_DEPLOYMENTS) return;
  throw new ThroughlineError(
    'INVALID',
    `it names deployment ${deployment}: 0 to ${MAX_DEPLOYMENTS} are taken, and 0 where the sender knows of none`,
  );
}

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
