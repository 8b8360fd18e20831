import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OutcomeView, type ReceiptView } from '#api';
import { Topics } from '#contracts';
import { systemClock } from '#ports';
import {
  type GatewayFixture,
  openFoldingGateway,
  openGateway,
} from '../testing/gateway-fixture.js';

function event(id: string, type: string, who = 'ana-1') {
  const identifiers = [{ scheme: 'customer', value: who }];
  return { id, type, channel: 'web', source: '//bank.example/apply', identifiers, data: {} };
}

async function send(gateway: GatewayFixture, query: string, payload: object) {
  const response = await gateway.app.inject({
    method: 'POST',
    url: `/v1/interactions${query}`,
    headers: { authorization: `Bearer ${gateway.key}` },
    payload,
  });
  return { status: response.statusCode, receipt: response.json<ReceiptView>() };
}

describe('a receipt that waits', () => {
  let gateway: GatewayFixture;

  beforeAll(async () => {
    gateway = await openFoldingGateway({ clock: systemClock });
  });
  afterAll(() => gateway.close());

  const outcomes = async (...events: object[]): Promise<(OutcomeView | null | undefined)[]> => {
    const { receipt } = await send(gateway, '?wait=30s', events);
    return receipt.accepted.map(({ disposition }) => disposition);
  };

  it('says what became of each interaction, and how its journey stands', async () => {
    const [started, unmatched] = await outcomes(
      event('a-1', 'application.started'),
      event('a-2', 'application.withdrawn', 'ben-1'),
    );
    expect(started).toEqual({
      kind: 'advanced',
      reason: null,
      detail: null,
      journeys: [
        {
          journeyId: expect.any(String),
          definition: 'card-application',
          version: 1,
          status: 'open',
          outcome: null,
          state: ['details'],
          stateTitle: 'Your details',
        },
      ],
    });
    expect(unmatched).toMatchObject({ kind: 'unmatched', reason: 'no-open-journey', journeys: [] });
  });

  it('says that it was sent before', async () => {
    await outcomes(event('b-1', 'application.started', 'cleo-1'));
    expect(await outcomes(event('b-1', 'application.started', 'cleo-1'))).toEqual([
      expect.objectContaining({ kind: 'duplicate' }),
    ]);
  });

  it('says of one that was accepted among others that were not', async () => {
    const { receipt } = await send(gateway, '?wait=30s', [
      { ...event('c-0', 'application.started'), colour: 'red' },
      event('c-1', 'application.started', 'dora-1'),
    ]);
    expect(receipt.rejected.map(({ index }) => index)).toEqual([0]);
    expect(receipt.accepted[0]?.disposition).toMatchObject({ kind: 'advanced' });
  });

  it('says so though a record beside it cannot be read', async () => {
    const gone = event('g-1', 'application.started', 'fay-1');
    const sending = send(gateway, '?wait=30s', gone);
    const records = [0, 1, 2, 3].map((partition) => ({
      topic: Topics.dispositions,
      key: 'nobody',
      partition,
      value: new Uint8Array([1, 2, 3]),
    }));
    await gateway.log.append(records);
    const { status, receipt } = await sending;
    expect([status, receipt.accepted[0]?.disposition?.kind]).toEqual([202, 'advanced']);
  });

  it('has no disposition where nobody asked', async () => {
    const { receipt } = await send(gateway, '', event('d-1', 'application.started', 'eve-1'));
    expect(Object.keys(receipt.accepted[0] ?? {})).toEqual(['id', 'subjectId']);
  });

  it.each(['2', '0s', '2m', '1e3ms', '-1s', 'soon'])(
    'is not asked to wait for %s',
    async (wait) => {
      const { status } = await send(gateway, `?wait=${wait}`, event('e-1', 'application.started'));
      expect(status).toBe(400);
    },
  );
});

it('is accepted all the same when nobody folds it in time, and says that it does not know', async () => {
  const gateway = await openGateway();
  const { status, receipt } = await send(
    gateway,
    '?wait=20ms',
    event('f-1', 'application.started'),
  );
  await gateway.close();
  expect([status, receipt.accepted]).toEqual([
    202,
    [{ id: 'f-1', subjectId: expect.any(String), disposition: null }],
  ]);
});
