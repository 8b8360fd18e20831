import { type MigrationRunOptions } from '#intake';
import { token } from '#nest';

/** What a run of a migration needs. */
export const MIGRATION_RUN = token<MigrationRunOptions>('MIGRATION_RUN');
