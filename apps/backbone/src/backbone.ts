import { type DynamicModule, type INestApplication, Module } from '@nestjs/common';
import { type Config, DEFAULT_GATEWAY_URL } from '#config';
import { HealthModule, type Service } from '#http';
import { InfrastructureModule } from '#nest';
import { ConsoleModule } from '../../console/src/index.js';
import { connectDesk, DeskModule } from '../../desk/src/index.js';
import { GatewayModule, InboundModule } from '../../gateway/src/index.js';
import { OrchestratorModule } from '../../orchestrator/src/index.js';

@Module({})
class BackboneProcess {}

/** Every service in one process, on one port. They speak to each other as they would apart: by the log and the public API. */
export function backbone(): Service {
  let self: INestApplication | undefined;
  return {
    name: 'backbone',
    module: (config): DynamicModule => ({
      module: BackboneProcess,
      imports: [
        InfrastructureModule.forRoot(config),
        HealthModule,
        GatewayModule,
        InboundModule,
        OrchestratorModule,
        DeskModule.forRoot(() => self?.getUrl() ?? config.gatewayUrl ?? DEFAULT_GATEWAY_URL),
        ConsoleModule,
      ],
    }),
    prepare: (app: INestApplication, config: Config) => {
      self = app;
      connectDesk(app, config);
    },
  };
}
