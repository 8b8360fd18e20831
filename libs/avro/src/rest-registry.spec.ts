import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { interaction } from '#testing';
import {
  checkCompatibility,
  createCodec,
  fileRegistry,
  loadSchemaFiles,
  newestOf,
  registerAll,
  restRegistry,
  schemasDirectory,
} from './index.js';

/** A schema registry with the calls, bodies and error codes of Confluent's REST API, and FULL_TRANSITIVE subjects. */
class RegistryServer {
  readonly requests: { method: string; url: string; authorization: string | undefined }[] = [];
  /** When set, answers every call. */
  misbehave: ((response: ServerResponse) => void) | undefined;
  private readonly schemas: string[] = [];
  private readonly subjects = new Map<string, string[]>();
  private readonly server: Server = createServer((request, response) => {
    void this.answer(request, response);
  });

  async start(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `http://${this.host}`;
  }

  subjectNames(): string[] {
    return [...this.subjects.keys()].sort();
  }

  guidOf(id: number): string {
    return `00000000-0000-8000-8000-${id.toString(16).padStart(12, '0')}`;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    this.requests.push({ method, url, authorization: request.headers.authorization });
    const body = Buffer.concat(await request.toArray()).toString('utf8');
    if (this.misbehave) return this.misbehave(response);
    const [first, second, name = '', last] = url.slice(1).split('/');
    if (method === 'POST' && first === 'subjects' && name === 'versions') {
      return this.register(decodeURIComponent(second ?? ''), body, response);
    }
    if (method === 'GET' && first === 'schemas' && last === undefined) {
      const id = second === 'ids' ? Number(name) : Number.parseInt(name.slice(-12), 16);
      const schema = this.schemas[id - 1];
      return schema === undefined
        ? reply(response, 404, { error_code: 40403, message: 'Schema not found' })
        : reply(response, 200, { schema });
    }
    reply(response, 404, { error_code: 404, message: 'HTTP 404 Not Found' });
  }

  private register(subject: string, body: string, response: ServerResponse): void {
    const { schema } = JSON.parse(body) as { schema: string };
    const versions = this.subjects.get(subject) ?? [];
    const history = [...new Set([...versions, schema])];
    const faults = checkCompatibility(
      history.map((text, index) => ({ version: index + 1, text })),
      'FULL_TRANSITIVE',
    );
    if (faults.length > 0) {
      return reply(response, 409, { error_code: 409, message: faults[0]?.message });
    }
    this.subjects.set(subject, history);
    if (!this.schemas.includes(schema)) this.schemas.push(schema);
    reply(response, 200, { id: this.schemas.indexOf(schema) + 1 });
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/vnd.schemaregistry.v1+json' });
  response.end(JSON.stringify(body));
}

const server = (): RegistryServer => running;
let running: RegistryServer;

beforeEach(async () => {
  running = new RegistryServer();
  await running.start();
});

afterEach(() => running.stop());

describe('a codec over a registry that speaks Confluent’s REST API', () => {
  const value = interaction();

  it('writes the ids the registry gave', async () => {
    const codec = await createCodec(restRegistry({ url: server().url }));
    const bytes = codec.encode('Interaction', value);
    const id = Buffer.from(bytes).readUInt32BE(1);
    const text = await restRegistry({ url: server().url }).byId(id);
    expect(JSON.parse(text)).toMatchObject({ namespace: 'throughline', name: 'Interaction' });
    expect(codec.decode(bytes).value).toEqual(value);
  });

  it('reads by id and by GUID what a writer with a later version wrote', async () => {
    const files = newestOf(loadSchemaFiles(schemasDirectory()));
    const mine = files.find((file) => file.stem === 'interaction')?.text ?? '';
    const later = JSON.parse(mine) as { fields: unknown[] };
    later.fields.push({ name: 'mood', type: ['null', 'string'], default: null });
    const registry = restRegistry({ url: server().url });
    const codec = await createCodec(registry);
    const id = await registry.register('throughline.Interaction', JSON.stringify(later));

    const avro = Buffer.concat([codec.encode('Interaction', value).subarray(5), Buffer.of(0)]);
    const frame = Buffer.alloc(5);
    frame.writeUInt32BE(id, 1);
    const guid = Buffer.from(server().guidOf(id).replaceAll('-', ''), 'hex');
    const headers = { __value_schema_id: Buffer.concat([Buffer.of(1), guid]) };
    const records = [{ value: Buffer.concat([frame, avro]) }, { value: avro, headers }] as const;
    await codec.prepare(records);
    expect(codec.decode(records[0].value).value).toEqual(value);
    expect(codec.decode(records[1].value, headers).value).toEqual(value);
  });

  it('cannot be made while the registry is down', async () => {
    const { url } = server();
    await server().stop();
    await expect(createCodec(restRegistry({ url }))).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      retryable: true,
    });
    await server().start();
  });
});

describe('publishing the schema files', () => {
  it('registers every version under its full name, as often as one likes', async () => {
    const registry = restRegistry({ url: server().url });
    const first = await registerAll(registry);
    expect(await registerAll(registry)).toEqual(first);
    expect(server().subjectNames()).toEqual(
      [...new Set(loadSchemaFiles(schemasDirectory()).map((file) => file.fullName))].sort(),
    );
  });

  it('gives the file registry’s ids where that is the registry', async () => {
    const ids = (await registerAll(fileRegistry())).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the registry’s refusals', () => {
  const subject = 'throughline.Thing';
  const thing = (...fields: unknown[]): string =>
    JSON.stringify({ type: 'record', namespace: 'throughline', name: 'Thing', fields });

  it('an incompatible schema is INVALID', async () => {
    const registry = restRegistry({ url: server().url });
    await registry.register(subject, thing({ name: 'a', type: 'string' }));
    await expect(
      registry.register(subject, thing({ name: 'a', type: 'long' })),
    ).rejects.toMatchObject({ code: 'INVALID', retryable: false });
  });

  it('an id or GUID it does not have is UNKNOWN_SCHEMA', async () => {
    const registry = restRegistry({ url: server().url });
    await expect(registry.byId(99)).rejects.toMatchObject({ code: 'UNKNOWN_SCHEMA' });
    await expect(registry.byGuid(server().guidOf(99))).rejects.toMatchObject({
      code: 'UNKNOWN_SCHEMA',
    });
  });

  it.each([
    [500, 'UNAVAILABLE', true],
    [503, 'UNAVAILABLE', true],
    [429, 'UNAVAILABLE', true],
    [401, 'UNAVAILABLE', false],
    [403, 'UNAVAILABLE', false],
    [422, 'INVALID', false],
    [418, 'UNAVAILABLE', false],
  ])('status %i is %s', async (status, code, retryable) => {
    server().misbehave = (response) => reply(response, status, { message: 'no' });
    const registry = restRegistry({ url: server().url });
    await expect(registry.byId(1)).rejects.toMatchObject({ code, retryable });
  });

  it.each([
    ['a page that is not JSON', (response: ServerResponse) => response.end('<html>')],
    ['JSON that is no answer', (response: ServerResponse) => reply(response, 200, { x: 1 })],
    [
      'a Not Found that is no registry’s',
      (response: ServerResponse) => response.writeHead(404).end('<html>'),
    ],
    [
      'a redirect',
      (response: ServerResponse) => response.writeHead(302, { location: '/elsewhere' }).end(),
    ],
    ['a cut connection', (response: ServerResponse) => response.destroy()],
  ])('%s is UNAVAILABLE, not an unknown schema', async (_what, misbehave) => {
    server().misbehave = misbehave;
    await expect(restRegistry({ url: server().url }).byId(1)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
  });

  it('no answer within the time allowed is UNAVAILABLE', async () => {
    server().misbehave = () => undefined;
    const registry = restRegistry({ url: server().url, timeoutMs: 50 });
    await expect(registry.byId(1)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('within 50 ms') as unknown,
    });
  });

  it('a schema of another kind is not read', async () => {
    server().misbehave = (response) =>
      reply(response, 200, { schema: 'message A {}', schemaType: 'PROTOBUF' });
    await expect(restRegistry({ url: server().url }).byId(1)).rejects.toMatchObject({
      code: 'UNKNOWN_SCHEMA',
    });
  });
});

describe('the login to the registry', () => {
  it('may stand in the address, and is never told', async () => {
    server().misbehave = (response) => reply(response, 401, { message: 'no' });
    const registry = restRegistry({ url: `http://ana:pa%24s@${server().host}/` });
    const error: unknown = await registry.byId(1).catch((thrown: unknown) => thrown);
    const expected = Buffer.from('ana:pa$s').toString('base64');
    expect(server().requests).toEqual([
      { method: 'GET', url: '/schemas/ids/1', authorization: `Basic ${expected}` },
    ]);
    expect(String(error)).not.toMatch(/ana|pa\$s|pa%24s/);
  });

  it('may be a token', async () => {
    const registry = restRegistry({ url: server().url, auth: { token: 't-1' } });
    await registry.byId(1).catch(() => undefined);
    expect(server().requests[0]?.authorization).toBe('Bearer t-1');
  });
});
