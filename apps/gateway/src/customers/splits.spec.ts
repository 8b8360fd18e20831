import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type DecodedRecord, type IdentityChange, type SubjectId, Topics } from '#contracts';
import { type SplitView } from '#api';
import { Identifiers, tellChanges, Subjects, SplitRequests } from '#customers';
import { checkInstallation } from '#checker';
import { type Orchestrator, startOrchestrator } from '#orchestration';
import { type EventLog, systemClock } from '#ports';
import { claimJourney, eventually } from '#testing';
import { type GatewayFixture, openGateway } from '../testing/gateway-fixture.js';

jest.setTimeout(300_000);

const ANA = { scheme: 'customer', value: 'k-ana' };
const BEN = { scheme: 'customer', value: 'k-ben' };
const TABLET = { scheme: 'cookie', value: 'c-tablet' };

describe('a split', () => {
  let gateway: GatewayFixture;
  let orchestrator: Orchestrator;
  let sent = 0;

  beforeEach(async () => {
    gateway = await openGateway({ clock: systemClock });
    const { log, journeys: store, codec, catalogue } = gateway;
    orchestrator = await startOrchestrator({ log, store, codec, catalogue, clock: systemClock });
    await post('/v1/definitions', { text: claimJourney(), share: 100 });
  });
  afterEach(async () => {
    await orchestrator.close();
    await gateway.close();
  });

  async function post<Body>(url: string, payload: object) {
    const headers = { authorization: `Bearer ${gateway.key}`, 'x-operator': 'olga' };
    const response = await gateway.app.inject({ method: 'POST', url, headers, payload });
    return { status: response.statusCode, body: response.json<Body>() };
  }
  const journey = async (id: string) =>
    gateway.app.get(Subjects, { strict: false }).journey(id as never);
  async function happens(type: string, identifiers: readonly object[], data = {}) {
    const event = {
      id: `e-${sent++}`,
      type,
      channel: 'web',
      source: '//claims',
      identifiers,
      data,
    };
    const { body } = await post<{ accepted: { subjectId: SubjectId }[] }>(
      '/v1/interactions',
      event,
    );
    return body.accepted[0]?.subjectId ?? ('' as SubjectId);
  }
  async function running(subject: SubjectId, definition = 'claim') {
    const all = await gateway.app.get(Subjects, { strict: false }).journeys(subject);
    return all.filter((one) => one.definition === definition && one.status === 'open');
  }
  async function begin(who: typeof ANA, what: string) {
    const subject = await happens('claim.begun', [who]);
    await happens('claim.described', [who], { what });
    await eventually(`${what} is told`, async () => {
      return (await running(subject)).some(({ fields }) => fields['what']?.value === `"${what}"`);
    });
    const journeyId = (await running(subject))[0]?.journeyId ?? '';
    return { subject, journeyId };
  }
  async function merge(winner: SubjectId, loser: SubjectId): Promise<void> {
    const order = { winner, loser, reason: 'same name' };
    expect((await post('/v1/subjects/merge', order)).status).toBe(202);
    await eventually('the merge is folded', async () => {
      const state = await gateway.app.get(Subjects, { strict: false }).state(loser);
      return state?.mergedInto === winner && (await running(loser)).length === 0;
    });
  }
  const splitOf = (subject: SubjectId, order: object) =>
    post<SplitView>(`/v1/subjects/${subject}/split`, { reason: 'two people', ...order });

  /** Two customers with a claim each, who were merged: Ben's claim is Ana's now. */
  async function merged() {
    const ana = await begin(ANA, 'a dent');
    const ben = await begin(BEN, 'a scratch');
    await merge(ana.subject, ben.subject);
    await eventually('one claim is left', async () => (await running(ana.subject)).length === 1);
    return { ana, ben };
  }
  async function areTwo({ ana, ben }: Awaited<ReturnType<typeof merged>>): Promise<void> {
    await eventually('they are two', async () => {
      const [hers, his] = await Promise.all([journey(ana.journeyId), journey(ben.journeyId)]);
      return [hers, his].every(({ status }) => status === 'open') && his.subjectId === ben.subject;
    });
    expect((await journey(ana.journeyId)).fields['what']?.value).toBe('"a dent"');
    expect((await journey(ben.journeyId)).fields['what']?.value).toBe('"a scratch"');
  }
  async function isSound(): Promise<void> {
    const { log, journeys: store, codec, catalogue } = gateway;
    await eventually('everything is folded', async () => {
      const ends = await log.bounds(Topics.interactions);
      const done = await log.acknowledged('throughline-orchestrator', Topics.interactions);
      return ends.every(({ partition, latest }) => (done[partition] ?? 0) === latest);
    });
    const report = await checkInstallation({ log, store, codec, catalogue });
    expect(report.findings).toEqual([]);
    expect(report.underWay).toEqual({ records: 0, outputs: 0, timers: 0 });
  }
  async function recordsOf(topic: string): Promise<readonly DecodedRecord[]> {
    const { log, codec } = gateway;
    const bounds = await log.bounds(topic);
    const reads = await Promise.all(bounds.map(({ partition }) => log.read(topic, partition, 0)));
    const records = reads.flatMap((read) => read.records);
    await codec.prepare(records);
    return records.flatMap(({ value }) => (value === null ? [] : [codec.decode(value)]));
  }
  const splitsTold = async (topic: string): Promise<readonly Partial<IdentityChange>[]> =>
    (await recordsOf(topic))
      .map(({ value }) => value as Partial<IdentityChange>)
      .filter(({ kind, otherSubjectId }) => kind === 'split' && otherSubjectId !== undefined);

  it('does what its preview says, and both go on as they were', async () => {
    const all = await merged();
    const { ana, ben } = all;
    const preview = await splitOf(ana.subject, { subject: ben.subject, preview: true });
    expect(preview).toMatchObject({ status: 202, body: { subject: ana.subject } });
    expect(preview.body).toMatchObject({
      journeys: [{ journeyId: ana.journeyId, goes: false, because: 'undone' }],
      restored: [{ journeyId: ben.journeyId, survivor: ana.journeyId, goes: true }],
      fieldsBack: [{ journeyId: ana.journeyId, field: 'what', empty: false }],
      notRestored: [],
    });
    expect(preview.body.identifiers).toContainEqual({
      scheme: 'customer',
      verified: false,
      subject: ben.subject,
      goes: true,
    });
    expect((await journey(ben.journeyId)).status).toBe('ended');

    const done = await splitOf(ana.subject, { subject: ben.subject });
    expect({ ...done.body, details: [] }).toEqual({ ...preview.body, details: [] });
    await areTwo(all);
    expect(await happens('claim.told', [BEN])).toBe(ben.subject);
    await eventually('Ben tells', async () =>
      (await journey(ben.journeyId)).configuration.includes('told'),
    );
    expect((await journey(ana.journeyId)).configuration).toEqual(['begun']);
    await isSound();
  });

  it('is kept with who decided it and why, in the log and beside it', async () => {
    const { ana, ben } = await merged();
    await splitOf(ana.subject, { subject: ben.subject });
    const audit = { reason: 'two people', operator: expect.stringContaining('olga') as unknown };
    const sides = { subjectId: ana.subject, otherSubjectId: ben.subject };
    const told = await splitsTold(Topics.identityEvents);
    expect(told).toEqual([expect.objectContaining({ ...audit, ...sides })]);
    const [change] = (await splitsTold(Topics.interactions)).filter(({ operator }) => operator);
    expect(change).toMatchObject({ ...audit, ...sides });
    expect(await gateway.identities.rulings.apartFrom(ana.subject)).toEqual([ben.subject]);
  });

  it('makes identifiers a customer of their own, with the journeys they built', async () => {
    const ana = await begin(ANA, 'a dent');
    await happens('page.viewed', [ANA, TABLET]);
    await happens('claim.told', [TABLET]);
    await eventually('it is told', async () =>
      (await journey(ana.journeyId)).configuration.includes('told'),
    );
    await happens('claim.begun', [TABLET]);
    const { body } = await splitOf(ana.subject, { identifiers: [TABLET], preview: true });
    expect(body.journeys).toMatchObject([
      { journeyId: ana.journeyId, goes: false, interactions: { leaving: 1, staying: 2 } },
    ]);
    const done = await splitOf(ana.subject, {
      identifiers: [TABLET],
      journeys: [ana.journeyId],
    });
    const other = done.body.other as SubjectId;
    expect(other).not.toBe(ana.subject);
    await eventually('the journey goes', async () => {
      return (await journey(ana.journeyId)).subjectId === other;
    });
    expect(await happens('page.viewed', [TABLET])).toBe(other);
    expect(await happens('page.viewed', [ANA])).toBe(ana.subject);
    await isSound();
  });

  it('is refused where it makes no sense, with the reason', async () => {
    const { ana, ben } = await merged();
    const nobody = 'a'.repeat(20);
    const about = async (subject: string, order: object) => {
      const { status, body } = await splitOf(subject as SubjectId, order);
      return [status, JSON.stringify(body)];
    };
    expect(await about(nobody, { subject: ana.subject })).toEqual([404, expect.any(String)]);
    expect(await about('x', { subject: ana.subject })).toEqual([404, expect.any(String)]);
    expect(await about(ana.subject, { subject: nobody })).toEqual([
      409,
      expect.stringContaining('not one customer'),
    ]);
    expect(await about(ben.subject, { subject: ana.subject })).toEqual([
      409,
      expect.stringContaining(ana.subject),
    ]);
    expect((await about(ana.subject, { subject: ana.subject }))[0]).toBe(422);
    expect((await about(ana.subject, {}))[0]).toBe(422);
    expect((await about(ana.subject, { subject: ben.subject, identifiers: [ANA] }))[0]).toBe(422);
    expect((await about(ana.subject, { identifiers: [] }))[0]).toBe(422);
    expect((await about(ana.subject, { identifiers: [TABLET] }))[0]).toBe(409);
    expect((await about(ana.subject, { identifiers: [ANA, BEN] }))[0]).toBe(422);
    expect((await about(ana.subject, { subject: ben.subject, reason: '' }))[0]).toBe(422);
    expect(await about(ana.subject, { subject: ben.subject, journeys: ['x.y'] })).toEqual([
      422,
      expect.stringContaining('/journeys/0'),
    ]);
    await splitOf(ana.subject, { subject: ben.subject });
    expect((await about(ana.subject, { subject: ben.subject }))[0]).toBe(409);
  });

  describe('whose maker dies', () => {
    type Step = 'part' | 'relink' | 'append' | 'told' | 'note';

    /** Throws once instead of doing this step, or behind it. */
    function dying(step: Step, when: 'before' | 'behind'): SplitRequests {
      const { identities, log, codec, catalogue, journeys } = gateway;
      const breaking = <Port extends object>(port: Port): Port =>
        new Proxy(port, {
          get: (target, name) => {
            const found: unknown = Reflect.get(target, name);
            if (typeof found !== 'function') return found;
            return async (...args: unknown[]): Promise<unknown> => {
              if (name === step && when === 'before') throw new Error('killed');
              const answer: unknown = await Reflect.apply(found, target, args);
              if (name === step) throw new Error('killed');
              return answer;
            };
          },
        });
      return new SplitRequests({
        store: {
          ...identities,
          links: breaking(identities.links),
          merges: breaking(identities.merges),
          untold: breaking(identities.untold),
        },
        log: breaking<EventLog>(log),
        codec,
        catalogue,
        journeys,
        clock: systemClock,
        identifiers: gateway.app.get(Identifiers, { strict: false }),
        subjects: gateway.app.get(Subjects, { strict: false }),
      });
    }
    const order = { reason: 'two people', operator: 'olga', journeys: undefined, keepApart: true };
    const tell = () => {
      const { identities: store, log, codec } = gateway;
      return tellChanges({ store, log, codec }, systemClock.now());
    };

    it.each([
      ['part', 'behind'],
      ['append', 'before'],
      ['append', 'behind'],
      ['told', 'before'],
    ] as const)('at `%s` (%s it) is told by another, once', async (step, when) => {
      const all = await merged();
      const { ana, ben } = all;
      const leaving = { subject: ben.subject };
      const split = dying(step, when).split({ ...order, subject: ana.subject, leaving });
      await expect(split).rejects.toThrow('killed');
      expect(await happens('page.viewed', [BEN])).toBe(ben.subject);
      expect(await tell()).toBe(1);
      await areTwo(all);
      expect(await tell()).toBe(0);
      await isSound();
    });

    it('before the pointer leaves everything as it was, and it can be done again', async () => {
      const all = await merged();
      const { ana, ben } = all;
      const leaving = { subject: ben.subject };
      const split = dying('part', 'before').split({ ...order, subject: ana.subject, leaving });
      await expect(split).rejects.toThrow('killed');
      expect(await tell()).toBe(0);
      expect(await happens('page.viewed', [BEN])).toBe(ana.subject);
      expect((await splitOf(ana.subject, leaving)).status).toBe(202);
      await areTwo(all);
      await isSound();
    });

    it.each([
      ['note', 'behind'],
      ['relink', 'behind'],
      ['append', 'before'],
    ] as const)('at `%s` (%s it) of identifiers leaves none behind', async (step, when) => {
      const ana = await begin(ANA, 'a dent');
      await happens('page.viewed', [ANA, TABLET]);
      const split = dying(step, when).split({
        ...order,
        subject: ana.subject,
        leaving: { identifiers: [TABLET] },
        journeys: [ana.journeyId],
      });
      await expect(split).rejects.toThrow('killed');
      expect(await tell()).toBe(1);
      await eventually('the journey goes', async () => {
        return (await journey(ana.journeyId)).subjectId !== ana.subject;
      });
      const other = (await journey(ana.journeyId)).subjectId;
      expect(await happens('page.viewed', [TABLET])).toBe(other);
      await isSound();
    });
  });
});
