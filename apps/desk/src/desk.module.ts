import { ProblemFilter } from '#http';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import {
  type DynamicModule,
  type INestApplication,
  Inject,
  Injectable,
  Module,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { type Config } from '#config';
import { CLOCK, CONFIG, connectEventLog, openContinuityStores } from '#nest';
import { type Clock, type ContinuityStores } from '#ports';
import { ChannelKeys } from '#security';
import { REPLAY_MS } from './claim-book.js';
import { Claims } from './claims.js';
import { DESK } from './desk-transport.js';
import { DeskController } from './desk.controller.js';
import { type GatewayAddress, GatewayClient } from './gateway-client.js';
import { JourneyCards } from './journey-cards.js';
import { KeyGuard } from './key.guard.js';
import { LogController } from './log.controller.js';
import { ScreenPops } from './screen-pops.js';
import { CONTINUITY_STORES } from './tokens.js';

/** Closes the stores in the last of the shutdown hooks: who uses them has stopped by then. */
@Injectable()
class ClosesContinuityStores implements OnApplicationShutdown {
  constructor(@Inject(CONTINUITY_STORES) private readonly stores: ContinuityStores) {}

  async onApplicationShutdown(): Promise<void> {
    await this.stores.close();
  }
}

/** The contact centre's desk. Needs `InfrastructureModule` beside it, and `connectDesk` before the start. */
@Module({})
export class DeskModule {
  static forRoot(gateway: GatewayAddress): DynamicModule {
    return {
      module: DeskModule,
      controllers: [DeskController, LogController],
      providers: [
        Claims,
        JourneyCards,
        ScreenPops,
        KeyGuard,
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: CONTINUITY_STORES, useFactory: openContinuityStores, inject: [CONFIG] },
        ClosesContinuityStores,
        {
          provide: ChannelKeys,
          useFactory: ({ dataDir }: Config, clock: Clock) =>
            ChannelKeys.open({ file: join(dataDir, 'channel-keys.json'), clock }),
          inject: [CONFIG, CLOCK],
        },
        { provide: GatewayClient, useFactory: () => new GatewayClient(gateway) },
      ],
    };
  }
}

/**
 * Lets the desk hear the log. Each desk process is a group of its own, for each shows every event to its own streams; it
 * begins far enough back to know every claim that still holds. A port that the system chooses names nobody.
 */
export function connectDesk(app: INestApplication, config: Config): void {
  const self = config.port === 0 ? randomUUID() : `${hostname()}-${String(config.port)}`;
  connectEventLog(app, {
    transportId: DESK,
    group: `throughline-desk-${self}`,
    replayMs: REPLAY_MS,
  });
}
