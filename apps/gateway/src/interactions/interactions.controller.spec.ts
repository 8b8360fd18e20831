import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GatewayFixture, openGateway } from '../testing/gateway-fixture.js';

describe('POST /v1/interactions', () => {
  let gateway: GatewayFixture;
  beforeAll(async () => {
    gateway = await openGateway();
  });
  afterAll(() => gateway.close());

  it('accepts an interaction once the log has it', async () => {
    const response = await gateway.app.inject({
      method: 'POST',
      url: '/v1/interactions',
      headers: { authorization: `Bearer ${gateway.key}` },
      payload: {
        id: 'i-1',
        type: 'application.started',
        channel: 'web',
        source: '//bank.example/apply',
        time: '2026-11-21T10:15:00.000Z',
        identifiers: [{ scheme: 'cookie', value: 'c-81' }],
        data: {},
      },
    });
    expect(response.body).toBe('x');
  });
});
