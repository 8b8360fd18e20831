import {
  Controller,
  type DynamicModule,
  Get,
  Module,
  ServiceUnavailableException,
  UnauthorizedException,
} from '@nestjs/common';
import { APP_FILTER, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { LOGGER } from '#nest';
import { createLogger } from '#observability';
import { ThroughlineError, refuse } from '#ports';
import { ProblemFilter } from './problem-filter.js';

const ENDS: Readonly<Record<string, () => never>> = {
  refused: () => refuse('conflict', 'Ana holds it.', [{ pointer: '/agent', detail: 'not Ana' }]),
  nobody: () => {
    throw new UnauthorizedException('Send a key.');
  },
  away: () => {
    throw new ServiceUnavailableException('The gateway does not answer.');
  },
  store: () => {
    throw new ThroughlineError('UNAVAILABLE', 'redis at 10.0.0.7 is down');
  },
  bug: () => {
    throw new TypeError('cannot read secret of undefined');
  },
};

@Controller()
class EndsBadly {
  @Get(Object.keys(ENDS))
  end(): never {
    const [end] = ends.splice(0);
    return (end ?? ENDS['bug'])?.() as never;
  }
}
const ends: (() => never)[] = [];

@Module({})
class Service {}

let app: NestFastifyApplication;

beforeAll(async () => {
  const useValue = createLogger({ level: 'silent', name: 'spec' });
  const module: DynamicModule = {
    module: Service,
    controllers: [EndsBadly],
    providers: [
      { provide: LOGGER, useValue },
      { provide: APP_FILTER, useClass: ProblemFilter },
    ],
  };
  app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), {
    logger: false,
  });
  await app.init();
});
afterAll(() => app.close());

async function askFor(what: string) {
  const end = ENDS[what];
  if (end !== undefined) ends.push(end);
  const { statusCode, headers, ...response } = await app.inject({ url: `/${what}?email=a@b.c` });
  expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
  return { statusCode, headers, body: response.json<Record<string, unknown>>() };
}

it('tells a refusal with its faults, and where, without the query', async () => {
  expect((await askFor('refused')).body).toEqual({
    type: 'urn:throughline:problem:conflict',
    title: 'Not possible as it stands',
    status: 409,
    detail: 'Ana holds it.',
    instance: '/refused',
    errors: [{ pointer: '/agent', detail: 'not Ana' }],
  });
});

it('tells a plain HTTP refusal by its status', async () => {
  const { statusCode, headers, body } = await askFor('nobody');
  expect(statusCode).toBe(401);
  expect(headers['www-authenticate']).toBe('Bearer realm="throughline"');
  expect(body).toMatchObject({ title: 'Unauthorized', detail: 'Send a key.' });
  expect((await askFor('away')).body).toMatchObject({
    status: 503,
    title: 'Service Unavailable',
    detail: 'The gateway does not answer.',
  });
  expect((await askFor('nothing-is-here')).body).toMatchObject({ status: 404, title: 'Not found' });
});

it('shows nothing of what is our own fault, and when to come back', async () => {
  const { headers, body } = await askFor('store');
  expect(headers['retry-after']).toBe('1');
  expect(body).toMatchObject({ type: 'urn:throughline:problem:unavailable', status: 503 });
  const bug = (await askFor('bug')).body;
  expect(bug).toMatchObject({ type: 'urn:throughline:problem:bug', status: 500 });
  expect(JSON.stringify([body, bug])).not.toMatch(/redis|secret|email/);
});
