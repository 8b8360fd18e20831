import { type DynamicModule, Module } from '@nestjs/common';
import { systemClock } from '#ports';
import { type Config } from '#config';
import { createLogger, createMetrics } from '#observability';
import { FatalErrors } from './fatal-errors.js';
import { type Infrastructure, openInfrastructure } from './infrastructure.js';
import { closedLast } from './lifecycle.js';
import { provideBy, providePart, provideValue } from './provide.js';
import { Readiness } from './readiness.js';
import { token } from './token.js';
import {
  CATALOGUE,
  CLOCK,
  CONFIG,
  EVENT_LOG,
  IDENTITY_STORE,
  JOURNEY_STORAGE,
  LOGGER,
  METRICS,
  RECORD_CODEC,
} from './tokens.js';

const INFRASTRUCTURE = token<Infrastructure>('INFRASTRUCTURE');

/**
 * Log, stores, codec, catalogue, clock, logger and metrics for every module of the process.
 * It closes them in the last of Nest's shutdown hooks; whoever uses them stops in an earlier one
 * (`onModuleDestroy` or `beforeApplicationShutdown`).
 */
@Module({})
export class InfrastructureModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: InfrastructureModule,
      global: true,
      providers: [
        FatalErrors,
        Readiness,
        provideValue(CONFIG, config),
        provideValue(CLOCK, systemClock),
        provideBy(LOGGER, {}, () => createLogger({ level: config.logLevel, name: 'throughline' })),
        provideBy(METRICS, {}, () => createMetrics()),
        provideBy(INFRASTRUCTURE, { logger: LOGGER }, ({ logger }) =>
          openInfrastructure(config, (error, what) => logger.error({ err: error }, what)),
        ),
        closedLast(INFRASTRUCTURE),
        providePart(EVENT_LOG, INFRASTRUCTURE, 'log'),
        providePart(JOURNEY_STORAGE, INFRASTRUCTURE, 'journeys'),
        providePart(IDENTITY_STORE, INFRASTRUCTURE, 'identities'),
        providePart(RECORD_CODEC, INFRASTRUCTURE, 'codec'),
        providePart(CATALOGUE, INFRASTRUCTURE, 'catalogue'),
      ],
      exports: [
        FatalErrors,
        Readiness,
        CONFIG,
        EVENT_LOG,
        JOURNEY_STORAGE,
        IDENTITY_STORE,
        RECORD_CODEC,
        CATALOGUE,
        CLOCK,
        LOGGER,
        METRICS,
      ],
    };
  }
}
