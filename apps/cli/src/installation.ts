import type { Config } from '#config';
import type { Infrastructure } from '#nest';
import type { Clock } from '#ports';

/** What commands about an installation work with. */
export interface Installation extends Infrastructure {
  readonly clock: Clock;
}

/** Opens the installation as its services do. Their libraries are loaded only now: other commands start without them. */
export async function openInstallation(config: Config): Promise<Installation> {
  const { openInfrastructure, systemClock } = await import('#nest');
  const infrastructure = await openInfrastructure(config, (error, what) => {
    console.error(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  });
  return { ...infrastructure, clock: systemClock };
}
