import { join } from 'node:path';
import { Module, type OnModuleInit } from '@nestjs/common';
import { APP_FILTER, HttpAdapterHost } from '@nestjs/core';
import { type FastifyAdapter } from '@nestjs/platform-fastify';
import { CLOCK, CONFIG, provideBy } from '#nest';
import { ChannelKeys } from '#security';
import { installBodyParsers } from './body-parsers.js';
import { ChannelKeyGuard } from './channel-key.guard.js';
import { ProblemFilter } from './problem-filter.js';

/**
 * What every API of ours answers by: whom it lets in, what it reads and how it says no. Needs `InfrastructureModule` beside it, and
 * Fastify underneath. Modules of one process share it.
 */
@Module({
  providers: [
    ChannelKeyGuard,
    { provide: APP_FILTER, useClass: ProblemFilter },
    provideBy(ChannelKeys, { config: CONFIG, clock: CLOCK }, ({ config, clock }) =>
      ChannelKeys.open({ file: join(config.dataDir, 'channel-keys.json'), clock }),
    ),
  ],
  exports: [ChannelKeyGuard, ChannelKeys],
})
export class HttpModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost<FastifyAdapter>) {}

  onModuleInit(): void {
    installBodyParsers(this.host.httpAdapter.getInstance());
  }
}
