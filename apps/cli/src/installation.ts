import type { Config } from '#config';
import type { Infrastructure } from '#nest';
import { type Clock, systemClock } from '#ports';

/** What commands about an installation work with. */
export interface Installation extends Infrastructure {
  readonly clock: Clock;
}

/** What commands that only look work with. */
export type ReadableInstallation = Pick<
  Installation,
  'log' | 'codec' | 'catalogue' | 'journeys' | 'clock' | 'close'
>;

/** Opens the installation for a look, whether or not its services are running. */
export async function openForALook(config: Config): Promise<ReadableInstallation> {
  const { openForReading } = await import('#nest');
  return { ...(await openForReading(config, tellProblem)), clock: systemClock };
}

/** Opens the installation as its services do. Their libraries are loaded only now: other commands start without them. */
export async function openInstallation(config: Config): Promise<Installation> {
  const { openInfrastructure } = await import('#nest');
  const infrastructure = await openInfrastructure(config, tellProblem);
  return { ...infrastructure, clock: systemClock };
}

function tellProblem(error: unknown, what: string): void {
  console.error(`${what}: ${error instanceof Error ? error.message : String(error)}`);
}
