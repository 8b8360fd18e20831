import { Controller, Get, Module, Res } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { Inject, METRICS, Readiness } from '#nest';
import { type Metrics } from '#observability';

@Controller()
class HealthController {
  constructor(
    private readonly readiness: Readiness,
    @Inject(METRICS) private readonly metrics: Metrics,
  ) {}

  @Get('/health/live')
  live(): { status: string } {
    return { status: 'live' };
  }

  @Get('/health/ready')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const { ready, parts } = await this.readiness.report();
    await reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', parts });
  }

  @Get('/metrics')
  async exposition(@Res() reply: FastifyReply): Promise<void> {
    const { registry } = this.metrics;
    await reply.header('content-type', registry.contentType).send(await registry.metrics());
  }
}

/** `/health/live`, `/health/ready` (503 and what is missing) and `/metrics`. One per HTTP port. */
@Module({ controllers: [HealthController] })
export class HealthModule {}
