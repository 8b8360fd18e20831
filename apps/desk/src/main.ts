import { type DynamicModule, Module } from '@nestjs/common';
import { DEFAULT_GATEWAY_URL } from '#config';
import { HealthModule, serve } from '#http';
import { InfrastructureModule } from '#nest';
import { connectDesk, DeskModule } from './desk.module.js';

@Module({})
class DeskProcess {}

await serve({
  name: 'desk',
  module: (config): DynamicModule => ({
    module: DeskProcess,
    imports: [
      InfrastructureModule.forRoot(config),
      HealthModule,
      DeskModule.forRoot(() => config.gatewayUrl ?? DEFAULT_GATEWAY_URL),
    ],
  }),
  prepare: connectDesk,
  ready: (_app, address, print) => print(`desk: ${address}/v1/desk/queue`),
});
