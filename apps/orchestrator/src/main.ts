import { type DynamicModule, Module } from '@nestjs/common';
import { HealthModule, serve } from '#http';
import { InfrastructureModule } from '#nest';
import { OrchestratorModule } from './orchestrator.module.js';

@Module({})
class OrchestratorProcess {}

await serve({
  name: 'orchestrator',
  module: (config): DynamicModule => ({
    module: OrchestratorProcess,
    imports: [InfrastructureModule.forRoot(config), HealthModule, OrchestratorModule],
  }),
  ready: (_app, address, print) => print(`orchestrator: health on ${address}`),
});
