import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { GatewayModule } from '../gateway.module.js';

const DESCRIPTION =
  'Channels send what customers do; whoever continues a journey asks where it stands. ' +
  'Errors are RFC 9457 problem details with a JSON pointer per fault.';

/** The description of the gateway's API, made from its controllers without opening anything. */
export async function describeApi(): Promise<OpenAPIObject> {
  const app = await NestFactory.create(GatewayModule, new FastifyAdapter(), {
    preview: true,
    logger: false,
  });
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Throughline')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A channel key: tl_…' })
    .build();
  return SwaggerModule.createDocument(app, builder, { operationIdFactory: operationId });
}

function operationId(controller: string, method: string): string {
  return `${controller.replace(/Controller$/, '').toLowerCase()}-${method}`;
}
