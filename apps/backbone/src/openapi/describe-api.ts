import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { loadConfig } from '#config';
import {
  ContinuationSchema,
  HistorySchema,
  IdentifierSchema,
  LeaseSchema,
  RelevantContinuationSchema,
  SummarySchema,
} from '#api';
import { component, components, HealthModule } from '#http';
import { InfrastructureModule } from '#nest';
import { DeskModule } from '../../../desk/src/index.js';
import { GatewayModule } from '../../../gateway/src/index.js';
import { completeDescription } from './complete-description.js';

@Module({})
class Described {}

const DESCRIPTION =
  'Channels send what customers do; whoever continues a journey asks where it stands. ' +
  'Errors are RFC 9457 problem details with a JSON pointer per fault. `/v1/desk` is the contact centre’s; as a process of its ' +
  'own the desk has an address of its own. Where the server listens on loopback only, a request that names another host is ' +
  'answered 421.';

/** The description of the public API, made from its controllers without opening anything. */
export async function describeApi(): Promise<OpenAPIObject> {
  const module: DynamicModule = {
    module: Described,
    imports: [
      InfrastructureModule.forRoot(loadConfig({})),
      HealthModule,
      GatewayModule,
      DeskModule.forRoot(() => ''),
    ],
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
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'tl_…',
      description:
        'A channel key. Calls that only look need none where the server listens on loopback only.',
    })
    .build();
  const document = SwaggerModule.createDocument(app, builder, { operationIdFactory: operationId });
  for (const [name, schema] of Object.entries(SHARED)) component(name, schema);
  const completed = completeDescription(document);
  return { ...completed, components: { ...completed.components, schemas: components() } };
}

/** What calls have in common, beside what each answers. */
const SHARED = {
  Continuation: ContinuationSchema,
  HistoryEntry: HistorySchema.properties.entries.items,
  Identifier: IdentifierSchema,
  JourneySummary: SummarySchema,
  Lease: LeaseSchema,
  RelevantContinuation: RelevantContinuationSchema,
};

function operationId(controller: string, method: string): string {
  return `${controller.replace(/Controller$/, '').toLowerCase()}-${method}`;
}
