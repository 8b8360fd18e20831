import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type IdentityChange, type IdentityEvent, type SubjectId, Topics } from '#contracts';
import { Identifiers } from '#customers';
import { type Orchestrator, startOrchestrator } from '#orchestration';
import { conflictId, systemClock } from '#ports';
import { eventually } from '#testing';
import { type GatewayFixture, openGateway } from '../testing/gateway-fixture.js';

jest.setTimeout(300_000);

interface Problem {
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}
interface Ruling {
  readonly decision: string;
  readonly operator: string;
  readonly reason: string;
  readonly at: string;
  readonly blocked: readonly string[];
}
interface Row {
  readonly id: string;
  readonly status: string;
  readonly one: boolean;
  readonly schemes: readonly string[];
  readonly times: number;
  readonly ruling: Ruling | null;
}
interface Shown extends Row {
  readonly inForce: boolean | null;
  readonly evidence: readonly {
    readonly interactionId: string;
    readonly channel: string;
    readonly identifiers: readonly {
      readonly key: string;
      readonly scheme: string;
      readonly verified: boolean;
      readonly subjectId: string | null;
      readonly standing: string | null;
    }[];
  }[];
  readonly sides: readonly {
    readonly was: string;
    readonly subjectId: string;
    readonly knownSince: string | null;
    readonly identifiers: readonly { readonly scheme: string; readonly verified: boolean }[];
    readonly journeys: readonly { readonly definition: string }[];
  }[];
  readonly fields: { readonly agree: readonly string[]; readonly differ: readonly string[] };
}
interface Page {
  readonly conflicts: readonly Row[];
  readonly cursor: string | null;
}
interface Person {
  readonly number: string;
  readonly email: string;
  readonly subject: SubjectId;
}
interface Family {
  readonly ana: Person;
  readonly ben: Person;
  readonly phone: string;
  readonly id: string;
}

const WEB = { channel: 'web', source: '//bank.example/apply' };
const WHY = { reason: 'Spoke to both of them' };

describe('customers who share something', () => {
  let gateway: GatewayFixture;
  let orchestrator: Orchestrator;
  let identifiers: Identifiers;
  let people = 0;
  /** Once: what happens before the log is next told of identities. */
  let beforeTold: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    gateway = await openGateway({ clock: systemClock });
    identifiers = gateway.app.get(Identifiers, { strict: false });
    const { log, journeys: store, codec, catalogue, clock } = gateway;
    const append = log.append.bind(log);
    jest.spyOn(log, 'append').mockImplementation(async (records) => {
      const interruption = beforeTold;
      if (
        interruption === undefined ||
        records.every(({ topic }) => topic !== Topics.identityEvents)
      ) {
        return append(records);
      }
      beforeTold = undefined;
      await interruption();
      return append(records);
    });
    orchestrator = await startOrchestrator({ log, store, codec, catalogue, clock });
  });
  afterAll(async () => {
    await orchestrator.close();
    await gateway.close();
  });

  const post = async <T = Problem>(url: string, payload: object, operator = 'jo') => {
    const headers = { authorization: `Bearer ${gateway.key}`, 'x-operator': operator };
    const response = await gateway.app.inject({ method: 'POST', url, headers, payload });
    return { status: response.statusCode, body: response.json<T>() };
  };
  const get = async <T>(url: string): Promise<T> => (await gateway.app.inject({ url })).json<T>();
  const show = (id: string): Promise<Shown> => get(`/v1/conflicts/${id}`);
  const list = (query = ''): Promise<Page> => get(`/v1/conflicts?${query}`);
  const decide = (id: string, what: string, body: object = WHY, operator = 'jo') =>
    post(`/v1/conflicts/${id}/${what}`, body, operator);

  async function send(given: object): Promise<SubjectId> {
    const { status, body } = await post<{ accepted: readonly { subjectId: SubjectId }[] }>(
      '/v1/interactions',
      { ...WEB, ...given },
    );
    expect(status).toBe(202);
    const subject = body.accepted[0]?.subjectId;
    if (subject === undefined) throw new Error('not accepted');
    return subject;
  }

  /** Somebody with a customer number who applies for a card. */
  async function customer(fullName: string): Promise<Person> {
    const number = `c-${++people}`;
    const email = `person${people}@example.org`;
    const by = [{ scheme: 'customer', value: number }];
    await send({ id: number, type: 'application.started', identifiers: by });
    const details = { type: 'application.details-submitted', data: { fullName, income: 52_000 } };
    const subject = await send({ id: `${number}-2`, identifiers: by, ...details });
    return { number, email, subject };
  }

  /** A value as it is evidence: that it is known, and that it is verified. */
  function cameWith(scheme: string, value: string, subject: SubjectId | null) {
    const { identifier } = identifiers.normalise({ scheme, value });
    if (identifier === undefined) throw new Error(value);
    return [false, true].map((verified) => {
      return { ...identifiers.fact({ ...identifier, verified }), subject };
    });
  }

  /** Two customers of whom the one's phone came with the other's number. */
  async function sharing(
    names: readonly [string, string] = ['Ana Silva', 'Ben Silva'],
  ): Promise<Family> {
    const ana = await customer(names[0]);
    const ben = await customer(names[1]);
    const phone = `+614${String(12_345_000 + people)}`;
    const facts = cameWith('phone', phone, ana.subject);
    for (const { key, scheme, subject } of facts) {
      const linked = { key, scheme, subject: subject ?? ana.subject };
      await gateway.identities.links.claim({
        ...linked,
        linkedAt: systemClock.now(),
        strong: true,
      });
    }
    await gateway.identities.conflicts.note([ana.subject, ben.subject], {
      identifiers: facts,
      source: WEB.source,
      interactionId: `shared-${people}`,
      channel: 'web',
      at: systemClock.now(),
    });
    return { ana, ben, phone, id: conflictId(ana.subject, ben.subject) };
  }

  async function journeyOf({ subject }: Person): Promise<void> {
    await eventually(`the journey of ${subject}`, async () => {
      const { journeys } = await get<{ journeys: readonly unknown[] }>(`/v1/subjects/${subject}`);
      return journeys.length > 0;
    });
  }

  const isOne = async ({ ana, ben }: Family): Promise<boolean> =>
    (await gateway.identities.merges.follow(ana.subject)) ===
    (await gateway.identities.merges.follow(ben.subject));
  const areApart = async ({ ana, ben }: Family): Promise<boolean> =>
    (await gateway.identities.rulings.apartFrom(ana.subject)).includes(ben.subject);

  /** Identity changes and events that name a subject, as the log has them. */
  async function told(subject: SubjectId) {
    const changes: IdentityChange[] = [];
    const events: IdentityEvent[] = [];
    for (const topic of [Topics.interactions, Topics.identityEvents]) {
      for (const { partition, earliest, latest } of await gateway.log.bounds(topic)) {
        const { records } = await gateway.log.read(topic, partition, earliest, {
          maxRecords: latest + 1,
        });
        for (const { value, headers } of records) {
          const decoded = value && gateway.codec.decode(value, headers);
          if (decoded?.name === 'IdentityChange') changes.push(decoded.value);
          if (decoded?.name === 'IdentityEvent') events.push(decoded.value);
        }
      }
    }
    const isTheirs = (one: { readonly subjectId: string }) => one.subjectId === subject;
    return { changes: changes.filter(isTheirs), events: events.filter(isTheirs) };
  }

  it('shows the evidence on both sides, and no personal value', async () => {
    const { ana, ben, phone, id } = await sharing(['Ana Silva', 'ANA SÍLVA']);
    await Promise.all([journeyOf(ana), journeyOf(ben)]);
    await eventually('both said their names', async () => {
      const { fields } = await show(id);
      return fields.agree.includes('fullName');
    });
    const shown = await show(id);
    expect(shown).toMatchObject({
      status: 'open',
      one: false,
      times: 1,
      schemes: ['phone'],
      ruling: null,
      inForce: null,
      evidence: [{ channel: 'web', interactionId: `shared-${people}` }],
    });
    const [evidence] = shown.evidence;
    expect(evidence?.identifiers).toHaveLength(2);
    for (const one of evidence?.identifiers ?? []) {
      expect(one).toMatchObject({ scheme: 'phone', subjectId: ana.subject, standing: null });
    }
    const sides = new Map(shown.sides.map((side) => [side.was, side]));
    expect(sides.get(ana.subject)).toMatchObject({
      subjectId: ana.subject,
      journeys: [{ definition: 'card-application' }],
    });
    expect(sides.get(ana.subject)?.identifiers).toContainEqual(
      expect.objectContaining({ scheme: 'phone', verified: true }),
    );
    expect(sides.get(ben.subject)?.identifiers).toEqual([
      expect.objectContaining({ scheme: 'customer' }),
    ]);
    const text = JSON.stringify(shown);
    for (const personal of [phone, phone.slice(1), 'Silva', ana.number, ben.number])
      expect(text).not.toContain(personal);
  });

  it('says which personal fields differ', async () => {
    const { id } = await sharing(['Ana Silva', 'Ben Chan']);
    await eventually('both said their names', async () => {
      const { fields } = await show(id);
      return fields.differ.includes('fullName');
    });
    expect((await show(id)).fields.agree).toEqual(['income']);
  });

  it('is merged: the journeys of the one that is known less long go on with the other', async () => {
    const family = await sharing();
    const { ana, ben, id } = family;
    await Promise.all([journeyOf(ana), journeyOf(ben)]);
    const preview = await decide(id, 'merge', { ...WHY, preview: true });
    expect(preview).toMatchObject({
      status: 200,
      body: { winner: ana.subject, loser: ben.subject, details: [expect.any(String)] },
    });
    expect(await isOne(family)).toBe(false);
    expect((await show(id)).ruling).toBeNull();

    expect(await decide(id, 'merge')).toMatchObject({
      status: 202,
      body: {
        conflict: id,
        ruling: { decision: 'merged', operator: 'jo (development)', reason: WHY.reason },
        merged: { winner: ana.subject, loser: ben.subject },
      },
    });
    expect(await show(id)).toMatchObject({ status: 'decided', one: true, inForce: true });
    const { changes } = await told(ben.subject);
    expect(changes).toMatchObject([
      { kind: 'merged', otherSubjectId: ana.subject, operator: 'jo (development)', ...WHY },
    ]);
    const record = await get<{ subjectId: string; merges: readonly object[] }>(
      `/v1/subjects/${ben.subject}`,
    );
    expect(record).toMatchObject({
      subjectId: ana.subject,
      merges: [{ from: ben.subject, into: ana.subject, at: expect.any(String) }],
    });
  });

  it('is merged into whom the operator names, who must be one of the two', async () => {
    const family = await sharing();
    const stranger = await customer('Cleo');
    const wrong = await decide(family.id, 'merge', { ...WHY, winner: stranger.subject });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ pointer: '/winner' }] } });
    const right = await decide(family.id, 'merge', { ...WHY, winner: family.ben.subject });
    expect(right).toMatchObject({ status: 202, body: { merged: { winner: family.ben.subject } } });
    expect(await gateway.identities.merges.follow(family.ana.subject)).toBe(family.ben.subject);
  });

  it('says so when both were merged by hand, and is then only settled', async () => {
    const family = await sharing();
    const { ana, ben, id } = family;
    const order = { winner: ana.subject, loser: ben.subject, ...WHY };
    expect((await post('/v1/subjects/merge', order)).status).toBe(202);
    expect(await show(id)).toMatchObject({ status: 'open', one: true });
    expect(await decide(id, 'keep-apart')).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('split') },
    });
    expect((await decide(id, 'merge')).status).toBe(202);
    expect(await show(id)).toMatchObject({ status: 'decided', one: true, inForce: true });
  });

  it('is not taken back by reopening once merged: a split does that', async () => {
    const family = await sharing();
    await decide(family.id, 'merge');
    expect(await decide(family.id, 'reopen')).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining(`/v1/subjects/${family.ana.subject}/split`) },
    });
    expect(await isOne(family)).toBe(true);
  });

  it('is kept apart, which is remembered, told to both and taken back', async () => {
    const family = await sharing();
    const { ana, ben, id } = family;
    expect(await decide(id, 'keep-apart')).toMatchObject({
      status: 202,
      body: { ruling: { decision: 'kept-apart' } },
    });
    expect(await areApart(family)).toBe(true);
    expect(await show(id)).toMatchObject({ status: 'decided', inForce: true });
    for (const [one, other] of [[ana, ben] as const, [ben, ana] as const]) {
      const { changes, events } = await told(one.subject);
      for (const kept of [changes, events]) {
        expect(kept).toContainEqual(
          expect.objectContaining({
            kind: 'kept-apart',
            otherSubjectId: other.subject,
            operator: 'jo (development)',
            reason: WHY.reason,
          }),
        );
      }
      expect(await get(`/v1/subjects/${one.subject}`)).toMatchObject({
        keptApartFrom: [other.subject],
      });
    }
    expect(await decide(id, 'reopen', { reason: 'They are one after all' }, 'al')).toMatchObject({
      status: 202,
      body: { conflict: id, ruling: null },
    });
    expect(await areApart(family)).toBe(false);
    expect(await show(id)).toMatchObject({ status: 'open', ruling: null, inForce: null });
    expect((await told(ben.subject)).changes.map(({ kind }) => kind)).toEqual([
      'kept-apart',
      'released',
    ]);
    expect((await decide(id, 'reopen')).body.detail).toContain('Nobody decided it');
  });

  it('lets nobody merge by hand who is kept apart, unless they say so', async () => {
    const family = await sharing();
    const { ana, ben, id } = family;
    await decide(id, 'keep-apart');
    const order = { winner: ana.subject, loser: ben.subject, ...WHY };
    for (const more of [{}, { preview: true }]) {
      expect(await post('/v1/subjects/merge', { ...order, ...more })).toMatchObject({
        status: 409,
        body: { detail: expect.stringContaining('kept apart') },
      });
    }
    expect(await isOne(family)).toBe(false);
    expect((await post('/v1/subjects/merge', { ...order, allowTogether: true })).status).toBe(202);
    expect(await show(id)).toMatchObject({ one: true, inForce: false });
    expect((await told(ana.subject)).changes.map(({ kind }) => kind)).toContain('released');
  });

  it('merges nobody by hand who was never seen', async () => {
    const { ana } = await sharing();
    const nobody = 'a'.repeat(20);
    for (const order of [
      { winner: ana.subject, loser: nobody },
      { winner: nobody, loser: ana.subject },
    ]) {
      expect(await post('/v1/subjects/merge', { ...order, ...WHY })).toMatchObject({
        status: 404,
        body: { detail: expect.stringContaining(nobody) },
      });
    }
  });

  it('is settled by blocking the value, by what it is or by its key, whole, until that is taken back', async () => {
    for (const choice of ['value', 'key']) {
      const { ana, phone, id } = await sharing();
      const [seen] = (await show(id)).evidence[0]?.identifiers ?? [];
      const chosen = choice === 'key' ? { key: seen?.key } : { scheme: 'phone', value: phone };
      expect(await decide(id, 'block', { identifiers: [chosen], ...WHY })).toMatchObject({
        status: 202,
        body: {
          ruling: { decision: 'blocked', blocked: [expect.any(String), expect.any(String)] },
        },
      });
      const shown = await show(id);
      expect(shown).toMatchObject({ status: 'decided', inForce: true });
      expect(shown.evidence[0]?.identifiers.map(({ standing }) => standing)).toEqual([
        'blocked',
        'blocked',
      ]);
      const asked = await get<Problem>(
        `/v1/subjects?scheme=phone&value=${encodeURIComponent(phone)}`,
      );
      expect(asked).toMatchObject({ status: 404, detail: expect.stringContaining('blocked') });
      expect(asked.detail).toContain(ana.subject);
      const { events, changes } = await told(ana.subject);
      expect(changes.map(({ kind, identifiers: named }) => [kind, named.length])).toContainEqual([
        'blocked',
        2,
      ]);
      expect(events.filter(({ kind }) => kind === 'blocked').map(({ scheme }) => scheme)).toEqual([
        'phone',
        'phone',
      ]);

      expect((await decide(id, 'reopen')).status).toBe(202);
      const again = `/v1/subjects?scheme=phone&value=${encodeURIComponent(phone)}`;
      expect(await get(again)).toMatchObject({ subjectId: ana.subject });
    }
  });

  it('refuses to block what came with neither of them, or nothing', async () => {
    const { id } = await sharing();
    const other = await sharing();
    const faults = async (chosen: readonly object[]) => {
      const { status, body } = await decide(id, 'block', { identifiers: chosen, ...WHY });
      return [status, ...(body.errors ?? []).map(({ pointer }) => pointer)];
    };
    expect(await faults([{ scheme: 'phone', value: other.phone }])).toEqual([
      422,
      '/identifiers/0',
    ]);
    expect(await faults([{ key: 'none' }])).toEqual([422, '/identifiers/0']);
    expect(await faults([{ scheme: 'phone', value: 'rubbish' }])).toEqual([422, '/identifiers/0']);
    expect((await faults([]))[0]).toBe(422);
    expect((await show(id)).ruling).toBeNull();
  });

  it('is decided by one of two operators at once; the other one is told what, by whom and why', async () => {
    const family = await sharing();
    const answers = await Promise.all([
      decide(family.id, 'merge', WHY, 'al'),
      decide(family.id, 'keep-apart', { reason: 'Sisters' }, 'jo'),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409]);
    const { ruling, inForce } = await show(family.id);
    expect(inForce).toBe(true);
    const { body } = answers.find(({ status }) => status === 409) ?? answers[0];
    expect(body.detail).toContain(ruling?.operator);
    expect(body.detail).toContain(ruling?.reason);
    expect([await isOne(family), await areApart(family)].filter(Boolean)).toHaveLength(1);
  });

  it('is decided by one, however many decide at once', async () => {
    const family = await sharing();
    const decisions = Array.from({ length: 12 }, (_, i) =>
      decide(family.id, i % 2 === 0 ? 'keep-apart' : 'merge', WHY, `operator ${i}`),
    );
    const statuses = (await Promise.all(decisions)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 202)).toHaveLength(1);
    expect((await show(family.id)).inForce).toBe(true);
    expect([await isOne(family), await areApart(family)].filter(Boolean)).toHaveLength(1);
  });

  it('is completed by the same decision again, after the log failed in the middle', async () => {
    for (const [what, body] of [
      ['keep-apart', WHY],
      ['block', { identifiers: [] as object[], ...WHY }],
    ] as const) {
      const { id, phone } = await sharing();
      const given =
        'identifiers' in body
          ? { ...body, identifiers: [{ scheme: 'phone', value: phone }] }
          : body;
      beforeTold = () => Promise.reject(new Error('the broker is away'));
      expect((await decide(id, what, given)).status).toBe(500);
      expect(await show(id)).toMatchObject({ status: 'decided', inForce: false });
      expect((await decide(id, 'merge', WHY, 'al')).status).toBe(409);
      expect((await decide(id, what, given)).status).toBe(202);
      expect(await show(id)).toMatchObject({ status: 'decided', inForce: true });
    }
  });

  it('stays as it was reopened when that overtakes whoever decided', async () => {
    const family = await sharing();
    beforeTold = async () => {
      expect((await decide(family.id, 'reopen', WHY, 'al')).status).toBe(202);
    };
    expect(await decide(family.id, 'keep-apart')).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('reopened') },
    });
    expect(await show(family.id)).toMatchObject({ status: 'open', ruling: null });
    expect(await areApart(family)).toBe(false);
  });

  it('is open again when it cannot be merged after all', async () => {
    const family = await sharing();
    const { ana, ben, id } = family;
    const { identities } = gateway;
    const rule = identities.conflicts.rule.bind(identities.conflicts);
    const ruling = jest
      .spyOn(identities.conflicts, 'rule')
      .mockImplementationOnce(async (...args) => {
        const made = await rule(...args);
        await identities.rulings.keepApart(ana.subject, ben.subject);
        return made;
      });
    expect((await decide(id, 'merge')).status).toBe(409);
    ruling.mockRestore();
    expect(await show(id)).toMatchObject({ status: 'open', ruling: null, one: false });
  });

  it('is noticed when two customers come with one verified phone, and no more once they are kept apart', async () => {
    const [ana, ben] = [await customer('Ana Silva'), await customer('Ben Silva')];
    const phone = { scheme: 'phone', value: '+61498765432', verified: true };
    const came = (id: string, { number }: Person) =>
      send({
        id,
        type: 'application.started',
        identifiers: [{ scheme: 'customer', value: number }, phone],
      });
    await came('ana-brings-it', ana);
    await came('ben-brings-it', ben);
    const id = conflictId(ana.subject, ben.subject);
    expect(await show(id)).toMatchObject({
      status: 'open',
      schemes: expect.arrayContaining(['phone']),
      evidence: [{ interactionId: 'ben-brings-it' }],
    });
    await decide(id, 'keep-apart');
    await came('ben-brings-it', ben);
    await came('ben-brings-it-again', ben);
    expect((await list('limit=200')).conflicts.map((one) => one.id)).not.toContain(id);
    expect(await show(id)).toMatchObject({ status: 'decided', inForce: true });
  });

  it('leaves the value that the two seemed to share to the one they are', async () => {
    const [ana, ben] = [await customer('Ana Silva'), await customer('Ana Silva')];
    const phone = { scheme: 'phone', value: '+61498765400', verified: true };
    for (const { number } of [ana, ben]) {
      const identifiers = [{ scheme: 'customer', value: number }, phone];
      await send({ id: `came-${number}`, type: 'application.started', identifiers });
    }
    const asked = `/v1/subjects?scheme=phone&value=${encodeURIComponent(phone.value)}`;
    expect(await get(asked)).toMatchObject({
      status: 404,
      detail: expect.stringContaining('shared'),
    });
    await decide(conflictId(ana.subject, ben.subject), 'merge');
    expect(await get(asked)).toMatchObject({ subjectId: ana.subject });
  });

  it('is listed in pages, open and decided apart', async () => {
    const families = [await sharing(), await sharing(), await sharing()];
    const [first, second, third] = families.map(({ id }) => id);
    await decide(second ?? '', 'keep-apart');
    const page = await list('limit=1');
    expect(page.conflicts.map(({ id }) => id)).toEqual([third]);
    const next = await list(`limit=1&cursor=${encodeURIComponent(page.cursor ?? '')}`);
    expect(next.conflicts.map(({ id }) => id)).toEqual([first]);
    const decided = await list('status=decided&limit=200');
    expect(decided.conflicts.map(({ id }) => id)).toContain(second);
    expect(decided.conflicts.every(({ ruling }) => ruling !== null)).toBe(true);
  });

  it('stands in the record of both while it is open', async () => {
    const { ana, ben, id } = await sharing();
    for (const [one, other] of [[ana, ben] as const, [ben, ana] as const]) {
      expect(await get(`/v1/subjects/${one.subject}`)).toMatchObject({
        conflicts: [{ id, with: other.subject, times: 1 }],
      });
    }
    await decide(id, 'keep-apart');
    expect(await get(`/v1/subjects/${ana.subject}`)).toMatchObject({ conflicts: [] });
  });

  it('refuses to merge with somebody who was erased, and knows no conflict of theirs', async () => {
    const { ana, ben, id } = await sharing();
    await gateway.identities.erasures.erase(ben.subject, systemClock.now());
    const order = { winner: ana.subject, loser: ben.subject, ...WHY };
    for (const more of [{}, { preview: true }]) {
      expect(await post('/v1/subjects/merge', { ...order, ...more })).toMatchObject({
        status: 409,
        body: { detail: expect.stringContaining('erased') },
      });
    }
    expect((await decide(id, 'merge')).status).toBe(404);
    expect(await get(`/v1/subjects/${ben.subject}`)).toMatchObject({
      status: 404,
      detail: expect.stringContaining('erased'),
    });
  });

  it('answers what it cannot read with what is wrong', async () => {
    const { id } = await sharing();
    const nobody = 'a'.repeat(20);
    expect((await get<Problem>(`/v1/conflicts/${nobody}.${nobody}`)).status).toBe(404);
    expect((await get<Problem>('/v1/conflicts/%00%2e%2e')).status).toBe(404);
    expect((await get<Problem>('/v1/conflicts?status=closed')).status).toBe(400);
    expect((await get<Problem>('/v1/conflicts?limit=0')).status).toBe(400);
    expect((await get<Problem>('/v1/conflicts?cursor=rubbish')).status).toBe(400);
    expect((await get<Problem>(`/v1/subjects/${nobody}`)).status).toBe(404);
    expect((await get<Problem>('/v1/subjects/Robert%27)')).status).toBe(404);
    expect((await decide(id, 'keep-apart', {})).status).toBe(422);
    expect((await decide(id, 'keep-apart', { ...WHY, winner: nobody })).status).toBe(422);
    expect((await decide(`${nobody}.${nobody}`, 'keep-apart')).status).toBe(404);
    const payload = WHY;
    const url = `/v1/conflicts/${id}/keep-apart`;
    expect((await gateway.app.inject({ method: 'POST', url, payload })).statusCode).toBe(401);
  });
});
