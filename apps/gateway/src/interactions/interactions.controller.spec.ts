import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CloudEvent, HTTP } from 'cloudevents';
import { type Interaction, partitionOf, Topics } from '#contracts';
import { type Problem, type ReceiptView } from '#api';
import { ThroughlineError } from '#ports';
import { type GatewayFixture, openGateway } from '../testing/gateway-fixture.js';

const STARTED = {
  id: 'i-1',
  type: 'application.started',
  channel: 'web',
  source: '//bank.example/apply',
  time: '2026-11-21T10:15:00.000Z',
  identifiers: [{ scheme: 'cookie', value: 'c-81' }],
  data: { fullName: 'Ana Silva' },
};

interface Sent {
  readonly payload: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

async function send({ app, key }: GatewayFixture, { payload, headers }: Sent) {
  return app.inject({
    method: 'POST',
    url: '/v1/interactions',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    payload:
      typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload),
  });
}

async function inLog({ log, codec }: GatewayFixture, subjectId: string): Promise<Interaction[]> {
  const partition = partitionOf(subjectId, await log.partitions(Topics.interactions));
  const { records } = await log.read(Topics.interactions, partition, 0, { maxRecords: 10_000 });
  return records
    .map(({ value, headers }) => codec.decode(value, headers))
    .flatMap((one) => (one.name === 'Interaction' ? [one.value] : []))
    .filter((one) => one.subjectId === subjectId);
}

function manyCookies(count: number, prefix: string) {
  return Array.from({ length: count }, (_, i) => ({
    ...STARTED,
    id: `${prefix}-${i}`,
    identifiers: [{ scheme: 'cookie', value: `${prefix}-${i}` }],
  }));
}

describe('POST /v1/interactions', () => {
  let gateway: GatewayFixture;
  beforeAll(async () => {
    gateway = await openGateway();
  });
  afterAll(() => gateway.close());

  it('answers 202 once the log has the interaction, keyed by its subject', async () => {
    const response = await send(gateway, { payload: STARTED });
    expect(response.statusCode).toBe(202);
    const { accepted, rejected } = response.json<ReceiptView>();
    expect(rejected).toEqual([]);
    const [first] = accepted;
    expect(first?.id).toBe('i-1');
    expect(first?.subjectId).toMatch(/^[a-z2-7]{20}$/);
    const [kept] = await inLog(gateway, first?.subjectId ?? '');
    expect(kept).toMatchObject({
      id: 'i-1',
      channel: 'web',
      time: Date.parse(STARTED.time),
      clock: 'live',
      actor: { kind: 'customer' },
      identifiers: [{ scheme: 'cookie', value: 'c-81', verified: false }],
    });
    expect(JSON.parse(Buffer.from(kept?.data ?? []).toString())).toEqual({ fullName: 'Ana Silva' });
  });

  it('refuses an id that would close an entry of an inbox', async () => {
    const response = await send(gateway, { payload: { ...STARTED, id: 're-di-0-7' } });
    expect(response.statusCode).toBe(422);
    expect(response.body).toContain('those of replayed interactions');
  });

  it('makes a UUIDv7 when the sender gives no id', async () => {
    const payload = { ...STARTED, id: undefined };
    const { accepted } = (await send(gateway, { payload })).json<ReceiptView>();
    expect(accepted[0]?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });

  it('accepts the good ones of an array and says what is wrong with the others', async () => {
    const payload = [
      { ...STARTED, id: 'a-0' },
      { ...STARTED, id: 'a-1', type: 'No Spaces', colour: 'red' },
      { ...STARTED, id: 'a-2' },
    ];
    const response = await send(gateway, { payload });
    expect(response.statusCode).toBe(202);
    const { accepted, rejected } = response.json<ReceiptView>();
    expect(accepted.map((one) => one.id)).toEqual(['a-0', 'a-2']);
    expect(rejected).toHaveLength(1);
    expect(rejected[0]?.index).toBe(1);
    expect(rejected[0]?.problem.errors?.map((one) => one.pointer).sort()).toEqual([
      '/colour',
      '/type',
    ]);
  });

  it('takes 1,000 new customers at once, each their own subject', async () => {
    const { accepted } = (
      await send(gateway, { payload: manyCookies(1_000, 'k') })
    ).json<ReceiptView>();
    expect(new Set(accepted.map((one) => one.subjectId)).size).toBe(1_000);
  });

  it('links identifiers of one request in their order', async () => {
    const link = (id: string, ...values: string[]) => ({
      ...STARTED,
      id,
      identifiers: values.map((value) => ({ scheme: 'cookie', value })),
    });
    const payload = [
      link('l-1', 'x1'),
      link('l-2', 'x2'),
      link('l-3', 'x1', 'x2'),
      link('l-4', 'x2'),
    ];
    const { accepted } = (await send(gateway, { payload })).json<ReceiptView>();
    expect(accepted[3]?.subjectId).toBe(accepted[2]?.subjectId);
  });

  it('knows the caller by the phone number given on the web', async () => {
    const web = {
      ...STARTED,
      id: 'p-1',
      identifiers: [
        { scheme: 'cookie', value: 'phone-story' },
        { scheme: 'email', value: 'Ana@Example.ORG' },
      ],
      data: { phone: '+61 491 570 006' },
    };
    const call = {
      ...STARTED,
      id: 'p-2',
      type: 'call.started',
      channel: 'phone',
      identifiers: [{ scheme: 'phone', value: '+61491570006' }],
    };
    const [onWeb] = (await send(gateway, { payload: web })).json<ReceiptView>().accepted;
    const [byPhone] = (await send(gateway, { payload: call })).json<ReceiptView>().accepted;
    expect(byPhone?.subjectId).toBe(onWeb?.subjectId);
  });

  it('gives an interaction that only names its journey to the subject of the journey', async () => {
    const subject = 'abcdefghijklmnopqrst';
    const payload = {
      ...STARTED,
      identifiers: undefined,
      id: 'j-1',
      journey: { id: `${subject}.abcdefgh` },
    };
    const { accepted } = (await send(gateway, { payload })).json<ReceiptView>();
    expect(accepted).toEqual([{ id: 'j-1', subjectId: subject }]);
  });

  it('records an interaction whose only identifier is a placeholder, linking it to nobody', async () => {
    const nobody = (id: string) => ({
      ...STARTED,
      id,
      identifiers: [{ scheme: 'cookie', value: 'null' }],
    });
    const first = (await send(gateway, { payload: nobody('n-1') })).json<ReceiptView>().accepted[0];
    const other = (await send(gateway, { payload: nobody('n-2') })).json<ReceiptView>().accepted[0];
    const again = (await send(gateway, { payload: nobody('n-1') })).json<ReceiptView>().accepted[0];
    expect(other?.subjectId).not.toBe(first?.subjectId);
    expect(again?.subjectId).toBe(first?.subjectId);
  });

  it('understands gzip', async () => {
    const payload = gzipSync(JSON.stringify(STARTED));
    const response = await send(gateway, { payload, headers: { 'content-encoding': 'gzip' } });
    expect(response.statusCode).toBe(202);
  });

  describe('as CloudEvents', () => {
    const event = new CloudEvent({
      id: 'ce-1',
      type: 'application.started',
      source: '//bank.example/apply',
      time: '2026-11-21T10:15:00.000Z',
      datacontenttype: 'application/json',
      channel: 'mobile',
      identifiers: JSON.stringify([{ scheme: 'cookie', value: 'ce' }]),
      actorkind: 'agent',
      actorid: 'maria',
      data: { fullName: 'Ana Silva' },
    });
    const batch = {
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify([event.toJSON(), event.cloneWith({ id: 'ce-2' }).toJSON()]),
    };

    it.each([
      ['binary', HTTP.binary(event), 1],
      ['structured', HTTP.structured(event), 1],
      ['batch', batch, 2],
    ])('takes %s mode', async (_mode, message, count) => {
      const headers = Object.fromEntries(
        Object.entries(message.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
      );
      const response = await send(gateway, { payload: message.body, headers });
      expect(response.statusCode).toBe(202);
      const { accepted } = response.json<ReceiptView>();
      expect(accepted).toHaveLength(count);
      const kept = (await inLog(gateway, accepted[0]?.subjectId ?? '')).at(-1);
      expect(kept).toMatchObject({
        type: 'application.started',
        channel: 'mobile',
        actor: { kind: 'agent', id: 'maria' },
        identifiers: [{ scheme: 'cookie', value: 'ce', verified: false }],
      });
      expect(JSON.parse(Buffer.from(kept?.data ?? []).toString())).toEqual({
        fullName: 'Ana Silva',
      });
    });

    it('refuses what it would have to drop', async () => {
      const odd = { ...event.toJSON(), colour: 'red', data_base64: 'aGk=', specversion: '0.3' };
      const response = await send(gateway, {
        payload: odd,
        headers: { 'content-type': 'application/cloudevents+json' },
      });
      expect(response.statusCode).toBe(422);
      const { errors } = response.json<Problem>();
      expect(errors?.map((one) => one.pointer).sort()).toEqual(
        ['/colour', '/data_base64', '/specversion'].sort(),
      );
    });
  });

  describe('refuses with a problem that says where', () => {
    const deep = `${'{"a":'.repeat(17)}1${'}'.repeat(17)}`;
    const deepData = `{"type":"a","channel":"web","source":"s","data":${deep}}`;
    const bomb = gzipSync(Buffer.alloc(50 * 1_048_576, 0x20));
    const large = { ...STARTED, data: { text: 'x'.repeat(270_000) } };
    const withValue = (scheme: string, value: string) => ({
      ...STARTED,
      identifiers: [{ scheme, value }],
    });
    const cases: [string, Sent, number, string[]][] = [
      ['no body', { payload: '' }, 400, []],
      ['text that is not JSON', { payload: '{"type": nope}' }, 400, []],
      ['bytes that are not UTF-8', { payload: Buffer.from('{"id":"\xff"}', 'latin1') }, 400, []],
      ['a body nested too deeply', { payload: deepData }, 400, []],
      ['a hundred thousand brackets', { payload: '['.repeat(100_000) }, 400, []],
      [
        'a key that reaches a prototype',
        { payload: '{"data":{"__proto__":{"a":1}}}' },
        400,
        ['/data/__proto__'],
      ],
      [
        'the same, escaped',
        { payload: '{"data":{"\\u005f_proto__":1}}' },
        400,
        ['/data/__proto__'],
      ],
      ['a constructor', { payload: '{"data":[{"constructor":{}}]}' }, 400, ['/data/0/constructor']],
      ['a number past what is kept', { payload: '{"data":{"n":1e999}}' }, 400, ['/data/n']],
      ['a body past 1 MiB', { payload: `"${'x'.repeat(1_100_000)}"` }, 413, []],
      ['a gzip bomb', { payload: bomb, headers: { 'content-encoding': 'gzip' } }, 413, []],
      ['what is not gzip', { payload: 'x', headers: { 'content-encoding': 'gzip' } }, 400, []],
      ['another encoding', { payload: 'x', headers: { 'content-encoding': 'br' } }, 415, []],
      [
        'another content type',
        { payload: '<a/>', headers: { 'content-type': 'text/xml' } },
        415,
        [],
      ],
      [
        'a form',
        { payload: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
        415,
        [],
      ],
      ['an event past 256 KiB', { payload: large }, 413, []],
      ['an empty array', { payload: [] }, 400, []],
      ['1,001 events', { payload: Array.from({ length: 1_001 }, () => 1) }, 413, []],
      ['a number', { payload: '7' }, 422, ['']],
      ['an unknown field', { payload: { ...STARTED, colour: 'red' } }, 422, ['/colour']],
      [
        'several faults',
        { payload: { type: 'A B', data: 3 } },
        422,
        ['/channel', '/data', '/source', '/type'],
      ],
      ['no identifier', { payload: { ...STARTED, identifiers: [] } }, 422, ['/identifiers']],
      [
        '21 identifiers',
        {
          payload: {
            ...STARTED,
            identifiers: Array.from({ length: 21 }, (_, i) => ({
              scheme: 'cookie',
              value: `${i}`,
            })),
          },
        },
        422,
        ['/identifiers'],
      ],
      [
        'a time that does not exist',
        { payload: { ...STARTED, time: '2026-02-31T25:00:00Z' } },
        422,
        ['/time'],
      ],
      [
        'a clock two days ahead',
        { payload: { ...STARTED, time: '2026-11-23T10:15:01Z' } },
        422,
        ['/time'],
      ],
      [
        'a clock back at 1970',
        { payload: { ...STARTED, time: '1970-01-01T00:00:00Z' } },
        422,
        ['/time'],
      ],
      [
        'a journey id that is none',
        { payload: { ...STARTED, journey: { id: '../x' } } },
        422,
        ['/journey/id'],
      ],
      [
        'a bidi override in an identifier',
        { payload: withValue('email', 'ana\u202e@example.org') },
        422,
        ['/identifiers/0/value'],
      ],
      [
        'a zero-width space',
        { payload: withValue('cookie', 'c\u200b81') },
        422,
        ['/identifiers/0/value'],
      ],
      [
        'a lone surrogate',
        { payload: withValue('cookie', 'c\ud800') },
        422,
        ['/identifiers/0/value'],
      ],
      [
        'a Hangul filler',
        { payload: withValue('customer', 'a\u3164b') },
        422,
        ['/identifiers/0/value'],
      ],
      [
        'a phone number of no country',
        { payload: withValue('phone', '0491 570 006') },
        422,
        ['/identifiers/0/value'],
      ],
      ['control characters in an id', { payload: { ...STARTED, id: 'a\u0000b' } }, 422, ['/id']],
    ];

    it.each(cases)('%s', async (_what, sent, status, pointers) => {
      const response = await send(gateway, sent);
      expect(response.statusCode).toBe(status);
      expect(response.headers['content-type']).toContain('application/problem+json');
      const problem = response.json<Problem>();
      expect(problem).toMatchObject({ status, instance: '/v1/interactions' });
      expect(problem.detail).not.toBe('');
      expect((problem.errors ?? []).map((one) => one.pointer).sort()).toEqual([...pointers].sort());
    });

    it('the place of a syntax error', async () => {
      const response = await send(gateway, { payload: '{"type": "a",\n  oops}' });
      expect(response.json<Problem>().detail).toContain('line 2, column 3');
    });
  });

  describe('with channel keys', () => {
    it.each([
      ['no key', undefined, 401],
      ['what is no key', 'Bearer nonsense', 401],
      ['another key', `Bearer tl_0123456789ab_${'A'.repeat(43)}`, 401],
      ['another way to log in', 'Basic YTpi', 401],
    ])('refuses %s', async (_what, authorization, status) => {
      const response = await gateway.app.inject({
        method: 'POST',
        url: '/v1/interactions',
        headers: authorization === undefined ? {} : { authorization },
        payload: STARTED,
      });
      expect(response.statusCode).toBe(status);
      expect(response.json<Problem>().type).toMatch(/no-key|wrong-key/);
    });

    it('refuses a channel or a type that is not the key’s', async () => {
      const key = await gateway.keys.create('web team', {
        channels: ['web'],
        types: ['application.*'],
      });
      const web = await send({ ...gateway, key }, { payload: { ...STARTED, id: 's-1' } });
      expect(web.statusCode).toBe(202);
      const phone = await send({ ...gateway, key }, { payload: { ...STARTED, channel: 'phone' } });
      expect(phone.statusCode).toBe(403);
      const other = await send({ ...gateway, key }, { payload: { ...STARTED, type: 'card.lost' } });
      expect(other.statusCode).toBe(403);
    });

    it('refuses a revoked key at once', async () => {
      const key = await gateway.keys.create('leaver', { channels: ['*'], types: ['*'] });
      await gateway.keys.revoke(key.split('_')[1] ?? '');
      const response = await send({ ...gateway, key }, { payload: STARTED });
      expect(response.statusCode).toBe(401);
    });
  });
});

describe('POST /v1/interactions when the log does not acknowledge', () => {
  it('answers 503 with Retry-After and promises nothing', async () => {
    const gateway = await openGateway({
      log: (log) => ({
        ...log,
        bounds: (topic) => log.bounds(topic),
        subscribe: (subscription, consumer) => log.subscribe(subscription, consumer),
        append: () => Promise.reject(new ThroughlineError('UNAVAILABLE', 'no broker')),
      }),
    });
    const response = await send(gateway, { payload: STARTED });
    expect(response.statusCode).toBe(503);
    expect(response.headers['retry-after']).toBe('1');
    await gateway.close();
  });
});

describe('reading', () => {
  it('needs a key too once others than this machine can reach the server', async () => {
    const gateway = await openGateway({ host: '0.0.0.0' });
    const url = '/v1/journeys';
    expect((await gateway.app.inject({ url })).statusCode).toBe(401);
    const headers = { authorization: `Bearer ${gateway.key}` };
    expect((await gateway.app.inject({ url, headers })).statusCode).toBe(200);
    await gateway.close();
  });
});
