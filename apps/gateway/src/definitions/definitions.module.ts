import { Module } from '@nestjs/common';
import { HttpModule } from '#http';
import { OperatorCommands } from '#intake';
import { JOURNEY_STORAGE, LOG_AND_CLOCK, provideBy } from '#nest';
import { IntakeModule } from '../intake/intake.module.js';
import { BacktestsController } from './backtests.controller.js';
import { DefinitionsController } from './definitions.controller.js';
import { DeploymentsController } from './deployments.controller.js';
import { MigrationsController } from './migrations.controller.js';
import { MIGRATION_RUN } from './tokens.js';

/** The journeys there are: their versions, what a version would change, and how journeys move to it. */
@Module({
  imports: [HttpModule, IntakeModule],
  controllers: [
    DefinitionsController,
    DeploymentsController,
    MigrationsController,
    BacktestsController,
  ],
  providers: [
    provideBy(
      MIGRATION_RUN,
      { ...LOG_AND_CLOCK, storage: JOURNEY_STORAGE, commands: OperatorCommands },
      (options) => options,
    ),
  ],
})
export class DefinitionsModule {}
