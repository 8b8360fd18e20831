import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Continuation } from '#journey';
import { type Clock, systemClock } from '#ports';
import { eventually } from '#testing';
import { type GatewayFixture, openFoldingGateway } from '../testing/gateway-fixture.js';

jest.setTimeout(300_000);

const MINUTE = 60_000;
const PERSONAL = /Ana|Silva|52000|N-1/;

describe('the page a hand-off’s link opens', () => {
  let gateway: GatewayFixture;
  let journey: string;
  let ahead = 0;
  const clock: Clock = {
    now: () => systemClock.now() + ahead,
    until: (at, signal) => systemClock.until(at - ahead, signal),
  };

  beforeAll(async () => {
    gateway = await openFoldingGateway({ clock });
    const identifiers = [{ scheme: 'cookie', value: 'c-1' }];
    const web = { channel: 'web', source: '//bank.example/apply', identifiers };
    const data = { fullName: 'Ana Silva', income: 52_000 };
    await post('/v1/interactions', [
      { ...web, id: '1', type: 'application.started' },
      { ...web, id: '2', type: 'application.details-submitted', data },
    ]);
    await eventually('the details are there', async () => {
      const { continuations } = await get('/v1/continuations?scheme=cookie&value=c-1');
      journey = continuations[0]?.journeyId ?? '';
      return continuations[0]?.fields['fullName']?.status === 'collected';
    });
  });
  afterAll(() => gateway.close());

  const post = async (url: string, payload: object) => {
    const headers = { authorization: `Bearer ${gateway.key}` };
    return (await gateway.app.inject({ method: 'POST', url, headers, payload })).json<unknown>();
  };
  const get = async (url: string) =>
    (await gateway.app.inject({ url })).json<{ continuations: readonly Continuation[] }>();

  /** A form as a browser sends it, without a key. */
  const send = (url: string, fields: Readonly<Record<string, string>>) =>
    gateway.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(fields).toString(),
    });
  async function token(asked: object = {}): Promise<string> {
    const making = { to: 'web', channel: 'phone', assurance: 'verified', ...asked };
    const { url } = (await post(`/v1/journeys/${journey}/handoffs`, making)) as { url: string };
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:8080\/handoff#h1\./);
    return url.slice(url.indexOf('#') + 1);
  }
  /** Looks where a link leads; gives the fields that its button sends. */
  async function look(secret: string): Promise<Record<string, string>> {
    const { statusCode, body } = await send('/handoff', { token: secret });
    expect(statusCode).toBe(200);
    const hidden = body.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g);
    return Object.fromEntries([...hidden].map(([, name, value]) => [name, value]));
  }

  it('says where it goes on and how long, and uses nothing up however often it is looked at', async () => {
    const secret = await token();
    for (const method of ['GET', 'HEAD'] as const) {
      expect((await gateway.app.inject({ method, url: '/handoff' })).statusCode).toBe(200);
    }
    await look(secret);
    const { body, headers } = await send('/handoff', { token: ` #${secret}\n` });
    expect(body).toContain('<h1>Credit card application</h1>');
    expect(body).toMatch(/<dd>web<\/dd>/);
    expect(body).toContain('15 minutes');
    expect(body).not.toMatch(PERSONAL);
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*form-action 'self'/);
    expect(headers['cache-control']).toBe('no-store');
    const fields = await look(secret);
    expect((await send('/handoff/go-on', fields)).statusCode).toBe(200);
  });

  it('goes on by its button, once, and shows where the customer is, but no value of theirs', async () => {
    const fields = await look(await token());
    const { body } = await send('/handoff/go-on', fields);
    expect(body).toContain('Prove who you are');
    expect(body).toContain('Full name');
    expect(body).toContain('Number of an identity document');
    expect(body).not.toMatch(PERSONAL);
    await eventually('the journey knows', async () => {
      const { continuations } = await get('/v1/continuations?scheme=cookie&value=c-1');
      return continuations[0]?.recent.at(-1)?.summary === 'Came over by code or link';
    });

    const again = await send('/handoff/go-on', fields);
    expect(again.statusCode).toBe(200);
    const another = { ...fields, id: fields['id']?.replace(/^./, (a) => (a === '0' ? '1' : '0')) };
    const used = await send('/handoff/go-on', another as Record<string, string>);
    expect(used.statusCode).toBe(409);
    expect(used.body).toContain('This hand-off was used already');
    expect((await send('/handoff', { token: fields['token'] ?? '' })).statusCode).toBe(409);
  });

  it('says plainly that a link is over, used or none of ours, and shows what it was sent as text', async () => {
    const secret = await token({ expiresIn: 'PT5M' });
    const fields = await look(secret);
    ahead += 5 * MINUTE;
    for (const over of [await send('/handoff', fields), await send('/handoff/go-on', fields)]) {
      expect(over.statusCode).toBe(410);
      expect(over.headers['content-type']).toMatch(/^text\/html/);
      expect(over.body).toContain('This hand-off has expired');
    }
    for (const rubbish of ['', 'x', `${secret}x`, '<script>alert(1)</script>', 'a'.repeat(3_000)]) {
      const refused = await send('/handoff', { token: rubbish });
      expect(refused.statusCode).toBe(404);
      expect(refused.body).toContain('This hand-off is not known');
      expect(refused.body).not.toContain('<script>alert');
    }
    const forged = { ...fields, id: '"><script>' };
    expect((await send('/handoff/go-on', forged)).statusCode).toBe(422);
    expect((await send('/handoff', { token: 'a'.repeat(5_000) })).statusCode).toBe(413);
  });

  it('takes forms there and nowhere else', async () => {
    expect((await send('/v1/interactions', { a: 'b' })).statusCode).toBe(415);
    const asJson = await gateway.app.inject({ method: 'POST', url: '/handoff', payload: {} });
    expect(asJson.statusCode).toBe(404);
  });

  it.each(['handoff.css', 'handoff.js'])('has its own %s, and no other file', async (name) => {
    const { statusCode, headers } = await gateway.app.inject({ url: `/handoff/${name}` });
    expect(statusCode).toBe(200);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect((await gateway.app.inject({ url: '/handoff/..%2fpackage.json' })).statusCode).toBe(404);
  });
});
