import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type JourneyId, type SubjectId } from '#contracts';
import { type IdentityLimits, type NormalisedIdentifier } from '#identity';
import { conflictId, type IdentityStores } from '#ports';
import { openEmbeddedIdentityStores } from '#store-embedded';
import { temporaryDirectory } from '#testing';
import { type IdentifierHash, openIdentifierHash } from './identifier-hash.js';
import { Identifiers } from './identifiers.js';
import { linkBatch } from './link-batch.js';
import { foreseeLink, resolveSubject } from './resolve-subject.js';
import { type Resolving } from './resolving.js';
import { given, interactionWith } from '../testing/interaction-with.js';
import { type UnlinkedInteraction } from './unlinked-interaction.js';

const HOUR = 3_600_000;
const PHONE = given('phone', '+61491570001');
const COOKIE = given('cookie', 'k-1');
const ANA = given('customer', 'c-ana');
const BEN = given('customer', 'c-ben');

const journeyOf = (subject: SubjectId) => `${subject}.card-1` as JourneyId;

describe('an interaction', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let store: IdentityStores;
  let hash: IdentifierHash;
  let resolving: Resolving;
  let now: number;

  beforeEach(async () => {
    directory = await temporaryDirectory();
    store = await openEmbeddedIdentityStores({ directory: directory.path });
    hash = await openIdentifierHash(store, undefined);
    now = 1_795_256_100_000;
    limited({ schemes: {}, merges: 10 });
  });
  afterEach(async () => {
    await store.close();
    await directory.remove();
  });

  function limited(limits: IdentityLimits): void {
    const clock = { now: () => now, until: () => Promise.resolve() };
    resolving = { store, identifiers: new Identifiers(hash, { limits }), clock };
  }

  const bring = (identifiers: NormalisedIdentifier[], more?: Partial<UnlinkedInteraction>) =>
    resolveSubject(resolving, interactionWith(identifiers, more));
  const keyOf = (one: NormalisedIdentifier) => resolving.identifiers.fact(one).key;
  const subjectOf = async (...identifiers: NormalisedIdentifier[]) =>
    (await bring(identifiers)).subject;
  /** As a request takes it: by the fast path, where that knows. */
  const taken = async (identifiers: NormalisedIdentifier[]): Promise<SubjectId | undefined> =>
    (await linkBatch(resolving, [interactionWith(identifiers)])).subjects[0];
  const becomes = (one: NormalisedIdentifier, standing: 'shared' | 'blocked' | null) =>
    store.rulings.setStanding(keyOf(one), one.scheme, standing);

  it('tells of each identifier that it links: what it is, whose, and what brought it', async () => {
    const { subject, news } = await bring([ANA, given('email', 'ana@example.org', true)], {
      id: 'i-login',
      channel: 'mobile',
    });
    const told = news.flatMap((one) => (one.kind === 'linked' ? [one] : []));
    expect(told.map(({ identifier }) => identifier.scheme).sort()).toEqual([
      'customer',
      'email',
      'email:verified',
    ]);
    for (const one of told) {
      expect(one).toMatchObject({ subject, by: { id: 'i-login', channel: 'mobile' } });
    }
    expect((await bring([ANA])).news).toEqual([]);
  });

  describe('that brings a value which leads to nobody', () => {
    it.each(['shared', 'blocked'] as const)(
      'goes where its other identifiers lead; the %s value stays as it is linked',
      async (standing) => {
        const ana = await subjectOf(ANA, PHONE);
        await becomes(PHONE, standing);
        const ben = await subjectOf(BEN, PHONE);
        expect(ben).not.toBe(ana);
        expect(await taken([BEN, PHONE])).toBe(ben);
        expect(await taken([ANA, PHONE])).toBe(ana);
        expect((await store.conflicts.page({ ruled: false, limit: 10 })).conflicts).toEqual([]);
        expect(await store.links.lookup([keyOf(PHONE)])).toMatchObject([
          { subject: ana, standing },
        ]);
      },
    );

    it('and nothing else is somebody’s of its own, the same when it is sent again', async () => {
      const ana = await subjectOf(ANA, PHONE);
      await becomes(PHONE, 'shared');
      const sent = interactionWith([PHONE]);
      const { subject } = await resolveSubject(resolving, sent);
      expect(subject).not.toBe(ana);
      expect((await resolveSubject(resolving, sent)).subject).toBe(subject);
      expect(await foreseeLink(resolving, sent)).toBe(subject);
      expect(await subjectOf(PHONE)).not.toBe(subject);
    });

    it('and nothing else is the named journey’s customer’s', async () => {
      const ana = await subjectOf(ANA, PHONE);
      await becomes(PHONE, 'shared');
      const journeyId = journeyOf(ana);
      expect((await bring([PHONE], { journeyId })).subject).toBe(ana);
    });

    it('is not linked to anybody by it when it was blocked before anybody gave it', async () => {
      await becomes(PHONE, 'blocked');
      await bring([ANA, PHONE]);
      expect((await store.links.lookup([keyOf(PHONE)]))[0]?.subject).toBeUndefined();
    });

    it('is led nowhere by a blocked value that its sender takes for verified, but is by a shared one', async () => {
      const verified = { ...PHONE, verified: true };
      const ana = await subjectOf(verified);
      await becomes(PHONE, 'shared');
      expect(await taken([verified])).toBe(ana);
      await becomes(PHONE, 'blocked');
      expect(await taken([verified])).not.toBe(ana);
    });

    it('makes somebody new of a verified value that others share', async () => {
      const first = await subjectOf(PHONE);
      await becomes(PHONE, 'shared');
      expect(await subjectOf({ ...PHONE, verified: true })).not.toBe(first);
    });
  });

  describe('over a limit', () => {
    it('is kept and goes to its customer, does not link what is too much, and says so', async () => {
      limited({ schemes: { phone: { values: 1 } }, merges: 10 });
      const ana = await subjectOf(ANA, PHONE);
      const second = given('phone', '+61491570002');
      const { subject, news } = await bring([ANA, second]);
      expect(subject).toBe(ana);
      expect(news).toMatchObject([
        { kind: 'limited', subject: ana, reason: expect.stringContaining('phone.values') },
      ]);
      expect(await store.links.lookup([keyOf(second)])).toEqual([undefined]);
    });

    it('of merges in a day merges no more, and does the day after', async () => {
      limited({ schemes: {}, merges: 1 });
      const ana = await subjectOf(ANA);
      const other = given('cookie', 'k-2');
      const [first, second] = [await subjectOf(COOKIE), await subjectOf(other)];
      await bring([ANA, COOKIE]);
      expect(await store.merges.follow(first)).toBe(ana);
      const { subject, news } = await bring([ANA, other]);
      expect(subject).toBe(ana);
      expect(news).toMatchObject([{ kind: 'limited', subject: ana, other: second }]);
      expect(await store.merges.follow(second)).toBe(second);
      now += 25 * HOUR;
      await bring([ANA, other]);
      expect(await store.merges.follow(second)).toBe(ana);
    });

    it('of people who come with a value takes it for shared, and says so', async () => {
      const ana = await subjectOf(ANA, PHONE);
      expect(await taken([PHONE])).toBe(ana);
      const { subject, news } = await bring([BEN, PHONE]);
      expect(news).toContainEqual(
        expect.objectContaining({
          kind: 'shared',
          subject,
          identifier: { key: keyOf(PHONE), scheme: 'phone' },
        }),
      );
      expect(await taken([PHONE])).not.toBe(ana);
    });
  });

  describe('that brings two known people together', () => {
    it('is kept as evidence: what came, whose it was, and from where; only the first is told', async () => {
      const ana = await subjectOf(ANA, COOKIE);
      const from = { id: 'i-1', source: '//bank.example/shop', channel: 'web' };
      const { subject: ben, news } = await bring([BEN, COOKIE], from);
      expect(news).toContainEqual(
        expect.objectContaining({
          kind: 'conflict',
          subject: ben,
          other: ana,
          by: { id: 'i-1', channel: 'web' },
        }),
      );
      const conflict = await store.conflicts.find(conflictId(ana, ben));
      expect(conflict?.evidence).toMatchObject([
        { source: '//bank.example/shop', interactionId: 'i-1', channel: 'web', at: now },
      ]);
      expect(conflict?.evidence[0]?.identifiers).toContainEqual({
        key: keyOf(COOKIE),
        scheme: 'cookie',
        subject: ana,
      });
      const again = await bring([BEN, COOKIE]);
      expect(again.subject).toBe(ben);
      expect(again.news.filter(({ kind }) => kind === 'conflict')).toEqual([]);
    });

    it('is no conflict anew once they are kept apart, and merges nobody by way of a visitor', async () => {
      const ana = await subjectOf(ANA, COOKIE);
      const ben = await subjectOf(BEN);
      await store.rulings.keepApart(ana, ben);
      const visitor = await subjectOf(given('device', 'd-1'));
      const { subject, news } = await bring([BEN, COOKIE, given('device', 'd-1')]);
      expect(subject).toBe(ben);
      expect(news.filter(({ kind }) => kind !== 'shared')).toEqual([]);
      expect(await store.merges.follow(visitor)).toBe(visitor);
      expect(await store.conflicts.find(conflictId(ana, ben))).toBeUndefined();
    });
  });

  describe('of somebody whom nobody verified', () => {
    it('binds what it brings until that comes with a strong identifier of the same customer', async () => {
      const ana = await subjectOf(ANA);
      await bring([COOKIE], { journeyId: journeyOf(ana), unvouched: true });
      const link = async () => (await store.links.lookup([keyOf(COOKIE)]))[0];
      expect(await link()).toMatchObject({ subject: ana, unvouched: true });
      await bring([COOKIE, PHONE]);
      expect((await store.links.lookup([keyOf(PHONE)]))[0]).toMatchObject({
        subject: ana,
        unvouched: true,
      });
      expect(await taken([COOKIE])).toBe(ana);
      expect(await link()).toMatchObject({ unvouched: true });
      expect(await taken([COOKIE, ANA])).toBe(ana);
      expect((await link())?.unvouched).toBeUndefined();
    });
  });

  it('of somebody who was erased is somebody new, and stays that', async () => {
    const ana = await subjectOf(ANA, COOKIE);
    await store.erasures.erase(ana, now);
    const again = await subjectOf(ANA, COOKIE);
    expect(again).not.toBe(ana);
    expect(await taken([ANA, COOKIE])).toBe(again);
    await store.erasures.erase(again, now);
    expect([ana, again]).not.toContain(await subjectOf(ANA));
  });

  it('that was nobody’s and was erased is somebody new when it is sent again', async () => {
    const sent = interactionWith([]);
    const { subject } = await resolveSubject(resolving, sent);
    await store.erasures.erase(subject, now);
    const again = await resolveSubject(resolving, sent);
    expect(again.subject).not.toBe(subject);
    expect((await resolveSubject(resolving, sent)).subject).toBe(again.subject);
  });
});
