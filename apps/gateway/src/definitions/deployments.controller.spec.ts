import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Topics } from '#contracts';
import { type GatewayFixture, openGateway } from '../testing/gateway-fixture.js';

const NAME = 'card-application';
const SHIPPED = join(process.cwd(), 'journeys', NAME, 'v1.yaml');

describe('definitions over HTTP', () => {
  let gateway: GatewayFixture;
  let shipped: string;

  beforeEach(async () => {
    gateway = await openGateway();
    shipped = await readFile(SHIPPED, 'utf8');
  });
  afterEach(() => gateway.close());

  const text = (version: number): string => shipped.replace('version: 1', `version: ${version}`);

  async function post(url: string, payload: unknown, type = 'application/json', key = gateway.key) {
    const headers = { authorization: `Bearer ${key}`, 'content-type': type };
    const body =
      typeof payload === 'string' || payload instanceof Buffer ? payload : JSON.stringify(payload);
    const response = await gateway.app.inject({ method: 'POST', url, headers, payload: body });
    return { status: response.statusCode, body: response.json<Record<string, unknown>>() };
  }

  async function get(url: string) {
    const response = await gateway.app.inject({ url });
    return { status: response.statusCode, body: response.json<Record<string, unknown>>() };
  }

  async function listed(): Promise<unknown> {
    const { body } = await get('/v1/definitions');
    const definitions = body['definitions'] as readonly { readonly name: string }[];
    return definitions.find(({ name }) => name === NAME);
  }

  it('are deployed as YAML, once: the same text again changes nothing', async () => {
    const url = '/v1/definitions?share=30&reason=a%20try';
    expect(await post(url, text(2), 'application/yaml')).toMatchObject({
      status: 201,
      body: { name: NAME, version: 2, changed: true, stable: 1, canary: { version: 2, share: 30 } },
    });
    expect(await post(url, text(2), 'text/yaml')).toMatchObject({
      status: 200,
      body: { version: 2, changed: false },
    });
    expect(await get(`/v1/definitions/${NAME}/versions/2`)).toMatchObject({
      status: 200,
      body: {
        available: true,
        text: text(2),
        versions: [1, 2],
        deployed: { operator: 'development', reason: 'a try' },
      },
    });
    expect(await listed()).toMatchObject({ version: 1, stable: 1, canary: { share: 30 } });
  });

  it('are deployed as JSON, for all unless it says a share, with the operator’s name', async () => {
    expect(await post('/v1/definitions', { text: text(2), reason: 'better' })).toMatchObject({
      status: 201,
      body: { stable: 2, canary: null },
    });
    expect(await listed()).toMatchObject({ version: 2, versions: [1, 2] });
  });

  it('refuse another text of a version, and lower versions, and say the next one', async () => {
    expect(await post('/v1/definitions', { text: `${shipped}\n# changed\n` })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining(`The next version of ${NAME} is 2.`) },
    });
    await post('/v1/definitions', { text: text(5) });
    expect(await post('/v1/definitions', { text: text(4) })).toMatchObject({ status: 409 });
  });

  it('refuse a definition with errors, each with its place, and change nothing', async () => {
    const before = await listed();
    const broken = text(2).replace(/^initial: .*/m, 'initial: nowhere');
    const { status, body } = await post('/v1/definitions', broken, 'application/yaml');
    expect(status).toBe(422);
    expect(body).toMatchObject({ type: 'urn:throughline:problem:invalid-definition' });
    expect(body['errors']).toContainEqual({
      pointer: '/initial',
      line: broken.split('\n').indexOf('initial: nowhere') + 1,
      column: 10,
      detail: expect.stringContaining('nowhere'),
    });
    expect(await listed()).toEqual(before);
  });

  it('are promoted, taken back, and shared as asked', async () => {
    await post('/v1/definitions', { text: text(2), share: 10 });
    const share = (version: number, percent: unknown) =>
      post(`/v1/definitions/${NAME}/versions/${version}/share`, { share: percent, reason: 'so' });
    expect(await share(2, 60)).toMatchObject({ status: 200, body: { canary: { share: 60 } } });
    expect(await share(2, 100)).toMatchObject({ body: { stable: 2, canary: null, changed: true } });
    expect(await share(2, 100)).toMatchObject({ body: { stable: 2, changed: false } });
    expect(await share(2, 0)).toMatchObject({ body: { stable: 1, canary: null } });
    expect(await share(1, 50)).toMatchObject({ status: 409 });
    expect(await share(3, 50)).toMatchObject({ status: 404 });
    expect(await share(2, 101)).toMatchObject({ status: 422 });
  });

  it('are written by whoever has a key, and read by others on loopback', async () => {
    const nobody = { url: '/v1/definitions', payload: { text: text(2) } };
    const response = await gateway.app.inject({ method: 'POST', ...nobody });
    expect(response.statusCode).toBe(401);
    expect((await get('/v1/definitions')).status).toBe(200);
    expect((await get(`/v1/definitions/${NAME}/versions/9`)).status).toBe(404);
    expect((await get('/v1/definitions/nothing/counts')).status).toBe(404);
  });

  it('come in what the server reads: gzip, and YAML nowhere else', async () => {
    const response = await gateway.app.inject({
      method: 'POST',
      url: '/v1/definitions',
      headers: {
        authorization: `Bearer ${gateway.key}`,
        'content-type': 'application/yaml',
        'content-encoding': 'gzip',
      },
      payload: gzipSync(text(2)),
    });
    expect(response.statusCode).toBe(201);
    expect(await post('/v1/interactions', 'a: b', 'application/yaml')).toMatchObject({
      status: 415,
    });
    const notText = Buffer.from([0xff, 0xfe, 0x00]);
    expect(await post('/v1/definitions', notText, 'text/yaml')).toMatchObject({ status: 400 });
    expect(await post('/v1/definitions', '', 'text/yaml')).toMatchObject({ status: 400 });
    expect(await post('/v1/definitions', { text: 1 })).toMatchObject({ status: 422 });
  });

  it('are known to the interactions that come after', async () => {
    const identifiers = [{ scheme: 'cookie', value: 'c-81' }];
    const sent = { type: 'application.started', channel: 'web', source: '//bank', identifiers };
    const known = gateway.catalogue.current().known;
    await post('/v1/interactions', { ...sent, id: 'w-1' });
    await post('/v1/definitions', { text: text(2) });
    await post('/v1/interactions', { ...sent, id: 'w-2' });
    const stamps = new Map<string, number>();
    for (const { partition } of await gateway.log.bounds(Topics.interactions)) {
      const { records } = await gateway.log.read(Topics.interactions, partition, 0);
      for (const { value, headers } of records) {
        const decoded = gateway.codec.decode(value, headers);
        if (decoded.name === 'Interaction') stamps.set(decoded.value.id, decoded.value.deployment);
      }
    }
    expect(Object.fromEntries(stamps)).toEqual({ 'w-1': known, 'w-2': known + 1 });
  });
});
