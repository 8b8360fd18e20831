import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Topics } from '#contracts';
import { type GatewayFixture, openGateway } from '../testing/gateway-fixture.js';

const NAME = 'card-application';
const SHIPPED = join(process.cwd(), 'journeys', NAME, 'v1.yaml');
const URL = `/v1/definitions/${NAME}/backtests`;

describe('a backtest over HTTP', () => {
  let gateway: GatewayFixture;
  let draft: string;

  beforeEach(async () => {
    gateway = await openGateway();
    draft = (await readFile(SHIPPED, 'utf8')).replace('version: 1', 'version: 2');
    const event = (who: string, type: string) => ({
      id: `${who}-${type}`,
      type,
      channel: 'web',
      source: '//bank.example/apply',
      identifiers: [{ scheme: 'email', value: `${who}@example.org`, verified: true }],
      data: { fullName: `Secret ${who}` },
    });
    const sent = ['ana', 'bo'].flatMap((who) => [
      event(who, 'application.started'),
      ...(who === 'ana' ? [event(who, 'application.withdrawn')] : []),
    ]);
    expect(await post('/v1/interactions', sent)).toMatchObject({ status: 202 });
  });
  afterEach(() => gateway.close());

  async function post(url: string, payload: object, key = gateway.key) {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const response = await gateway.app.inject({ method: 'POST', url, headers, payload });
    return {
      status: response.statusCode,
      body: response.json<Record<string, unknown>>(),
      response,
    };
  }

  it('compares a draft with the stable version on the log, and changes nothing', async () => {
    const before = await gateway.log.bounds(Topics.interactions);
    const deployed = await gateway.log.bounds(Topics.definitions);
    const same = await post(URL, { text: draft });
    expect(same).toMatchObject({
      status: 200,
      body: {
        journey: NAME,
        reading: { read: 3, total: 3, unreadable: 0, cut: false },
        journeys: { seen: 2, same: 2, different: 0 },
        live: { version: 1 },
        draft: { version: 2 },
      },
    });
    const other = await post(URL, {
      text: draft.replaceAll('application.withdrawn', 'application.taken-back'),
      against: 1,
    });
    expect(other.body).toMatchObject({
      journeys: { seen: 2, same: 1, different: 1 },
      outcomeMoves: expect.arrayContaining([
        expect.objectContaining({ live: 'withdrawn', draft: 'open', journeys: 1 }),
      ]),
      dispositionMoves: [
        {
          event: 'application.withdrawn',
          live: 'advanced',
          draft: expect.stringMatching(/^unmatched: /),
          records: 1,
          example: 'ana-application.withdrawn',
        },
      ],
    });
    expect(await gateway.log.bounds(Topics.interactions)).toEqual(before);
    expect(await gateway.log.bounds(Topics.definitions)).toEqual(deployed);
  });

  it('has no value anybody gave', async () => {
    const { response } = await post(URL, { text: draft });
    expect(response.body).not.toMatch(/Secret|example\.org/);
  });

  it('says when it has not read all', async () => {
    const { body } = await post(URL, { text: draft, limit: 1 });
    expect(body).toMatchObject({ reading: { read: 1, total: 3, cut: true } });
  });

  it('takes one at a time', async () => {
    const { bounds } = gateway.log;
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<void>();
    jest.spyOn(gateway.log, 'bounds').mockImplementation(async (topic) => {
      if (topic === Topics.interactions) asked.resolve();
      if (topic === Topics.interactions) await answer.promise;
      return bounds.call(gateway.log, topic);
    });
    const first = post(URL, { text: draft });
    await asked.promise;
    const second = await post(URL, { text: draft });
    expect(second).toMatchObject({ status: 503, body: { title: 'Busy' } });
    expect(second.response.headers['retry-after']).toBe('10');
    answer.resolve();
    expect(await first).toMatchObject({ status: 200 });
    expect(await post(URL, { text: draft })).toMatchObject({ status: 200 });
  });

  it('refuses what it cannot compare', async () => {
    expect(await post(URL, { text: 'journey: [' })).toMatchObject({ status: 422 });
    expect(
      await post(URL, { text: draft.replace(`journey: ${NAME}`, 'journey: other') }),
    ).toMatchObject({
      status: 422,
      body: { detail: `The draft is a version of other, not of ${NAME}.` },
    });
    expect(await post(URL, { text: draft, against: 9 })).toMatchObject({
      status: 404,
      body: { detail: `There is no ${NAME}@9.` },
    });
    expect(await post('/v1/definitions/nothing/backtests', { text: draft })).toMatchObject({
      status: 404,
    });
    expect(await post(URL, { text: draft, limit: 0 })).toMatchObject({ status: 422 });
    expect(await post(URL, { text: draft }, 'tl_no')).toMatchObject({ status: 401 });
  });
});
