import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { loadConfig } from '#config';
import { ceHeaders, type SubjectId, Topics } from '#contracts';
import { start } from '#http';
import { EVENT_LOG, heldBy, IDENTITY_STORE, RECORD_CODEC } from '#nest';
import { conflictId, type EventLog, type IdentityStores, type RecordCodec } from '#ports';
import { ChannelKeys } from '#security';
import { eventually, temporaryDirectory } from '#testing';
import { backbone } from './backbone.js';
import { type Call, type Operation, PublishedApi } from './testing/published-api.js';

jest.setTimeout(300_000);

const NOBODY = 'abcdefghij234567abcd';
const NO_JOURNEY = `${NOBODY}.abcdefgh`;
const WHY = { reason: 'because' };
const WEB = { channel: 'web', source: '//bank.example/apply' };

const visit = (version: number, first: string): string => `
journey: visit
version: ${version}
title: A visit
startsOn: [visit.asked]
initial: ${first}
states:
  ${first}:
    channels: { web: /visit, phone: When would you like us to come? }
    on: { visit.done: { target: over } }
  over: { type: final, outcome: visited }
`;
const PLAN = 'migration: visit\nfrom: 1\nto: 2\nstates: { asked: wanted }\n';

/**
 * What no request alone brings about: faults of ours, parts that are away, time that passes, more than a test can send.
 */
const NOT_BY_ASKING: readonly RegExp[] = [
  / 50[03]$/,
  /^export-give 413$/,
  /^erasure-erase 202$/,
  /^handoffs-redeem 410$/,
  /^(interactions-take|handoffs-make|recognise-recognise) 429$/,
];

interface Entry {
  readonly id: string;
  readonly recordId: string;
}

describe('every call of the API', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let app: NestFastifyApplication;
  let api: PublishedApi;
  let narrow: string;
  let log: EventLog;
  let codec: RecordCodec;
  let identities: IdentityStores;
  let people = 0;

  beforeAll(async () => {
    directory = await temporaryDirectory();
    const environment = { PORT: '0', DATA_DIR: directory.path, LOG_LEVEL: 'silent' };
    const config = loadConfig(environment, 'backbone');
    const { prepare, module } = backbone();
    const started = await start({ module, ...(prepare !== undefined && { prepare }) }, config);
    ({ app } = started);
    const keys = app.get(ChannelKeys);
    narrow = await keys.create('narrow', { channels: ['branch'], types: ['nothing.at-all'] });
    const key = await keys.create('wide', { channels: ['*'], types: ['*'] });
    log = heldBy(app, EVENT_LOG);
    codec = heldBy(app, RECORD_CODEC);
    identities = heldBy(app, IDENTITY_STORE);
    const description = await fetch(`${started.address}/openapi.json`);
    api = new PublishedApi(started.address, key, (await description.json()) as never);
  });
  afterAll(async () => {
    await app.close();
    await directory.remove();
  });

  async function send(type: string, who: object, more: object = {}): Promise<SubjectId> {
    const body = { ...WEB, type, identifiers: [who], ...more };
    const receipt = await api.call('interactions-take', 202, { body });
    return (
      (receipt as { accepted: { subjectId: SubjectId }[] }).accepted[0]?.subjectId ??
      ('' as SubjectId)
    );
  }

  /** Somebody with a journey that runs. */
  async function somebody(fullName = 'Ana Silva') {
    const who = { scheme: 'customer', value: `c-${String(++people)}` };
    const data = { fullName, email: `${who.value}@example.org`, income: 52_000 };
    await send('application.started', who);
    const subject = await send('application.details-submitted', who, { data });
    const query = { scheme: who.scheme, value: who.value, channel: 'web' };
    let journey = '';
    await eventually('the details are in', async () => {
      const { continuations } = (await api.call('continuations-find', 200, { query })) as {
        continuations: { journeyId: string; known: string[] }[];
      };
      journey = continuations[0]?.journeyId ?? '';
      return continuations[0]?.known.includes('income') === true;
    });
    return { who, subject, journey, data };
  }

  async function conflict(): Promise<{ id: string; subjects: readonly [SubjectId, SubjectId] }> {
    const [ana, ben] = [await somebody(), await somebody('Ben Silva')];
    const subjects = [ana.subject, ben.subject] as const;
    const key = `${ana.subject}-phone` as never;
    const claim = { key, scheme: 'phone', linkedAt: 1, strong: true } as const;
    await identities.links.claim({ ...claim, subject: ana.subject } as never);
    await identities.conflicts.note(
      subjects as never,
      {
        identifiers: [{ key, scheme: 'phone', subject: ana.subject }] as never,
        source: WEB.source,
        interactionId: `shared-${ana.subject}`,
        channel: 'web',
        at: 1,
      } as never,
    );
    return { id: conflictId(ana.subject, ben.subject), subjects };
  }

  /** That what came with both of them names nobody. */
  async function blocking(path: { id: string }): Promise<object> {
    const shown = (await api.call('conflicts-show', 200, { path })) as {
      evidence: { identifiers: { key: string }[] }[];
    };
    const key = shown.evidence[0]?.identifiers[0]?.key ?? '';
    return { ...WHY, identifiers: [{ key }] };
  }

  const command = (path: Record<string, string>, name: string, data?: object): Promise<unknown> =>
    api.call('commands-send', 202, {
      path,
      body: { ...WHY, command: name, ...(data && { data }) },
    });

  async function entry(list: string, recordId: string): Promise<{ id: string }> {
    let found: Entry | undefined;
    await eventually(`${recordId} is in the inbox`, async () => {
      const { entries } = (await api.call(list, 200)) as { entries: Entry[] };
      found = entries.find((one) => one.recordId === recordId);
      return found !== undefined;
    });
    return { id: found?.id ?? '' };
  }

  it('of the process’s health', async () => {
    await eventually('it is ready', async () =>
      api.call('health-ready', 200).then(
        () => true,
        () => false,
      ),
    );
    await api.call('health-live', 200);
    await api.call('health-exposition', 200);
  });

  it('of interactions', async () => {
    const good = {
      ...WEB,
      type: 'application.started',
      identifiers: [{ scheme: 'customer', value: 'x' }],
    };
    await api.call('interactions-take', 202, { body: [good, { ...good, colour: 'red' }] });
    await api.call('interactions-take', 403, { body: good, key: narrow });
    await api.call('interactions-take', 422, { body: { ...good, type: 'No Type' } });
    await api.call('continuations-find', 400, { query: { scheme: 'phone', value: 'no number' } });
  });

  it('of journeys', async () => {
    const { journey, who } = await somebody();
    const path = { id: journey };
    await api.call('journeys-search', 200, { query: { q: `${who.scheme}:${who.value}` } });
    await api.call('journeys-one', 200, { path });
    await api.call('journeys-past', 200, { path });
    await api.call('journeys-at', 200, { path, query: { seq: '1' } });
    await api.call('journeys-at', 404, { path, query: { seq: '99' } });
    await api.call('recognise-reference', 200, { path });
    await command(path, 'note');
    await command(path, 'pause');
    await eventually('it is paused', async () => {
      const shown = (await api.call('journeys-one', 200, { path })) as { status: string };
      return shown.status === 'paused';
    });
    const again = { ...WHY, command: 'pause' };
    await api.call('commands-send', 409, { path, body: again });
    await api.call('handoffs-make', 409, { path, body: { to: 'phone' } });
    await command(path, 'resume');
    await api.call('journeys-past', 200, { path });
  });

  it('of leases', async () => {
    const path = { id: (await somebody()).journey };
    const body = { holder: 'jo', channel: 'phone' };
    await api.call('leases-hold', 200, { path, body });
    await api.call('leases-hold', 409, { path, body: { ...body, holder: 'kim' } });
    await api.call('leases-hold', 403, { path, body, key: narrow });
    await api.call('leases-release', 409, { path, query: { holder: 'kim' } });
    const force = { holder: 'kim', channel: 'chat', force: true, reason: 'jo is away' };
    await api.call('leases-hold', 200, { path, body: force });
    await api.call('continuations-find', 200, { query: { scheme: 'customer', value: 'c-2' } });
    await api.call('leases-release', 204, { path, query: { holder: 'kim' } });
  });

  it('of streams', async () => {
    const { journey, who } = await somebody();
    const path = { id: journey };
    const more = (): Promise<unknown> => send('call.started', who, { channel: 'phone' });
    await api.events('stream-all', {}, (event) => event === 'message', more);
    const hold = { path, body: { holder: 'jo', channel: 'phone' } };
    await api.events(
      'stream-ofJourney',
      { path },
      (event) => event === 'lease',
      () => api.call('leases-hold', 200, hold),
    );
  });

  it('of the desk', async () => {
    const { journey, who } = await somebody();
    const path = { id: journey };
    const { who: other } = await somebody();
    const query = { agent: 'jo' };
    await api.events(
      'desk-stream',
      { query },
      (event) => event === 'pop',
      () => send('call.started', other, { channel: 'phone' }),
    );
    await api.call('desk-queue', 200);
    const body = { agent: 'jo' };
    const step = { ...body, type: 'identity.verified', data: { idNumber: 'N1', score: 0.9 } };
    await api.call('desk-card', 200, { path });
    await api.call('desk-step', 409, { path, body: step });
    await api.call('desk-claim', 200, { path, body });
    await api.call('desk-claim', 409, { path, body: { agent: 'kim' } });
    await api.call('desk-step', 403, { path, body: step, key: narrow });
    await api.call('desk-step', 202, { path, body: step });
    await send('call.started', who, { channel: 'phone' });
    await api.call('desk-queue', 200);
    await api.call('desk-release', 409, { path, body: { agent: 'kim' } });
    await api.call('desk-release', 200, { path, body });
    await api.call('desk-card', 200, { path: { id: NO_JOURNEY } });
  });

  it('of hand-offs', async () => {
    const path = { id: (await somebody()).journey };
    const made = await api.call('handoffs-make', 201, { path, body: { to: 'phone' } });
    const { code } = made as { code: string };
    const body = { code, channel: 'phone' };
    await api.call('handoffs-make', 403, { path, body: { to: 'phone' }, key: narrow });
    await api.call('handoffs-redeem', 403, { body, key: narrow });
    await api.call('handoffs-redeem', 200, { body: { ...body, assurance: undefined } });
    await api.call('handoffs-redeem', 409, { body });
    await api.call('handoffs-redeem', 404, { body: { token: 'no-token', channel: 'phone' } });
    await eventually('too many are tried', async () => {
      const wrong = { code: '111 116', channel: 'phone' };
      return api.call('handoffs-redeem', 429, { body: wrong }).then(
        () => true,
        () => false,
      );
    });
  });

  it('of callers whom no identifier tells', async () => {
    const body = {
      agent: 'jo',
      channel: 'phone',
      fields: { fullName: 'Nobody', email: 'nobody@x.org' },
    };
    await api.call('recognise-recognise', 200, { body });
    await api.call('recognise-recognise', 403, { body, key: narrow });
  });

  it('of customers', async () => {
    const [ana, ben] = [await somebody(), await somebody('Ben Silva')];
    const query = { scheme: ana.who.scheme, value: ana.who.value };
    await api.call('subjects-find', 200, { query });
    await api.call('subjects-one', 200, { path: { id: ana.subject } });
    await api.call('export-give', 200, { path: { id: ana.subject } });
    const body = { winner: ana.subject, loser: ben.subject, ...WHY };
    await api.call('merges-merge', 202, { body: { ...body, preview: true } });
    await api.call('merges-merge', 202, { body });
    await api.call('merges-merge', 409, { body });
    await api.call('merges-merge', 404, { body: { ...body, loser: NOBODY } });
    const path = { id: ana.subject };
    const split = { subject: ben.subject, ...WHY };
    await eventually('the log has taken in that they are one', async () =>
      api.call('splits-split', 202, { path, body: { ...split, preview: true } }).then(
        () => true,
        () => false,
      ),
    );
    await api.call('splits-split', 202, { path, body: split });
    await api.call('splits-split', 409, { path, body: split });
  });

  it('of an erasure', async () => {
    const { subject, journey } = await somebody();
    const path = { id: subject };
    const first = await api.call('erasure-erase', 202, { path, body: WHY }).catch(() => undefined);
    if (first === undefined) await api.call('erasure-erase', 200, { path, body: WHY });
    await eventually('it is complete', async () =>
      api.call('erasure-erase', 200, { path, query: WHY }).then(
        () => true,
        () => false,
      ),
    );
    await api.call('export-give', 410, { path });
    await api.call('journeys-at', 410, { path: { id: journey }, query: { seq: '1' } });
  });

  it('of conflicts', async () => {
    await api.call('conflicts-list', 200);
    const merged = { id: (await conflict()).id };
    await api.call('conflicts-list', 200);
    await api.call('conflicts-show', 200, { path: merged });
    await api.call('conflicts-reopen', 409, { path: merged, body: WHY });
    await api.call('conflicts-merge', 200, { path: merged, body: { ...WHY, preview: true } });
    await api.call('conflicts-merge', 202, { path: merged, body: WHY });
    await api.call('conflicts-keepApart', 409, { path: merged, body: WHY });
    await api.call('conflicts-block', 409, { path: merged, body: await blocking(merged) });
    await api.call('conflicts-list', 200, { query: { status: 'decided' } });
    const apart = { id: (await conflict()).id };
    await api.call('conflicts-keepApart', 202, { path: apart, body: WHY });
    await api.call('conflicts-show', 200, { path: apart });
    await api.call('conflicts-merge', 409, { path: apart, body: WHY });
    await api.call('conflicts-reopen', 202, { path: apart, body: WHY });
    await api.call('conflicts-block', 202, { path: apart, body: await blocking(apart) });
  });

  it('of definitions', async () => {
    const deploy = (status: number, text: string): Promise<unknown> =>
      api.call('deployments-deploy', status, { body: { text } });
    await deploy(201, visit(1, 'asked'));
    await deploy(200, visit(1, 'asked'));
    await deploy(409, visit(1, 'other'));
    await deploy(422, 'journey: visit');
    await api.call('deployments-deploy', 201, {
      body: visit(2, 'wanted'),
      headers: { 'content-type': 'application/yaml' },
      query: { share: '20' },
    });
    await api.call('definitions-list', 200);
    const path = { name: 'visit' };
    await api.call('definitions-counts', 200, { path });
    const version = { ...path, version: '2' };
    await api.call('definitions-version', 200, { path: version });
    await api.call('deployments-share', 200, { path: version, body: { share: 100 } });
    await api.call('deployments-share', 409, {
      path: { ...path, version: '2' },
      body: { share: 50 },
    });
    const body = { text: PLAN, ...WHY };
    await api.call('migrations-migrate', 200, { path, body });
    await api.call('migrations-list', 200, { path });
    const draft = { text: visit(3, 'asked'), against: 2 };
    await api.call('backtests-backtest', 200, { path, body: draft });
  });

  it('of what nothing took', async () => {
    await api.call('unmatched-list', 200);
    await send('mystery.happened', { scheme: 'customer', value: 'm' }, { id: 'm-1' });
    await send('mystery.happened', { scheme: 'customer', value: 'm' }, { id: 'm-2' });
    const path = await entry('unmatched-list', 'm-1');
    await api.call('unmatched-explain', 200, { path });
    await api.call('unmatched-explain', 200, { path, query: { reveal: 'case 8' } });
    await api.call('unmatched-replay', 200, { path, body: { ...WHY, dryRun: true } });
    await api.call('unmatched-replay', 403, { path, body: WHY, key: narrow });
    const edit = { type: 'application.started' };
    await api.call('unmatched-replay', 202, { path, body: { ...WHY, edit } });
    await api.call('unmatched-replay', 409, { path, body: WHY });
    const junk = await entry('unmatched-list', 'm-2');
    await api.call('unmatched-discard', 202, { path: junk, body: WHY });
    await eventually('it is out of the inbox', async () =>
      api.call('unmatched-discard', 409, { path: junk, body: WHY }).then(
        () => true,
        () => false,
      ),
    );
    await api.call('unmatched-list', 200, { query: { status: 'closed' } });
  });

  it('of dead letters', async () => {
    await api.call('deadletters-list', 200);
    const letters = [1, 2].map((offset) => ({
      topic: Topics.deadLetters,
      key: 'x',
      value: codec.encode('DeadLetter', {
        id: `dl-${String(offset)}`,
        topic: Topics.journeyEvents,
        partition: 0,
        offset: 1_000 + offset,
        key: Buffer.from('x'),
        value: codec.encode('ClockAdvanced', { clock: 'live', time: 1 }),
        headers: { ce_id: Buffer.from(`je-${String(offset)}`) },
        reason: 'HANDLER_FAILED',
        causes: ['Error: no'],
        consumer: 'throughline-desk',
        journeyId: null,
        time: 1_000,
      } as never),
    }));
    await log.append(letters);
    let entries: readonly Entry[] = [];
    await eventually('they are there', async () => {
      ({ entries } = (await api.call('deadletters-list', 200)) as { entries: Entry[] });
      return entries.length === 2;
    });
    const [path, junk] = [{ id: entries[0]?.id ?? '' }, { id: entries[1]?.id ?? '' }];
    await api.call('deadletters-explain', 200, { path });
    await api.call('deadletters-explain', 200, { path, query: { reveal: 'case 8' } });
    await api.call('deadletters-replay', 200, { path, body: { ...WHY, dryRun: true } });
    await api.call('deadletters-replay', 202, { path, body: WHY });
    await api.call('deadletters-discard', 202, { path: junk, body: WHY });
    for (const what of ['deadletters-replay', 'deadletters-discard']) {
      await eventually('it is out of the inbox', async () =>
        api.call(what, 409, { path: junk, body: WHY }).then(
          () => true,
          () => false,
        ),
      );
    }
    const headers = ceHeaders({ id: 'broken', source: '//legacy', type: 'application.details' });
    const value = Buffer.from('no Avro');
    await log.append([{ topic: Topics.interactions, key: 'whoever', value, headers }]);
    const broken = await entry('deadletters-list', 'broken');
    const who = [{ scheme: 'customer', value: 'legacy' }];
    const edit = { type: 'application.started', channel: 'web', identifiers: who, data: {} };
    await api.call('deadletters-explain', 200, { path: broken });
    const body = { ...WHY, edit };
    await api.call('deadletters-replay', 403, { path: broken, body, key: narrow });
    await api.call('deadletters-replay', 202, { path: broken, body });
  });

  describe('that is refused before it is looked into', () => {
    const path = { id: NO_JOURNEY, name: 'nothing', version: '1' };
    const subject = { id: NOBODY };
    const of = ({ operationId, path: route }: Operation, call: Call = {}): Call => ({
      path: route.startsWith('/v1/subjects') ? subject : path,
      ...(operationId === 'journeys-at' && { query: { seq: '1' } }),
      ...call,
    });
    const everyOne = async (
      which: (operation: Operation) => boolean,
      status: number,
      call: (operation: Operation) => Call,
    ): Promise<void> => {
      const wrong: string[] = [];
      for (const operation of api.operations.filter(which)) {
        await api
          .call(operation.operationId, status, call(operation))
          .catch((error: unknown) => wrong.push(String(error)));
      }
      expect(wrong).toEqual([]);
    };
    const hasBody = ({ requestBody }: Operation): boolean => requestBody !== undefined;
    const isKeyed = ({ security }: Operation): boolean => security !== undefined;

    it('by a key that nobody knows', () =>
      everyOne(isKeyed, 401, (one) =>
        of(one, { key: 'tl_nobody', ...(hasBody(one) && { body: {} }) }),
      ));

    it('by a body that is no JSON', () => everyOne(hasBody, 400, (one) => of(one, { body: '{' })));

    it('by a body that is too large', () =>
      everyOne(hasBody, 413, (one) => of(one, { body: { text: 'x'.repeat(1_200_000) } })));

    it('by a content type that is not understood', () =>
      everyOne(hasBody, 415, (one) =>
        of(one, { body: 'text', headers: { 'content-type': 'text/plain' } }),
      ));

    it('by a field that nobody knows', () =>
      everyOne(hasBody, 422, (one) => of(one, { body: { colour: 'red' } })));

    it('by a parameter that nobody knows', () =>
      everyOne(
        (one) => isKeyed(one) && '400' in one.responses && !hasBody(one),
        400,
        (one) => of(one, { query: { colour: 'red' } }),
      ));

    it('by a name of nothing', () =>
      everyOne(
        (one) =>
          one.method === 'get' && '404' in one.responses && one.operationId !== 'subjects-find',
        404,
        (one) => of(one),
      ));
  });

  it('of something that is not there', async () => {
    const id = NO_JOURNEY;
    const bodies: Readonly<Record<string, object>> = {
      'commands-send': { ...WHY, command: 'pause' },
      'handoffs-make': { to: 'phone', channel: 'web' },
      'leases-hold': { holder: 'jo', channel: 'phone' },
      'desk-claim': { agent: 'jo' },
      'unmatched-replay': WHY,
      'unmatched-discard': WHY,
      'deadletters-replay': WHY,
      'deadletters-discard': WHY,
      'conflicts-merge': WHY,
      'conflicts-keepApart': WHY,
      'conflicts-reopen': WHY,
      'conflicts-block': { ...WHY, identifiers: [{ key: 'x' }] },
    };
    for (const [what, body] of Object.entries(bodies)) {
      await api.call(what, 404, { path: { id }, body });
    }
    const subject = { id: NOBODY };
    await api.call('erasure-erase', 404, { path: subject, body: WHY });
    await api.call('splits-split', 404, { path: subject, body: { ...WHY, subject: NOBODY } });
    await api.call('subjects-find', 404, { query: { scheme: 'customer', value: 'nobody' } });
    const path = { name: 'nothing', version: '1' };
    await api.call('deployments-share', 404, { path, body: { share: 100 } });
    await api.call('migrations-migrate', 404, { path, body: { text: PLAN, ...WHY } });
    await api.call('backtests-backtest', 404, { path, body: { text: visit(1, 'asked') } });
  });

  it('was answered in each way that is published, and in no other', () => {
    const left = api
      .unanswered()
      .filter((one) => !NOT_BY_ASKING.some((pattern) => pattern.test(one)));
    expect(left).toEqual([]);
  });
});
