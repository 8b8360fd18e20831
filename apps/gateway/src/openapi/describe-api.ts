import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { loadConfig } from '#config';
import { components } from '#http';
import { InfrastructureModule } from '#nest';
import { GatewayModule } from '../gateway.module.js';

@Module({})
class Described {}

const DESCRIPTION =
  'Channels send what customers do; whoever continues a journey asks where it stands. ' +
  'Errors are RFC 9457 problem details with a JSON pointer per fault.';

/** The description of the gateway's API, made from its controllers without opening anything. */
export async function describeApi(): Promise<OpenAPIObject> {
  const module: DynamicModule = {
    module: Described,
    imports: [InfrastructureModule.forRoot(loadConfig({})), GatewayModule],
  };
  const app = await NestFactory.create(module, new FastifyAdapter(), {
    preview: true,
    abortOnError: false,
    logger: false,
  });
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Throughline')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A channel key: tl_…' })
    .build();
  const document = SwaggerModule.createDocument(app, builder, { operationIdFactory: operationId });
  return { ...document, components: { ...document.components, schemas: components() } };
}

function operationId(controller: string, method: string): string {
  return `${controller.replace(/Controller$/, '').toLowerCase()}-${method}`;
}
