/**
 * What the gateway is held against: a Fastify server that parses and validates the same bodies against the same published
 * schema, and does nothing with them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastify from 'fastify';
import { parse } from 'yaml';

const OPENAPI = join(import.meta.dirname, '..', '..', 'docs', 'openapi.yaml');

interface Described {
  readonly components: { readonly schemas: { readonly Interaction: object } };
}

const { Interaction } = (parse(readFileSync(OPENAPI, 'utf8')) as Described).components.schemas;
const many = { type: 'array', items: Interaction, maxItems: 1_000 };
const server = fastify();
server.post('/one', { schema: { body: Interaction } }, (_, reply) => {
  void reply.status(202).send({ accepted: 1 });
});
server.post('/many', { schema: { body: many } }, (request, reply) => {
  void reply.status(202).send({ accepted: (request.body as readonly unknown[]).length });
});
const address = await server.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`bare route: ${address}/\n`);
process.once('SIGTERM', () => void server.close().then(() => process.exit(0)));
