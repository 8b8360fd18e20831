import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { type DynamicModule, type INestApplication, Module } from '@nestjs/common';
import { type Config } from '#config';
import { HttpModule } from '#http';
import { connectEventLog, ContinuityStoresModule, provideValue, whileRunning } from '#nest';
import { REPLAY_MS } from './claim-book.js';
import { Claims } from './claims.js';
import { DESK } from './desk-transport.js';
import { DeskController } from './desk.controller.js';
import { type GatewayAddress, GatewayClient } from './gateway-client.js';
import { JourneyCards } from './journey-cards.js';
import { LogController } from './log.controller.js';
import { ScreenPops } from './screen-pops.js';

/** The contact centre's desk. Needs `InfrastructureModule` beside it, and `connectDesk` before the start. */
@Module({})
export class DeskModule {
  static forRoot(gateway: GatewayAddress): DynamicModule {
    return {
      module: DeskModule,
      imports: [HttpModule, ContinuityStoresModule],
      controllers: [DeskController, LogController],
      providers: [
        Claims,
        JourneyCards,
        ScreenPops,
        whileRunning(ScreenPops, 'screen pops'),
        provideValue(GatewayClient, new GatewayClient(gateway)),
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
