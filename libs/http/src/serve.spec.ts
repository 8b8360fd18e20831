import { once } from 'node:events';
import { connect } from 'node:net';
import { Controller, type DynamicModule, Get, Module } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { type Config } from '#config';
import { LOGGER } from '#nest';
import { createLogger } from '#observability';
import { start } from './serve.js';

let asked: () => void = () => undefined;
let answer: () => void = () => undefined;

@Controller()
class SlowController {
  @Get('slow')
  async slow(): Promise<string> {
    asked();
    await new Promise<void>((resolve) => (answer = resolve));
    return 'done';
  }
}

@Module({})
class SlowService {}

const CONFIG: Config = {
  host: '127.0.0.1',
  port: 0,
  dataDir: '',
  journeysDir: '',
  identifiers: { regions: {}, blocked: {} },
  partitions: 1,
  logLevel: 'silent',
  gatewayUrl: '',
};

function slowService(): DynamicModule {
  const useValue = createLogger({ level: 'silent', name: 'test' });
  const providers = [{ provide: LOGGER, useValue }];
  return { module: SlowService, controllers: [SlowController], providers };
}

describe('a service that stops', () => {
  it('does not wait for a connection that never asked anything', async () => {
    const { app, address } = await start({ module: slowService }, CONFIG);
    const { hostname, port } = new URL(address);
    const connected = once(app.getHttpServer(), 'connection');
    const silent = connect(Number(port), hostname);
    await connected;
    const ended = once(silent, 'close');
    await app.close();
    await ended;
  });

  it('answers what it was asked before', async () => {
    const { app, address } = await start({ module: slowService }, CONFIG);
    const arrived = new Promise<void>((resolve) => (asked = resolve));
    const response = fetch(`${address}/slow`);
    await arrived;
    const closed = app.close();
    answer();
    expect(await (await response).text()).toBe('done');
    await closed;
  });
});

describe('a service that is asked for a path nothing can be at', () => {
  it.each([
    ['a malformed escape', '/%zz', 400],
    ['a malformed escape in a name', '/slow/%c3%28', 400],
  ])('answers %s as a problem', async (_what, path, status) => {
    const { app, address } = await start({ module: slowService }, CONFIG);
    const response = await fetch(`${address}${path}?secret=1`);
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await response.json()).toMatchObject({ type: 'about:blank', status, instance: path });
    expect(response.status).toBe(status);
    await app.close();
  });
});
