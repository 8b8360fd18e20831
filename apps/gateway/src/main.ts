import { type DynamicModule, Module } from '@nestjs/common';
import { HealthModule, InfrastructureModule, serve } from '#nest';
import { ChannelKeys } from '#security';
import { GatewayModule } from './gateway.module.js';
import { InboundModule } from './inbound/inbound.module.js';

@Module({})
class GatewayProcess {}

await serve({
  module: (config): DynamicModule => ({
    module: GatewayProcess,
    imports: [InfrastructureModule.forRoot(config), HealthModule, GatewayModule, InboundModule],
  }),
  ready: (app, address) => {
    process.stdout.write(`gateway: ${address}/v1/interactions\n`);
    const { developmentKey } = app.get(ChannelKeys, { strict: false });
    if (developmentKey !== undefined) {
      process.stdout.write(`development key, shown this once: ${developmentKey}\n`);
    }
  },
});
