import { type DynamicModule, Module } from '@nestjs/common';
import { HealthModule, InfrastructureModule, serve } from '#nest';
import { OrchestratorModule } from './orchestrator.module.js';

@Module({})
class OrchestratorProcess {}

await serve({
  module: (config): DynamicModule => ({
    module: OrchestratorProcess,
    imports: [InfrastructureModule.forRoot(config), HealthModule, OrchestratorModule],
  }),
  ready: (_app, address) => process.stdout.write(`orchestrator: health on ${address}\n`),
});
