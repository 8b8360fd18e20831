import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type JourneyId, LIVE_CLOCK, subjectOf } from '#contracts';
import { interactionRecord } from '#customers';
import { type Problem } from '#api';
import { type Receipt } from '#intake';
import { type Continuation } from '#journey';
import { systemClock } from '#ports';
import { type Orchestrator, startOrchestrator } from '#orchestration';
import { eventually } from '#testing';
import { type GatewayFixture, openGateway } from '../testing/gateway-fixture.js';

const DETAILS = {
  id: 'd-1',
  type: 'application.details-submitted',
  channel: 'web',
  source: '//bank.example/apply',
  identifiers: [{ scheme: 'cookie', value: 'c-1' }],
  data: { fullName: 'Ana Silva', income: 52_000 },
};
const INCOME_FAULT = {
  pointer: '/data/income',
  detail: '`income` of `card-application`: it must be of type number, what came is string',
};

async function send(
  { app, key }: GatewayFixture,
  payload: unknown,
  headers: Readonly<Record<string, string>> = {},
) {
  return app.inject({
    method: 'POST',
    url: '/v1/interactions',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    payload: JSON.stringify(payload),
  });
}

describe('a known field with a value it cannot have', () => {
  let gateway: GatewayFixture;
  beforeAll(async () => {
    gateway = await openGateway();
  });
  afterAll(() => gateway.close());

  const wrong = { ...DETAILS, data: { ...DETAILS.data, income: 'much' } };

  it('is refused with its place, its journey and what is expected, without the value', async () => {
    const response = await send(gateway, wrong);
    expect(response.statusCode).toBe(422);
    expect(response.headers['content-type']).toContain('application/problem+json');
    const { type, errors } = response.json<Problem>();
    expect(type).toBe('urn:throughline:problem:invalid-interaction');
    expect(errors).toEqual([INCOME_FAULT]);
    expect(response.body).not.toContain('much');
  });

  it('is told beside everything else that is wrong', async () => {
    const response = await send(gateway, {
      ...wrong,
      time: '1970-01-01T00:00:00Z',
      data: { fullName: ['Ana'], income: 'much' },
    });
    expect(response.json<Problem>().errors?.map(({ pointer }) => pointer)).toEqual([
      '/time',
      '/data/fullName',
      '/data/income',
    ]);
  });

  it('is told of one interaction of an array; the others are accepted', async () => {
    const payload = [{ ...DETAILS, id: 'b-0' }, wrong, { ...DETAILS, id: 'b-2' }];
    const response = await send(gateway, payload);
    expect(response.statusCode).toBe(202);
    const { accepted, rejected } = response.json<Receipt>();
    expect(accepted.map(({ id }) => id)).toEqual(['b-0', 'b-2']);
    expect(rejected).toMatchObject([{ index: 1, problem: { errors: [INCOME_FAULT] } }]);
  });

  const { identifiers, data, ...attributes } = wrong;
  const event = { ...attributes, specversion: '1.0', identifiers, data };

  it('is refused in a structured CloudEvent', async () => {
    const headers = { 'content-type': 'application/cloudevents+json' };
    const response = await send(gateway, event, headers);
    expect(response.statusCode).toBe(422);
    expect(response.json<Problem>().errors).toEqual([INCOME_FAULT]);
  });

  it('is refused in a batch of CloudEvents, alone', async () => {
    const headers = { 'content-type': 'application/cloudevents-batch+json' };
    const right = { ...event, id: 'ce-2', data: DETAILS.data };
    const { accepted, rejected } = (await send(gateway, [event, right], headers)).json<Receipt>();
    expect(accepted.map(({ id }) => id)).toEqual(['ce-2']);
    expect(rejected).toMatchObject([{ index: 0, problem: { errors: [INCOME_FAULT] } }]);
  });

  it('is refused in a binary CloudEvent, whose body is the data', async () => {
    const headers = {
      'ce-specversion': '1.0',
      'ce-id': wrong.id,
      'ce-type': wrong.type,
      'ce-source': wrong.source,
      'ce-channel': wrong.channel,
      'ce-identifiers': JSON.stringify(wrong.identifiers),
    };
    const response = await send(gateway, wrong.data, headers);
    expect(response.statusCode).toBe(422);
    expect(response.json<Problem>().errors).toEqual([INCOME_FAULT]);
  });

  it('is no fault where no journey knows the field, or it has no value', async () => {
    for (const one of [
      { ...wrong, id: 'n-1', type: 'page.viewed' },
      { ...wrong, id: 'n-2', data: { hobby: 7, income: null } },
    ]) {
      expect((await send(gateway, one)).statusCode).toBe(202);
    }
  });
});

/** Version 2 wants e-mail addresses to be some, and asks for the address of the household, nested. */
const definition = (version: number, fields: string): string => `
journey: tenancy
version: ${version}
title: Tenancy
startsOn: [tenancy.asked]
fields:
${fields}
initial: asking
states:
  asking:
    title: Ask
    channels: { web: /ask, phone: "Ask away" }
    needs: [contact]
    on: { tenancy.signed: { target: signed } }
  signed: { type: final, outcome: signed }
`;
const V1 = definition(1, '  contact: { type: string, from: [tenancy.asked, tenancy.told] }');
const V2 = definition(
  2,
  `  contact: { type: string, format: email, from: [tenancy.asked, tenancy.told] }
  street: { type: string, title: Street, path: home.street, from: [tenancy.told] }`,
);

describe('a field on which versions disagree', () => {
  let gateway: GatewayFixture;
  let orchestrator: Orchestrator;
  let old: JourneyId;

  beforeAll(async () => {
    gateway = await openGateway({ clock: systemClock });
    const { log, journeys: store, codec, catalogue, clock } = gateway;
    orchestrator = await startOrchestrator({ log, store, codec, catalogue, clock });
    await deploy(V1);
    expect((await send(gateway, asked('old', 'Ana, next door'))).statusCode).toBe(202);
    old = await journeyOf('old');
    await deploy(V2);
    expect((await send(gateway, asked('new', 'ana@example.org'))).statusCode).toBe(202);
    await journeyOf('new');
  }, 300_000);
  afterAll(async () => {
    await orchestrator.close();
    await gateway.close();
  });

  async function deploy(text: string): Promise<void> {
    const { statusCode } = await gateway.app.inject({
      method: 'POST',
      url: '/v1/definitions',
      headers: { authorization: `Bearer ${gateway.key}` },
      payload: { text },
    });
    expect(statusCode).toBe(201);
  }

  function asked(cookie: string, contact: unknown, more: Readonly<Record<string, unknown>> = {}) {
    const identifiers = [{ scheme: 'cookie', value: cookie }];
    const type = 'tenancy.asked';
    return {
      channel: 'web',
      source: '//home.example',
      type,
      identifiers,
      data: { contact },
      ...more,
    };
  }

  async function journeyOf(cookie: string): Promise<JourneyId> {
    const url = `/v1/continuations?scheme=cookie&value=${cookie}`;
    let journeyId: string = '';
    await eventually('its journey is there', async () => {
      const response = await gateway.app.inject({ url });
      const { continuations } = response.json<{ continuations: readonly Continuation[] }>();
      journeyId = continuations[0]?.journeyId ?? '';
      return journeyId !== '';
    });
    return journeyId as JourneyId;
  }

  const wrong = {
    pointer: '/data/contact',
    detail: '`contact` of `tenancy`: it must be an e-mail address, such as ana@example.org',
  };

  it('is checked by the version in force for a customer nobody knows', async () => {
    const response = await send(gateway, asked('stranger', 'next door'));
    expect(response.statusCode).toBe(422);
    expect(response.json<Problem>().errors).toEqual([wrong]);
  });

  it('is accepted for a customer whose journey runs on the version that takes it', async () => {
    expect((await send(gateway, asked('old', 'Ana, upstairs'))).statusCode).toBe(202);
    expect((await send(gateway, asked('new', 'Ana, upstairs'))).statusCode).toBe(422);
  });

  it('is checked by its own version for a journey that is named', async () => {
    const named = { type: 'tenancy.told', journey: { id: old } };
    expect((await send(gateway, asked('old', 'Ana, upstairs', named))).statusCode).toBe(202);
    const response = await send(gateway, asked('old', 7, named));
    expect(response.json<Problem>().errors).toEqual([
      {
        pointer: '/data/contact',
        detail: '`contact` of `tenancy`: it must be of type string, what came is number',
      },
    ]);
    const street = { type: 'tenancy.told', journey: { id: old }, data: { home: { street: 7 } } };
    expect((await send(gateway, asked('old', '', street))).statusCode).toBe(202);
  });

  it('is refused for everybody by its nested path when only the version in force knows it', async () => {
    const street = { type: 'tenancy.told', data: { home: { street: 7 } } };
    const response = await send(gateway, asked('new', '', street));
    expect(response.json<Problem>().errors?.map(({ pointer }) => pointer)).toEqual([
      '/data/home/street',
    ]);
  });

  it('that came straight to the log is refused by the fold, whose disposition says so', async () => {
    const { log, codec, catalogue, clock } = gateway;
    const straight = {
      id: 'straight',
      type: 'tenancy.told',
      channel: 'batch',
      source: '//home.example',
      time: clock.now(),
      identifiers: [],
      journeyId: old,
      correlation: null,
      actor: { kind: 'system', id: null },
      data: { contact: 7 },
    };
    const deployment = catalogue.current().known;
    await log.append([
      interactionRecord(codec, straight, subjectOf(old), { deployment, clock: LIVE_CLOCK }),
    ]);
    await eventually('the fold has refused it', async () => {
      const response = await gateway.app.inject({ url: `/v1/journeys/${old}/history` });
      return response.body.includes('contact not captured: it must be of type string');
    });
  });
});
