import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { runs } from './depth.js';
import { Topics } from '#contracts';
import type {
  InboxBounds,
  InboxClosing,
  InboxEntry,
  InboxQuery,
  InboxStore,
  InboxUpdate,
} from '#ports';
import type { StorePlace } from './journey-store-contract.js';

const PLACE = { topic: Topics.dispositions, partition: 3 };
const ROOM: InboxBounds = {
  entries: 100_000,
  openSince: { unmatched: 0, 'dead-letter': 0 },
  closedSince: 0,
};

/** An interaction that no definition knows, told at 1,000, unless said otherwise. */
export function inboxEntry(id: string, differs: Partial<InboxEntry> = {}): InboxEntry {
  return {
    id,
    kind: 'unmatched',
    at: 1_000,
    told: { partition: 3, offset: 7 },
    origin: { topic: Topics.interactions, partition: 3, offset: 5 },
    subjectId: 'abcdefghijklmnopqrst',
    recordId: 'i-1',
    source: '//bank.example/apply',
    type: 'application.mystery',
    reason: 'no-definition',
    detail: 'no journey definition knows `application.mystery`',
    journeyIds: [],
    time: 900,
    ...differs,
  };
}

function closing(id: string, differs: Partial<InboxClosing> = {}): InboxClosing {
  const disposition = { id: `di-3-${id}`, kind: 'advanced', reason: null };
  return { id, as: 'replayed', disposition, at: 2_000, ...differs };
}

function update(next: number, differs: Partial<InboxUpdate> = {}): InboxUpdate {
  return { place: PLACE, next, opened: [], closed: [], bounds: ROOM, ...differs };
}

/** What every `InboxStore` does. `place` makes a new, empty one. */
export function inboxStoreContract(place: () => Promise<StorePlace<InboxStore>>): void {
  jest.setTimeout(300_000); // a busy machine is not a wrong store
  let at: StorePlace<InboxStore>;
  let store: InboxStore;
  let second: InboxStore;

  beforeEach(async () => {
    at = await place();
    store = await at.open();
    second = await at.open();
  });
  afterEach(async () => {
    await store.close();
    await second.close();
    await at.remove();
  });

  const ids = async (query: Partial<InboxQuery> = {}, from = store): Promise<string[]> => {
    const asked = { kind: 'unmatched', status: 'open', limit: 200, ...query } as const;
    return (await from.page(asked, () => true)).items.map(({ entry }) => entry.id);
  };
  const attempt = (time: number) => ({ subjectId: 'ana', by: 'jo', reason: 'typo', at: time });

  describe('an entry', () => {
    it('is listed, found by its id and counted by its reason, in every process', async () => {
      const entry = inboxEntry('di-3-5', { detail: 'ümlaut "quoted"\n', journeyIds: ['a.b'] });
      await store.apply(update(1, { opened: [entry] }));
      expect(await second.item('di-3-5')).toEqual({ entry, closing: null, attempt: null });
      expect(await second.item('di-3-6')).toBeUndefined();
      expect(await ids({}, second)).toEqual(['di-3-5']);
      expect(await second.counts('unmatched')).toEqual({
        reasons: { 'no-definition': 1 },
        dropped: 0,
      });
      expect(await second.counts('dead-letter')).toEqual({ reasons: {}, dropped: 0 });
    });

    it('is there once, as it was told first, however often it is told', async () => {
      await store.apply(update(1, { opened: [inboxEntry('a'), inboxEntry('a', { at: 5_000 })] }));
      await second.apply(update(1, { opened: [inboxEntry('a', { reason: 'guard-false' })] }));
      expect(await store.item('a')).toMatchObject({ entry: inboxEntry('a') });
      expect(await ids()).toEqual(['a']);
      expect((await store.counts('unmatched')).reasons).toEqual({ 'no-definition': 1 });
    });

    it('is of its kind only', async () => {
      const opened = [inboxEntry('u'), inboxEntry('d', { kind: 'dead-letter', reason: 'BUG' })];
      await store.apply(update(1, { opened }));
      expect(await ids()).toEqual(['u']);
      expect(await ids({ kind: 'dead-letter' })).toEqual(['d']);
      expect((await store.counts('dead-letter')).reasons).toEqual({ BUG: 1 });
      await store.apply(update(2, { closed: [closing('d')] }));
      expect(await ids({ status: 'closed' })).toEqual([]);
      expect(await ids({ status: 'closed', kind: 'dead-letter' })).toEqual(['d']);
    });
  });

  describe('a closing', () => {
    it('takes the entry out of what is open and keeps what became of it', async () => {
      await store.apply(update(1, { opened: [inboxEntry('a'), inboxEntry('b')] }));
      await store.apply(update(2, { closed: [closing('a')] }));
      expect(await ids()).toEqual(['b']);
      expect(await ids({ status: 'closed' })).toEqual(['a']);
      expect(await store.item('a')).toMatchObject({ closing: closing('a') });
      expect((await store.counts('unmatched')).reasons).toEqual({ 'no-definition': 1 });
    });

    it('counts when it is the first, and may come before its entry', async () => {
      await store.apply(update(1, { closed: [closing('a'), closing('a', { as: 'discarded' })] }));
      expect(await store.item('a')).toBeUndefined();
      expect(await ids({ status: 'closed' })).toEqual([]);
      await second.apply(update(2, { opened: [inboxEntry('a')] }));
      expect(await ids()).toEqual([]);
      expect(await store.item('a')).toMatchObject({ closing: closing('a') });
      expect(await ids({ status: 'closed' })).toEqual(['a']);
      expect((await store.counts('unmatched')).reasons).toEqual({});
    });

    it('is not undone by an entry that is told again', async () => {
      await store.apply(update(1, { opened: [inboxEntry('a')], closed: [closing('a')] }));
      await store.apply(update(1, { opened: [inboxEntry('a')] }));
      expect(await ids()).toEqual([]);
    });
  });

  it('forgets entries, open or closed, and counts no more of them', async () => {
    const opened = ['a', 'b', 'c'].map((id) => inboxEntry(id));
    await store.apply(update(1, { opened, closed: [closing('b')] }));
    await store.attempt('a', attempt(10), null);
    expect(await second.forget(['a', 'b', 'nothing'])).toBe(2);
    expect(await store.forget(['a', 'b'])).toBe(0);
    expect(await store.forget([])).toBe(0);
    expect(await store.item('a')).toBeUndefined();
    expect(await ids()).toEqual(['c']);
    expect(await ids({ status: 'closed' })).toEqual([]);
    expect((await second.counts('unmatched')).reasons).toEqual({ 'no-definition': 1 });
    await store.forget(['c']);
    expect((await second.counts('unmatched')).reasons).toEqual({});
  });

  it('comes to the same whatever the order and repetition of updates', async () => {
    let run = 0;
    const names = fc.constantFrom('a', 'b', 'c', 'd');
    const step = fc.record({ open: fc.boolean(), name: names, other: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 16 }), async (steps) => {
        const mine = `r${run++}-`;
        for (const [next, { open, name, other }] of steps.entries()) {
          const id = mine + name;
          const change = open ? { opened: [inboxEntry(id)] } : { closed: [closing(id)] };
          await (other ? second : store).apply(update(next, change));
        }
        const told = new Set(steps.filter((one) => one.open).map(({ name }) => mine + name));
        const closed = new Set(steps.filter((one) => !one.open).map(({ name }) => mine + name));
        const listed = await ids();
        const open = [...told]
          .filter((id) => !closed.has(id))
          .toSorted()
          .toReversed();
        expect(listed.filter((id) => id.startsWith(mine))).toEqual(open);
        expect((await store.counts('unmatched')).reasons['no-definition'] ?? 0).toBe(listed.length);
      }),
      { numRuns: runs(40) },
    );
  });

  describe('a replay', () => {
    it('is noted by the first operator who asks, and by the next only after that one', async () => {
      await store.apply(update(1, { opened: [inboxEntry('a')] }));
      const asked = [10, 11, 12, 13].map((time, i) =>
        (i % 2 === 0 ? store : second).attempt('a', attempt(time), null),
      );
      expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(1);
      const first = (await store.item('a'))?.attempt?.at ?? -1;
      expect(await store.attempt('a', attempt(20), first + 1)).toBe(false);
      expect(await second.attempt('a', attempt(20), first)).toBe(true);
      expect((await store.item('a'))?.attempt).toEqual(attempt(20));
    });

    it('is of open entries only', async () => {
      expect(await store.attempt('a', attempt(1), null)).toBe(false);
      await store.apply(update(1, { closed: [closing('a')] }));
      expect(await store.attempt('a', attempt(1), null)).toBe(false);
      await store.apply(update(1, { opened: [inboxEntry('a')] }));
      expect(await store.attempt('a', attempt(1), null)).toBe(false);
    });
  });

  describe('a page', () => {
    const many = Array.from({ length: 1_207 }, (_, i) =>
      // Many of one moment: a page may end in the middle of them.
      inboxEntry(`e${String(i).padStart(5, '0')}`, {
        at: 1_000 + Math.floor(i / 500),
        reason: i % 100 === 0 ? 'guard-false' : 'no-definition',
      }),
    );
    const latestFirst = many.map(({ id }) => id).toReversed();
    const everyPage = async (query: Partial<InboxQuery>, reason?: string): Promise<string[]> => {
      const found: string[] = [];
      for (let cursor: string | undefined; ;) {
        const asked = { kind: 'unmatched', status: 'open', limit: 97, ...query } as const;
        const page = await store.page(
          { ...asked, ...(cursor === undefined ? {} : { cursor }) },
          ({ entry }) => reason === undefined || entry.reason === reason,
        );
        expect(page.items.length).toBeLessThanOrEqual(asked.limit);
        found.push(...page.items.map(({ entry }) => entry.id));
        cursor = page.cursor;
        if (cursor === undefined) return found;
      }
    };

    it('goes on after the one before, latest first, each entry once', async () => {
      await store.apply(update(1, { opened: many }));
      expect(await everyPage({})).toEqual(latestFirst);
      expect(await everyPage({ limit: 200 })).toEqual(latestFirst);
      expect(await everyPage({ limit: 5 }, 'guard-false')).toEqual(
        latestFirst.filter((id) => Number(id.slice(1)) % 100 === 0),
      );
    });

    it('begins at a time', async () => {
      await store.apply(update(1, { opened: many }));
      expect(await everyPage({ since: 1_002 })).toEqual(latestFirst.slice(0, 207));
      expect(await everyPage({ since: 1_003 })).toEqual([]);
    });

    it('goes on where an entry was closed meanwhile', async () => {
      await store.apply(update(1, { opened: many }));
      const asked = { kind: 'unmatched', status: 'open', limit: 10 } as const;
      const first = await store.page(asked, () => true);
      const last = first.items.at(-1)?.entry.id ?? '';
      await store.apply(update(2, { closed: [closing(last)] }));
      const cursor = first.cursor ?? '';
      const next = await store.page({ ...asked, cursor }, () => true);
      expect(next.items.map(({ entry }) => entry.id)).toEqual(latestFirst.slice(10, 20));
    });

    it('of closed ones is ordered by when they were closed', async () => {
      const opened = ['a', 'b', 'c'].map((id) => inboxEntry(id));
      const closed = ['b', 'c', 'a'].map((id, i) => closing(id, { at: 3_000 + i }));
      await store.apply(update(1, { opened, closed }));
      expect(await ids({ status: 'closed' })).toEqual(['a', 'c', 'b']);
      expect(await everyPage({ status: 'closed', limit: 1 })).toEqual(['a', 'c', 'b']);
    });

    it('refuses a foreign cursor and a wrong limit', async () => {
      const asked = { kind: 'unmatched', status: 'open', limit: 10 } as const;
      for (const wrong of [{ cursor: '?' }, { cursor: '' }, { limit: 0 }, { limit: 201 }]) {
        await expect(store.page({ ...asked, ...wrong }, () => true)).rejects.toMatchObject({
          code: 'INVALID',
        });
      }
    });
  });

  describe('bounds', () => {
    it('keep the newest open entries of each kind, and count what was dropped', async () => {
      const bounds = { ...ROOM, entries: 3 };
      const opened = [5, 1, 4, 2, 3].map((n) => inboxEntry(`e${n}`, { at: n }));
      const letter = inboxEntry('d', { kind: 'dead-letter', at: 0 });
      await store.apply(update(1, { opened: [...opened, letter], bounds }));
      expect(await ids()).toEqual(['e5', 'e4', 'e3']);
      expect(await ids({ kind: 'dead-letter' })).toEqual(['d']);
      expect(await store.item('e1')).toBeUndefined();
      expect(await store.counts('unmatched')).toEqual({
        reasons: { 'no-definition': 3 },
        dropped: 2,
      });
      expect((await store.counts('dead-letter')).dropped).toBe(0);
    });

    it('drop what is too old, open by kind, closed by when it was closed', async () => {
      const opened = ['u', 'd'].flatMap((name) =>
        [10, 20].map((time) =>
          inboxEntry(`${name}${time}`, {
            at: time,
            kind: name === 'u' ? 'unmatched' : 'dead-letter',
          }),
        ),
      );
      opened.push(inboxEntry('c1'), inboxEntry('c2'));
      const closed = [closing('c1', { at: 10 }), closing('c2', { at: 20 })];
      await store.apply(update(1, { opened, closed }));
      const bounds: InboxBounds = {
        ...ROOM,
        openSince: { unmatched: 20, 'dead-letter': -Infinity },
        closedSince: 11,
      };
      await store.apply(update(2, { bounds }));
      expect(await ids()).toEqual(['u20']);
      expect(await ids({ kind: 'dead-letter' })).toEqual(['d20', 'd10']);
      expect(await ids({ status: 'closed' })).toEqual(['c2']);
      expect(await store.item('c1')).toBeUndefined();
      expect((await store.counts('unmatched')).dropped).toBe(0);
    });
  });

  describe('a position', () => {
    it('is kept for each partition, and never goes back', async () => {
      expect(await store.position(PLACE)).toBeUndefined();
      await store.apply(update(12));
      await second.apply(update(8, { opened: [inboxEntry('late')] }));
      await store.apply(update(5, { place: { ...PLACE, topic: Topics.deadLetters } }));
      expect(await second.position(PLACE)).toBe(12);
      expect(await second.position({ ...PLACE, topic: Topics.deadLetters })).toBe(5);
      expect(await second.position({ ...PLACE, partition: 4 })).toBeUndefined();
      expect(await ids()).toEqual(['late']);
    });
  });

  it('is closed once and for all, and keeps what was applied', async () => {
    await store.apply(update(4, { opened: [inboxEntry('a')] }));
    await store.close();
    await store.close();
    await expect(store.item('a')).rejects.toMatchObject({ code: 'CLOSED' });
    await expect(store.apply(update(5))).rejects.toMatchObject({ code: 'CLOSED' });
    store = await at.open();
    expect(await ids()).toEqual(['a']);
    expect(await store.position(PLACE)).toBe(4);
  });
}
