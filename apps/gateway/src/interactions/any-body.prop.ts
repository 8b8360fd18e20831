import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runs } from '#testing';
import { type GatewayFixture, openGateway } from '../testing/gateway-fixture.js';

const contentType = fc.constantFrom(
  'application/json',
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
  'text/plain',
  'nonsense',
);
const identifier = fc.record(
  { scheme: fc.oneof(fc.string(), fc.constant('phone')), value: fc.jsonValue() },
  { requiredKeys: [] },
);
/** Nearly an interaction: every field may be right, wrong or absent. */
const nearly = fc.record(
  {
    id: fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()),
    type: fc.oneof(fc.constant('application.started'), fc.jsonValue()),
    channel: fc.oneof(fc.constant('web'), fc.jsonValue()),
    source: fc.oneof(fc.constant('//a'), fc.webUrl(), fc.jsonValue()),
    time: fc.oneof(fc.constant('2026-11-21T10:15:00Z'), fc.string(), fc.jsonValue()),
    identifiers: fc.oneof(fc.array(identifier, { maxLength: 25 }), fc.jsonValue()),
    journey: fc.jsonValue(),
    actor: fc.jsonValue(),
    data: fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue()),
    specversion: fc.constant('1.0'),
  },
  { requiredKeys: [] },
);
const text = fc.oneof(
  fc.json(),
  nearly.map((one) => JSON.stringify(one)),
  fc.array(nearly, { maxLength: 4 }).map((many) => JSON.stringify(many)),
  fc.string({ unit: 'binary' }),
  fc.tuple(fc.json(), fc.nat(60)).map(([json, cut]) => json.slice(0, cut)),
);
const body = fc.oneof(
  text.map((one) => Buffer.from(one)),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
);

describe('whatever is sent', () => {
  let gateway: GatewayFixture;
  beforeAll(async () => {
    gateway = await openGateway();
  });
  afterAll(() => gateway.close());

  it('is accepted or refused with a reason: never an error of ours', async () => {
    await fc.assert(
      fc.asyncProperty(body, contentType, async (payload, type) => {
        const response = await gateway.app.inject({
          method: 'POST',
          url: '/v1/interactions',
          headers: { authorization: `Bearer ${gateway.key}`, 'content-type': type },
          payload,
        });
        expect([202, 400, 413, 415, 422]).toContain(response.statusCode);
        if (response.statusCode === 202) return;
        expect(response.headers['content-type']).toContain('application/problem+json');
        expect(response.json()).toMatchObject({ status: response.statusCode });
      }),
      { numRuns: runs(400, 15_000) },
    );
  }, 600_000);

  it('in a query is answered or refused: never an error of ours', async () => {
    const path = fc.constantFrom(
      '/v1/continuations',
      '/v1/journeys',
      '/v1/subjects',
      '/v1/journeys/x/at',
      '/v1/definitions/x/counts',
      '/v1/definitions/card-application/versions/1',
    );
    const name = fc.constantFrom(
      'scheme',
      'value',
      'q',
      'limit',
      'cursor',
      'stalledFor',
      'seq',
      'x',
    );
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('phone', 'email', '1', '-1', '1e999', 'PT1H', 'email:ana@example.org'),
    );
    await fc.assert(
      fc.asyncProperty(path, fc.array(fc.tuple(name, value)), async (url, query) => {
        const response = await gateway.app.inject({
          url: `${url}?${new URLSearchParams(query).toString()}`,
        });
        expect([200, 400, 404]).toContain(response.statusCode);
      }),
      { numRuns: runs(200, 6_000) },
    );
  }, 600_000);
});
