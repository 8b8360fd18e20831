import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ceHeaders, Topics } from '#contracts';
import { systemClock } from '#ports';
import { eventually } from '#testing';
import { type GatewayFixture, openFoldingGateway } from '../testing/gateway-fixture.js';

interface Entry {
  readonly id: string;
  readonly status: string;
  readonly reason: string;
  readonly type: string;
  readonly recordId: string;
  readonly subjectId: string;
  readonly closing: { readonly became: string; readonly disposition: string } | null;
}
interface Page {
  readonly entries: readonly Entry[];
  readonly cursor: string | null;
  readonly counts: Readonly<Record<string, number>>;
}
interface Problem {
  readonly type: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

const WEB = { channel: 'web', source: '//bank.example/apply' };
/** Bytes that are no text. */
const SEAL = Buffer.from([0xc3, 0x28, 0x00, 0xff]);
const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString();
const DETAILS = {
  fullName: 'Ana Silva',
  email: 'ana@example.org',
  phone: '+61412345678',
  income: 52_000,
};

describe('the inboxes', () => {
  let gateway: GatewayFixture;

  beforeAll(async () => {
    gateway = await openFoldingGateway({ clock: systemClock });
  }, 300_000);
  afterAll(() => gateway.close());

  const get = async <T>(url: string, headers = {}): Promise<T> =>
    (await gateway.app.inject({ url, headers })).json<T>();
  const post = (url: string, payload: object, headers = {}) =>
    gateway.app.inject({
      method: 'POST',
      url,
      headers: { authorization: `Bearer ${gateway.key}`, 'x-operator': 'jo', ...headers },
      payload,
    });
  async function send(payload: Record<string, unknown>): Promise<void> {
    const response = await post('/v1/interactions', { ...WEB, ...payload });
    expect(response.statusCode).toBe(202);
  }
  const list = (query = '', inbox = 'unmatched'): Promise<Page> => get(`/v1/${inbox}?${query}`);

  /** The entry about an interaction, once it is there and passes. */
  async function entryOf(
    recordId: string,
    passes: (entry: Entry) => boolean = () => true,
    query = '',
    inbox = 'unmatched',
  ): Promise<Entry> {
    let found: Entry | undefined;
    await eventually(`an entry about ${recordId}`, async () => {
      found = (await list(query, inbox)).entries.find((one) => one.recordId === recordId);
      return found !== undefined && passes(found);
    });
    if (found === undefined) throw new Error(recordId);
    return found;
  }

  async function customerInDetails(email: string): Promise<void> {
    const identifiers = [{ scheme: 'email', value: email, verified: true }];
    await send({ id: `start-${email}`, type: 'application.started', identifiers });
    await eventually('the journey is open', async () => {
      const answer = await get<{ continuations: unknown[] }>(
        `/v1/continuations?scheme=email&value=${email}`,
      );
      return answer.continuations.length === 1;
    });
  }

  describe('an event that nobody knows', () => {
    const email = 'ana@example.org';
    const identifiers = [{ scheme: 'email', value: email, verified: true }];
    let entry: Entry;

    beforeAll(async () => {
      await customerInDetails(email);
      await send({ id: 'typo', type: 'aplication.details-submitted', identifiers, data: DETAILS });
      entry = await entryOf('typo');
    });

    it('waits with its reason, and is found by what is known of it', async () => {
      expect(entry).toMatchObject({
        status: 'open',
        reason: 'no-definition',
        type: 'aplication.details-submitted',
        source: WEB.source,
        origin: { topic: Topics.interactions },
      });
      const { counts } = await list('limit=1');
      expect(counts['no-definition']).toBe(1);
      for (const query of [
        'reason=no-definition',
        'type=aplication.details-submitted',
        `subject=${entry.subjectId}`,
        'since=2020-01-01T00:00:00Z',
      ]) {
        expect((await list(query)).entries.map(({ id }) => id)).toContain(entry.id);
      }
      for (const query of [
        'reason=guard-false',
        'type=x',
        'subject=x',
        'since=2999-01-01T00:00:00Z',
        'definition=card-application',
        'status=closed',
      ]) {
        expect((await list(query)).entries.map(({ id }) => id)).not.toContain(entry.id);
      }
    });

    it('is explained: what was sent, without the personal values, and what it would come to now', async () => {
      const shown = await get(`/v1/unmatched/${entry.id}`);
      expect(shown).toMatchObject({
        masked: true,
        interaction: {
          id: 'typo',
          channel: 'web',
          identifiers: [{ scheme: 'email', value: '•••' }],
          data: { fullName: '•••', income: 52_000 },
        },
        unreadable: null,
        now: { disposition: { kind: 'unmatched', reason: 'no-definition' } },
        journeys: [{ definition: 'card-application', state: ['details'] }],
      });
      expect(JSON.stringify(shown)).not.toContain('Ana Silva');
    });

    it('shows personal values to who says who and why', async () => {
      const url = `/v1/unmatched/${entry.id}?reveal=case-7`;
      expect((await gateway.app.inject({ url })).statusCode).toBe(401);
      const headers = { authorization: `Bearer ${gateway.key}` };
      expect(await get(url, headers)).toMatchObject({
        masked: false,
        interaction: { identifiers: [{ value: email }], data: DETAILS },
      });
    });

    it('tells what an edit would come to without doing it', async () => {
      const edit = { type: 'application.details-submitted' };
      const body = { reason: 'typo', dryRun: true, edit };
      const response = await post(`/v1/unmatched/${entry.id}/replay`, body);
      expect(response.statusCode).toBe(200);
      expect(response.json()).toMatchObject({
        dryRun: true,
        foreseen: {
          subjectId: entry.subjectId,
          disposition: { kind: 'advanced' },
          events: expect.arrayContaining([
            expect.objectContaining({ type: 'advanced', from: ['details'], to: ['identity'] }),
          ]),
        },
      });
      expect((await list(`subject=${entry.subjectId}`)).entries).toMatchObject([
        { status: 'open' },
      ]);
    });

    it('refuses an edit that channels could not send, saying where', async () => {
      const wrong = { channel: 'WEB SITE', time: '1970-01-01T00:00:00Z', data: DETAILS };
      const faults = async (edit: object): Promise<string[]> => {
        const response = await post(`/v1/unmatched/${entry.id}/replay`, { reason: 'x', edit });
        expect(response.statusCode).toBe(422);
        expect(response.headers['content-type']).toContain('application/problem+json');
        return (response.json<Problem>().errors ?? []).map(({ pointer }) => pointer);
      };
      expect(await faults(wrong)).toContain('/edit/channel');
      expect(await faults({ time: '1970-01-01T00:00:00Z' })).toEqual(['/edit/time']);
      expect(await faults({ identifiers: [{ scheme: 'email', value: 'no mail' }] })).toEqual([
        '/edit/identifiers/0/value',
      ]);
      expect(await faults({ id: 'mine' })).toEqual(['/edit/id']);
    });

    it('edited and sent again advances the journey, once, and is closed', async () => {
      const body = { reason: 'typo in the form', edit: { type: 'application.details-submitted' } };
      const answers = await Promise.all(
        [1, 2, 3].map(() => post(`/v1/unmatched/${entry.id}/replay`, body)),
      );
      expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([202, 409, 409]);
      const accepted = answers.find(({ statusCode }) => statusCode === 202);
      expect(accepted?.json()).toMatchObject({ id: `re-${entry.id}`, dryRun: false });
      const closed = await entryOf('typo', ({ closing }) => closing !== null, 'status=closed');
      expect(closed).toMatchObject({
        status: 'replayed',
        closing: { became: 'advanced' },
        attempt: { by: expect.stringMatching(/^jo \(/), reason: 'typo in the form' },
      });
      const answer = await get<{ continuations: { stateTitle: string }[] }>(
        `/v1/continuations?scheme=email&value=${email}`,
      );
      expect(answer.continuations).toMatchObject([{ stateTitle: 'Prove who you are' }]);
      const again = await post(`/v1/unmatched/${entry.id}/replay`, body);
      expect(again.statusCode).toBe(409);
      expect(again.json<Problem>().detail).toContain('became advanced');
      expect((await list(`subject=${entry.subjectId}`)).entries).toEqual([]);
    });

    it('keeps in the log who sent it again and why', async () => {
      const { records } = await findInLog(`re-${entry.id}`);
      expect(records).toEqual([
        expect.objectContaining({
          ce_source: WEB.source,
          ce_replayof: entry.id,
          ce_replayedby: expect.stringMatching(/^jo \(/),
          ce_replayreason: 'typo in the form',
        }),
      ]);
    });
  });

  it('a replay that nothing takes either has an entry of its own', async () => {
    const identifiers = [{ scheme: 'cookie', value: 'c-9' }];
    await send({ id: 'stray', type: 'mystery.one', identifiers });
    const entry = await entryOf('stray');
    const body = { reason: 'try', edit: { type: 'mystery.two' } };
    expect((await post(`/v1/unmatched/${entry.id}/replay`, body)).statusCode).toBe(202);
    const next = await entryOf(`re-${entry.id}`);
    expect(next).toMatchObject({ type: 'mystery.two', reason: 'no-definition' });
    const again = await post(`/v1/unmatched/${entry.id}/replay`, body);
    expect(again.statusCode).toBe(409);
    expect(again.json<Problem>().detail).toContain(next.id);
    expect((await post(`/v1/unmatched/${next.id}/replay`, body)).statusCode).toBe(202);
    await entryOf(`re-${next.id}`);
  });

  it('a discarded entry is closed with who did it, and stays closed', async () => {
    await send({
      id: 'junk',
      type: 'mystery.junk',
      identifiers: [{ scheme: 'cookie', value: 'c-1' }],
    });
    const entry = await entryOf('junk');
    const discard = (payload: object) => post(`/v1/unmatched/${entry.id}/discard`, payload);
    const rubbish = await discard({ why: 'no' });
    expect(rubbish.statusCode).toBe(422);
    expect(rubbish.json<Problem>().errors?.map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining(['/reason', '/why']),
    );
    expect((await discard({ reason: 'test traffic' })).statusCode).toBe(202);
    const closed = await entryOf('junk', ({ closing }) => closing !== null, 'status=closed');
    expect(closed).toMatchObject({ status: 'discarded', closing: { became: 'captured' } });
    expect((await discard({ reason: 'again' })).statusCode).toBe(409);
    const replay = await post(`/v1/unmatched/${entry.id}/replay`, { reason: 'x' });
    expect(replay.statusCode).toBe(409);
  });

  it('goes from page to page', async () => {
    const identifiers = [{ scheme: 'cookie', value: 'c-many' }];
    for (const n of [1, 2, 3, 4, 5])
      await send({ id: `m-${n}`, type: 'mystery.many', identifiers });
    await entryOf('m-5');
    const found: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: Page = await list(`type=mystery.many&limit=2${more}`);
      found.push(...page.entries.map(({ recordId }) => recordId));
      cursor = page.cursor;
    }
    expect(found).toEqual(['m-5', 'm-4', 'm-3', 'm-2', 'm-1']);
  });

  it('refuses what it does not know', async () => {
    for (const url of [
      '/v1/unmatched?limit=0',
      '/v1/unmatched?colour=red',
      '/v1/unmatched?cursor=nonsense',
      '/v1/unmatched?since=yesterday',
      '/v1/dead-letters?status=lost',
    ]) {
      const response = await gateway.app.inject({ url });
      expect([url, response.statusCode]).toEqual([url, 400]);
      expect(response.json<Problem>().errors?.length).toBe(1);
    }
    expect((await gateway.app.inject({ url: '/v1/unmatched/di-0-999999' })).statusCode).toBe(404);
    const missing = await post('/v1/unmatched/nobody/replay', { reason: 'x' });
    expect(missing.statusCode).toBe(404);
    const closed = await gateway.app.inject({
      method: 'POST',
      url: '/v1/unmatched/di-0-0/discard',
      payload: { reason: 'x' },
    });
    expect(closed.statusCode).toBe(401);
  });

  describe('a dead letter', () => {
    const letter = (recordId: string): Promise<Entry> =>
      entryOf(recordId, undefined, '', 'dead-letters');

    it('that cannot be read is sent after an edit says it anew', async () => {
      await customerInDetails('ben@example.org');
      await gateway.log.append([
        {
          topic: Topics.interactions,
          key: 'whoever',
          value: Buffer.from('{"this":"is no Avro"}'),
          headers: ceHeaders({ id: 'broken', source: '//legacy', type: 'application.details' }),
        },
      ]);
      const entry = await letter('broken');
      expect(entry).toMatchObject({ reason: 'UNREADABLE', source: '//legacy' });
      expect(await get(`/v1/dead-letters/${entry.id}`)).toMatchObject({
        interaction: null,
        unreadable: expect.any(String),
        letter: { value: null, size: 21, whole: true },
        now: { status: 422 },
      });
      const headers = { authorization: `Bearer ${gateway.key}` };
      const revealed = await get<{ letter: { value: string } }>(
        `/v1/dead-letters/${entry.id}?reveal=case-8`,
        headers,
      );
      expect(Buffer.from(revealed.letter.value, 'base64').toString()).toBe('{"this":"is no Avro"}');

      const replay = (body: object) => post(`/v1/dead-letters/${entry.id}/replay`, body);
      const bare = await replay({ reason: 'mend' });
      expect(bare.statusCode).toBe(422);
      expect(bare.json<Problem>().errors?.map(({ pointer }) => pointer)).toEqual(['/edit']);
      const edit = { type: 'application.details-submitted', data: DETAILS };
      const incomplete = await replay({ reason: 'mend', edit });
      expect(incomplete.json<Problem>().errors?.map(({ pointer }) => pointer)).toEqual([
        '/edit/channel',
      ]);
      const identifiers = [{ scheme: 'email', value: 'ben@example.org', verified: true }];
      const data = { fullName: 'Ben', income: 1 };
      const whole = { ...edit, channel: 'branch', identifiers, data };
      const done = await replay({ reason: 'mend', edit: whole });
      expect(done.json()).toMatchObject({ foreseen: { disposition: { kind: 'advanced' } } });
      const closed = await entryOf(
        'broken',
        ({ closing }) => closing !== null,
        'status=closed',
        'dead-letters',
      );
      expect(closed).toMatchObject({ status: 'replayed', closing: { became: 'advanced' } });
    });

    it('that is no interaction is appended as it was, and closed', async () => {
      const lost = {
        topic: Topics.journeyEvents,
        key: 'someone.journey',
        value: gateway.codec.encode('ClockAdvanced', { clock: 'live', time: 1 }),
        headers: { ce_id: Buffer.from('je-lost'), seal: SEAL },
      };
      const [place] = await gateway.log.append([lost]);
      const { partition = -1, offset = -1 } = place ?? {};
      const value = gateway.codec.encode('DeadLetter', {
        id: 'dl-throughline-desk-throughline.journey-events.v1-0-0-0',
        ...lost,
        partition,
        offset,
        key: Buffer.from(lost.key),
        reason: 'HANDLER_FAILED',
        causes: ['Error: no'],
        consumer: 'throughline-desk',
        journeyId: null,
        time: 1_000,
      });
      await gateway.log.append([{ topic: Topics.deadLetters, key: 'x', value }]);
      await eventually(
        'it is there',
        async () => (await list('reason=HANDLER_FAILED', 'dead-letters')).entries.length === 1,
      );
      const [entry] = (await list('reason=HANDLER_FAILED', 'dead-letters')).entries;
      const response = await post(`/v1/dead-letters/${entry?.id}/replay`, { reason: 'mended' });
      expect(response.statusCode).toBe(202);
      expect(response.json()).toMatchObject({ topic: Topics.journeyEvents, foreseen: null });
      await eventually('it is closed', async () =>
        (await list('status=closed', 'dead-letters')).entries.some(
          ({ id, status }) => id === entry?.id && status === 'replayed',
        ),
      );
      const edit = await post(`/v1/dead-letters/${entry?.id}/discard`, { reason: 'x' });
      expect(edit.statusCode).toBe(409);
      const { records } = await gateway.log.read(Topics.journeyEvents, partition, offset + 1);
      const again = records.find(({ headers }) => text(headers['ce_id']) === 'je-lost');
      expect(Buffer.from(again?.headers['seal'] ?? [])).toEqual(SEAL);
      expect(Buffer.from(again?.value ?? [])).toEqual(Buffer.from(lost.value));
    });

    it('is discarded without a customer', async () => {
      await gateway.log.append([
        {
          topic: Topics.interactions,
          key: 'x',
          value: Buffer.from('junk'),
          headers: ceHeaders({ id: 'junk-1', source: '//legacy', type: 'junk' }),
        },
      ]);
      const entry = await letter('junk-1');
      const response = await post(`/v1/dead-letters/${entry.id}/discard`, { reason: 'junk' });
      expect(response.statusCode).toBe(202);
      const closed = await entryOf('junk-1', undefined, 'status=closed', 'dead-letters');
      expect(closed).toMatchObject({ status: 'discarded', closing: { became: 'captured' } });
    });
  });

  async function findInLog(id: string) {
    const records: Record<string, string>[] = [];
    for (const { partition } of await gateway.log.bounds(Topics.interactions)) {
      const read = await gateway.log.read(Topics.interactions, partition, 0);
      for (const { headers } of read.records) {
        const texts = Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name, new TextDecoder().decode(value)]),
        );
        if (texts['ce_id'] === id) records.push(texts);
      }
    }
    return { records };
  }
});
