import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type DynamicModule, type INestApplication, Module } from '@nestjs/common';
import { type Config } from '#config';
import { CLOCK, CONFIG, connectEventLog } from '#nest';
import { type Clock } from '#ports';
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
        {
          provide: ChannelKeys,
          useFactory: ({ dataDir }: Config, clock: Clock) =>
            ChannelKeys.open({
              file: join(dataDir, 'channel-keys.json'),
              clock,
              makeDevelopmentKey: false,
            }),
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
