import { type DynamicModule, Module } from '@nestjs/common';
import { HealthModule, serve } from '#http';
import { InfrastructureModule } from '#nest';
import { ChannelKeys } from '#security';
import { ConsoleModule } from '../../console/src/index.js';
import { GatewayModule } from './gateway.module.js';
import { InboundModule } from './inbound/inbound.module.js';

@Module({})
class GatewayProcess {}

await serve({
  name: 'gateway',
  module: (config): DynamicModule => ({
    module: GatewayProcess,
    imports: [
      InfrastructureModule.forRoot(config),
      HealthModule,
      GatewayModule,
      InboundModule,
      ConsoleModule,
    ],
  }),
  ready: async (app, address, print) => {
    await print(`gateway: ${address}/v1/interactions, console: ${address}/`);
    const keys = app.get(ChannelKeys);
    await keys.showDevelopmentKey((key) => print(`development key, shown this once: ${key}`));
  },
});
