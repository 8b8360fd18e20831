import { Controller, Get, Module, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { LivenessSchema, type LivenessView, ReadinessSchema, type ReadinessView } from '#api';
import { Inject, METRICS, Readiness } from '#nest';
import { type Metrics } from '#observability';
import { component } from './schema-object.js';

const readiness = component('Readiness', ReadinessSchema);

@ApiTags('health')
@Controller()
class HealthController {
  constructor(
    private readonly readiness: Readiness,
    @Inject(METRICS) private readonly metrics: Metrics,
  ) {}

  @Get('/health/live')
  @ApiOperation({ summary: 'The process runs.' })
  @ApiResponse({
    status: 200,
    description: 'It does.',
    schema: component('Liveness', LivenessSchema),
  })
  live(): LivenessView {
    return { status: 'live' };
  }

  @Get('/health/ready')
  @ApiOperation({ summary: 'Whether every part can do its work, and what those miss that cannot.' })
  @ApiResponse({ status: 200, description: 'All can.', schema: readiness })
  @ApiResponse({ status: 503, description: 'Some cannot yet.', schema: readiness })
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const { ready, parts } = await this.readiness.report();
    const view: ReadinessView = { status: ready ? 'ready' : 'not ready', parts };
    await reply.status(ready ? 200 : 503).send(view);
  }

  @Get('/metrics')
  @ApiOperation({ summary: 'Figures of the process, for Prometheus.' })
  @ApiResponse({
    status: 200,
    description: 'Text exposition format.',
    content: { 'text/plain': { schema: { type: 'string' } } },
  })
  async exposition(@Res() reply: FastifyReply): Promise<void> {
    const { registry } = this.metrics;
    await reply.header('content-type', registry.contentType).send(await registry.metrics());
  }
}

/** `/health/live`, `/health/ready` (503 and what is missing) and `/metrics`. One per HTTP port. */
@Module({ controllers: [HealthController] })
export class HealthModule {}
