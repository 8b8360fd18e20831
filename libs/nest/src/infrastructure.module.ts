import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { type Config } from '#config';
import { createLogger, createMetrics, type Logger } from '#observability';
import { FatalErrors } from './fatal-errors.js';
import { type Infrastructure, openInfrastructure } from './infrastructure.js';
import { Readiness } from './readiness.js';
import { systemClock } from './system-clock.js';
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

const INFRASTRUCTURE = Symbol('INFRASTRUCTURE');

/**
 * Log, stores, codec, catalogue, clock, logger and metrics for every module of the process.
 * It closes them in the last of Nest's shutdown hooks; whoever uses them stops in an earlier one
 * (`onModuleDestroy` or `beforeApplicationShutdown`).
 */
@Module({})
export class InfrastructureModule implements OnApplicationShutdown {
  constructor(@Inject(INFRASTRUCTURE) private readonly infrastructure: Infrastructure) {}

  static forRoot(config: Config): DynamicModule {
    const part = <K extends keyof Infrastructure>(provide: symbol, key: K) => ({
      provide,
      useFactory: (infrastructure: Infrastructure) => infrastructure[key],
      inject: [INFRASTRUCTURE],
    });
    return {
      module: InfrastructureModule,
      global: true,
      providers: [
        { provide: CONFIG, useValue: config },
        {
          provide: INFRASTRUCTURE,
          useFactory: (logger: Logger) =>
            openInfrastructure(config, (error, what) => logger.error({ err: error }, what)),
          inject: [LOGGER],
        },
        part(EVENT_LOG, 'log'),
        part(JOURNEY_STORAGE, 'journeys'),
        part(IDENTITY_STORE, 'identities'),
        part(RECORD_CODEC, 'codec'),
        part(CATALOGUE, 'catalogue'),
        { provide: CLOCK, useValue: systemClock },
        {
          provide: LOGGER,
          useFactory: () => createLogger({ level: config.logLevel, name: 'throughline' }),
        },
        FatalErrors,
        Readiness,
        { provide: METRICS, useFactory: () => createMetrics() },
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

  async onApplicationShutdown(): Promise<void> {
    await this.infrastructure.close();
  }
}
