import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import decodeQR from 'qr/decode.js';
import { checkDigit } from '#customers';
import { type Continuation } from '#journey';
import { HandOffExpiry } from '#continuity';
import { type Clock, systemClock } from '#ports';
import { eventually } from '#testing';
import { type GatewayFixture, openFoldingGateway } from '../testing/gateway-fixture.js';

jest.setTimeout(300_000);

const MINUTE = 60_000;

interface Made {
  readonly id: string;
  readonly code: string;
  readonly url: string;
  readonly qr: string;
  readonly expiresAt: string;
}

interface Redeemed {
  readonly journeyId: string;
  readonly assurance: string;
  readonly continuation: Continuation;
}

interface Told {
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

describe('a hand-off', () => {
  let gateway: GatewayFixture;
  let customers = 0;
  let ahead = 0;
  const clock: Clock = {
    now: () => systemClock.now() + ahead,
    until: (at, signal) => systemClock.until(at - ahead, signal),
  };

  beforeAll(async () => {
    gateway = await openFoldingGateway({ clock, regions: { phone: 'AU' } });
  });
  afterAll(() => gateway.close());

  const post = async (url: string, payload: unknown, key = gateway.key) => {
    const response = await gateway.app.inject({
      method: 'POST',
      url,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      payload: JSON.stringify(payload),
    });
    return {
      status: response.statusCode,
      headers: response.headers,
      body: response.json<unknown>(),
    };
  };
  const get = async <T>(url: string): Promise<T> => (await gateway.app.inject({ url })).json<T>();

  /** A customer who has begun on a channel; gives the journey. */
  async function began(channel = 'web'): Promise<string> {
    const cookie = `c-${String(customers++)}`;
    const identifiers = [{ scheme: 'cookie', value: cookie }];
    const source = '//bank.example/apply';
    const started = { channel, source, identifiers, type: 'application.started', id: cookie };
    const data = { fullName: 'Ana Silva', income: 52_000 };
    const said = { ...started, type: 'application.details-submitted', id: `${cookie}-2`, data };
    expect((await post('/v1/interactions', [started, said])).status).toBe(202);
    let journey = '';
    await eventually('the journey has its details', async () => {
      const { continuations } = await get<{ continuations: readonly Continuation[] }>(
        `/v1/continuations?scheme=cookie&value=${cookie}`,
      );
      journey = continuations[0]?.journeyId ?? '';
      return continuations[0]?.fields['fullName']?.status === 'collected';
    });
    return journey;
  }

  async function make(journey: string, asked: object): Promise<Made> {
    const { status, body } = await post(`/v1/journeys/${journey}/handoffs`, asked);
    expect(status).toBe(201);
    return body as Made;
  }
  const redeem = (asked: object, key?: string) => post('/v1/handoffs/redeem', asked, key);
  const tokenOf = ({ url }: Made): string => url.slice(url.indexOf('#') + 1);

  /** What the journey's history tells of hand-offs. */
  async function told(journey: string): Promise<readonly string[]> {
    const { entries } = await get<{ entries: readonly { type: string; channel?: string }[] }>(
      `/v1/journeys/${journey}/history`,
    );
    return entries
      .filter(({ type }) => type.startsWith('handoff.'))
      .map(({ type, channel }) => `${type} on ${String(channel)}`);
  }

  it('leads from the web to the phone by a code that is spoken', async () => {
    const journey = await began();
    const made = await make(journey, { to: 'phone', channel: 'web' });
    expect(made.code).toMatch(/^\d{3} \d{3}$/);
    expect(Date.parse(made.expiresAt) - clock.now()).toBeGreaterThan(14 * MINUTE);

    const phone = [{ scheme: 'phone', value: '+61 491 570 006' }];
    const { status, body } = await redeem({
      code: made.code,
      channel: 'phone',
      identifiers: phone,
    });
    expect(status).toBe(200);
    const { journeyId, assurance, continuation } = body as Redeemed;
    expect({ journeyId, assurance }).toEqual({ journeyId: journey, assurance: 'known' });
    expect(continuation.fields['fullName']).toEqual({ status: 'collected' });
    expect(JSON.stringify(body)).not.toContain('Ana');
    expect(continuation.next.some(({ here, prompt }) => here && prompt !== null)).toBe(true);

    await eventually('the history tells both', async () => (await told(journey)).length === 2);
    expect(await told(journey)).toEqual(['handoff.made on web', 'handoff.redeemed on phone']);
    const found = await get<{ continuations: readonly Continuation[] }>(
      '/v1/continuations?scheme=phone&value=%2B61491570006',
    );
    expect(found.continuations).toMatchObject([{ journeyId: journey, lastChannel: 'phone' }]);
  });

  it('leads from the phone to the web by a signed link, which a QR code shows too', async () => {
    const journey = await began('phone');
    const link = 'https://bank.example/continue';
    const made = await make(journey, { to: 'web', assurance: 'verified', link });
    expect(made.url.startsWith(`${link}#`)).toBe(true);
    expect(made.qr).toMatch(/^<svg /);
    expect(made.qr).not.toMatch(/<script|onload|href/i);
    expect(textIn(made.qr)).toBe(made.url);

    const cookie = [{ scheme: 'cookie', value: 'laptop' }];
    const { status, body } = await redeem({
      token: tokenOf(made),
      channel: 'web',
      identifiers: cookie,
    });
    expect(status).toBe(200);
    expect((body as Redeemed).continuation.fields['fullName']).toMatchObject({
      value: 'Ana Silva',
    });
  });

  it('leads from a branch to the phone in the hand, together with what is done there', async () => {
    const journey = await began('branch');
    const { code } = await make(journey, { to: 'mobile', assurance: 'verified' });
    const step = {
      id: 'm-1',
      type: 'identity.submitted',
      channel: 'mobile',
      source: '//bank.example/app',
      identifiers: [{ scheme: 'device', value: 'd-7' }],
      journey: { handoff: code },
      data: { idNumber: 'N-1' },
    };
    for (let sent = 1; sent <= 2; sent++) {
      const { status, body } = await post('/v1/interactions', step);
      expect(status).toBe(202);
      expect(body).toMatchObject({ accepted: [{ id: 'm-1', subjectId: journey.slice(0, 20) }] });
    }
    const other = await post('/v1/interactions', { ...step, id: 'm-2' });
    expect(other).toMatchObject({ status: 409, body: { title: 'This hand-off was used already' } });
    await eventually('the step is taken', async () => {
      const { fields } = await get<{ fields: Record<string, unknown> }>(`/v1/journeys/${journey}`);
      return 'idNumber' in fields;
    });
    expect(await told(journey)).toEqual(['handoff.made on branch', 'handoff.redeemed on mobile']);
  });

  it('reads a number without a country code as of the country of the channel it leads to', async () => {
    const journey = await began();
    const { code } = await make(journey, { to: 'phone' });
    const identifiers = [{ scheme: 'phone', value: '0491 570 110' }];
    expect((await redeem({ code, channel: 'phone', identifiers })).status).toBe(200);
    const found = await get<{ continuations: readonly Continuation[] }>(
      '/v1/continuations?scheme=phone&value=%2B61491570110',
    );
    expect(found.continuations).toMatchObject([{ journeyId: journey }]);
  });

  it('binds nothing and shows no value to somebody who stays anonymous', async () => {
    const journey = await began();
    const { code } = await make(journey, { to: 'chat', assurance: 'anonymous' });
    const chat = [{ scheme: 'chat', value: 'chat-1' }];
    const { body } = await redeem({ code, channel: 'chat', identifiers: chat });
    const { continuation } = body as Redeemed;
    for (const field of Object.values(continuation.fields)) {
      expect(Object.keys(field)).toEqual(['status']);
    }
    expect(continuation.progress.of).toBeGreaterThan(0);
    const found = await get<{ subjectId: string | null }>(
      '/v1/continuations?scheme=chat&value=chat-1',
    );
    expect(found.subjectId).toBeNull();
  });

  it.each([
    ['known', 'known'],
    ['verified', 'verified'],
  ])(
    'shows who comes back by what a hand-off at %s bound what it showed them then, also by what they wrote',
    async (assurance, shown) => {
      const journey = await began();
      const { code } = await make(journey, { to: 'mobile', assurance });
      const [device, number] = [`d-${assurance}`, assurance === 'known' ? '57' : '58'];
      const phone = `+614915701${number}`;
      const step = {
        id: `m-${assurance}`,
        type: 'application.started',
        channel: 'mobile',
        source: '//bank.example/app',
        identifiers: [{ scheme: 'device', value: device }],
        journey: { handoff: code },
        data: { phone },
      };
      expect((await post('/v1/interactions', step)).status).toBe(202);
      for (const [scheme, value] of [
        ['device', device],
        ['phone', encodeURIComponent(phone)],
      ]) {
        const found = await get<{ assurance: string; continuations: readonly Continuation[] }>(
          `/v1/continuations?scheme=${String(scheme)}&value=${String(value)}`,
        );
        expect(found).toMatchObject({ assurance: shown, continuations: [{ journeyId: journey }] });
        expect(JSON.stringify(found).includes('Ana')).toBe(shown === 'verified');
      }
    },
  );

  it('binds nothing that an anonymous one writes, either', async () => {
    const journey = await began();
    const { code } = await make(journey, { to: 'chat', assurance: 'anonymous' });
    const chat = { channel: 'chat', source: '//bank.example/chat', id: 'chat-9' };
    const said = { ...chat, type: 'application.started', data: { email: 'eve@example.org' } };
    expect((await post('/v1/interactions', { ...said, journey: { handoff: code } })).status).toBe(
      202,
    );
    const found = await get<{ subjectId: string | null }>(
      '/v1/continuations?scheme=email&value=eve@example.org',
    );
    expect(found.subjectId).toBeNull();
  });

  it('takes nobody’s word for verified below the assurance for it', async () => {
    const journey = await began();
    const { code } = await make(journey, { to: 'phone', assurance: 'known' });
    const phone = [{ scheme: 'phone', value: '+61 491 570 156', verified: true }];
    expect((await redeem({ code, channel: 'phone', identifiers: phone })).status).toBe(200);
    const subject = await get<{ identifiers: readonly { scheme: string; verified: boolean }[] }>(
      '/v1/subjects?scheme=phone&value=%2B61491570156',
    );
    const phones = subject.identifiers.filter(({ scheme }) => scheme === 'phone');
    expect(phones.map(({ verified }) => verified)).toEqual([false]);
  });

  it('works once, however many try at once; the same redeeming sent again is answered again', async () => {
    const journey = await began();
    const { code } = await make(journey, { to: 'phone' });
    const racers = Array.from({ length: 8 }, (_, i) => `try-${String(i)}`);
    const came = await Promise.all(racers.map((id) => redeem({ code, channel: 'phone', id })));
    const statuses = came.map(({ status }) => status).toSorted();
    expect(statuses).toEqual([200, 409, 409, 409, 409, 409, 409, 409]);
    const winner = racers[came.findIndex(({ status }) => status === 200)];
    expect((await redeem({ code, channel: 'phone', id: winner })).status).toBe(200);
    await eventually('it is redeemed', async () => (await told(journey)).length >= 2);
    expect(await told(journey)).toEqual(['handoff.made on web', 'handoff.redeemed on phone']);
  });

  it('says what is wrong in words of its own, and nothing else', async () => {
    const journey = await began();
    const made = await make(journey, { to: 'phone', expiresIn: 'PT5M' });
    const digits = made.code.replaceAll(' ', '');
    const swapped = `${digits.slice(0, 5)}${String((Number(digits[5]) + 1) % 10)}`;
    const mistyped = await redeem({ code: swapped, channel: 'phone' });
    expect(mistyped).toMatchObject({ status: 422, body: { errors: [{ pointer: '/code' }] } });
    expect(await redeem({ code: anotherCode(digits), channel: 'phone' })).toMatchObject({
      status: 404,
      body: { type: 'urn:throughline:problem:handoff-unknown' },
    });
    expect((await redeem({ code: made.code, channel: 'chat' })).status).toBe(404);
    const token = tokenOf(made);
    const [keyId, , ...rest] = token.split('.');
    const forged = [keyId, 'A'.repeat(22), ...rest].join('.');
    expect((await redeem({ token: forged, channel: 'phone' })).status).toBe(404);
    expect((await redeem({ token, channel: 'web' })).status).toBe(409);

    ahead += 5 * MINUTE;
    const over = { status: 410, body: { type: 'urn:throughline:problem:handoff-expired' } };
    expect(await redeem({ code: made.code, channel: 'phone' })).toMatchObject(over);
    expect(await redeem({ token, channel: 'phone' })).toMatchObject(over);
    await gateway.app.get(HandOffExpiry).tell();
    await eventually('the journey hears of it', async () => (await told(journey)).length === 2);
    expect(await told(journey)).toEqual(['handoff.made on web', 'handoff.expired on web']);
  });

  it('is refused with all else that is wrong before it is used', async () => {
    const journey = await began();
    const { code } = await make(journey, { to: 'phone' });
    const phone = [{ scheme: 'phone', value: 'call me' }];
    const refused = await redeem({ code, channel: 'phone', identifiers: phone });
    expect(refused).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/identifiers/0/value' }] },
    });
    expect((await redeem({ channel: 'phone' })).status).toBe(422);
    expect((await redeem({ code, channel: 'phone' })).status).toBe(200);
  });

  it('needs a key for the channel it is made or redeemed on', async () => {
    const journey = await began();
    const key = await gateway.keys.create('shop', { channels: ['web'], types: ['*'] });
    const asked = { to: 'phone', channel: 'phone' };
    expect((await post(`/v1/journeys/${journey}/handoffs`, asked, key)).status).toBe(403);
    const { code } = await make(journey, { to: 'phone' });
    expect((await redeem({ code, channel: 'phone' }, key)).status).toBe(403);
  });

  it.each([
    [{ to: 'phone', expiresIn: 'PT10S' }, '/expiresIn'],
    [{ to: 'phone', expiresIn: 'P2D' }, '/expiresIn'],
    [{ to: 'phone', link: 'http://bank.example/' }, '/link'],
    [{ to: 'phone', link: 'javascript:alert(1)' }, '/link'],
    [{ to: 'phone', assurance: 'sure' }, '/assurance'],
    [{}, '/to'],
  ])('is not made of %j', async (asked, pointer) => {
    const { status, body } = await post(`/v1/journeys/${await began()}/handoffs`, asked);
    expect(status).toBe(422);
    expect((body as Told).errors?.[0]?.pointer).toBe(pointer);
  });

  it('leads to no channel that nobody knows, and says which one was probably meant', async () => {
    const to = async (channel: string) => {
      const { status, body } = await post(`/v1/journeys/${await began()}/handoffs`, {
        to: channel,
      });
      return { status, fault: (body as Told).errors?.[0] };
    };
    expect(await to('phnoe')).toEqual({
      status: 422,
      fault: { pointer: '/to', detail: 'there is no channel phnoe; did you mean phone?' },
    });
    expect((await to('zeppelin')).fault).toMatchObject({
      pointer: '/to',
      detail: expect.stringMatching(
        /^there is no channel zeppelin; known are airport, .*phone, .*web$/,
      ),
    });
  });

  it('is not recorded by anybody but the gateway', async () => {
    const journey = { id: await began() };
    const source = '//bank.example/apply';
    const forged = { channel: 'web', source, journey, type: 'handoff.redeemed' };
    expect((await post('/v1/interactions', forged)).status).toBe(422);
  });

  it('cannot be guessed: callers are stopped one by one, and then all of them', async () => {
    await gateway.keys.create('kiosk', { channels: ['kiosk'], types: ['*'] });
    const journey = await began();
    const { code, url } = await make(journey, { to: 'kiosk' });
    const digits = code.replaceAll(' ', '');
    const wrong = anotherCode(digits);
    const call = (caller: string) => ({
      code: wrong,
      channel: 'kiosk',
      identifiers: [{ scheme: 'session', value: caller }],
    });
    for (let i = 0; i < 5; i++) expect((await redeem(call('one'))).status).toBe(404);
    const stopped = await redeem(call('one'));
    expect(stopped).toMatchObject({
      status: 429,
      body: { type: 'urn:throughline:problem:too-many-attempts' },
    });
    expect(Number(stopped.headers['retry-after'])).toBeGreaterThan(0);
    const statuses = [];
    for (let i = 0; i < 20; i++) statuses.push((await redeem(call(`caller-${String(i)}`))).status);
    expect(statuses.filter((status) => status === 404).length).toBeLessThanOrEqual(15);
    expect(statuses.at(-1)).toBe(429);
    expect((await redeem({ code, channel: 'kiosk' })).status).toBe(429);
    const token = url.slice(url.indexOf('#') + 1);
    expect((await redeem({ token, channel: 'kiosk' })).status).toBe(200);
  });
});

/** A code that is right and not this one. */
function anotherCode(digits: string): string {
  const first = String((Number(digits[0]) + 1) % 10) + digits.slice(1, -1);
  return first + String(checkDigit(first));
}

/** What a QR code of `qrCode` says: its modules are drawn as a picture, which a decoder reads. */
function textIn(svg: string): string {
  const size = Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1]);
  const scale = 4;
  const side = size * scale;
  const data = new Uint8Array(side * side * 3).fill(255);
  let [x, y] = [0, 0];
  for (const [, how, dx, dy] of svg.matchAll(/([Mm])(-?\d+)[ ,]?(-?\d+)/g)) {
    x = Number(dx) + (how === 'm' ? x : 0);
    y = Number(dy) + (how === 'm' ? y : 0);
    for (let row = y * scale; row < (y + 1) * scale; row++) {
      data.fill(0, (row * side + x * scale) * 3, (row * side + (x + 1) * scale) * 3);
    }
  }
  return decodeQR({ width: side, height: side, data });
}
