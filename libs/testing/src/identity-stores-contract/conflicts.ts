import { expect, it } from '@jest/globals';
import type { SubjectId } from '#contracts';
import { type Conflict, conflictId, EVIDENCE_KEPT, type IdentityStores, type Ruling } from '#ports';
import { ANA, BEN, type BothStores, CLEO, DAN, evidence } from './material.js';

const ruling = (at: number): Ruling => ({
  decision: 'kept-apart',
  operator: 'olga',
  reason: 'Two sisters: "Anna" and Änne',
  at,
  blocked: [],
});

/** Two people who share something, and what an operator decides. */
export function conflictsContract(stores: BothStores): void {
  it('is new once, whichever of the two is named first', async () => {
    const [store, second] = stores();
    const first = evidence('i1', 5);
    expect(await store.conflicts.note([BEN, ANA], first)).toBe('new');
    expect(await second.conflicts.note([ANA, BEN], evidence('i2', 6))).toBe('open');
    const id = conflictId(ANA, BEN);
    expect(await second.conflicts.find(id)).toEqual({
      id,
      subjects: [ANA, BEN],
      evidence: [first, evidence('i2', 6)],
      times: 2,
      firstAt: 5,
      lastAt: 6,
      ruling: null,
    });
    expect(await second.conflicts.find(conflictId(ANA, CLEO))).toBeUndefined();
  });

  it('counts the evidence of an interaction once, however often it is noted', async () => {
    const [store, second] = stores();
    const told = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        (i % 2 === 0 ? store : second).conflicts.note([ANA, BEN], evidence('i1', 5)),
      ),
    );
    expect(told.filter((one) => one === 'new')).toHaveLength(1);
    expect(await store.conflicts.find(conflictId(ANA, BEN))).toMatchObject({
      times: 1,
      evidence: [evidence('i1', 5)],
    });
  });

  it('keeps the first evidence and the latest', async () => {
    const [store] = stores();
    const times = EVIDENCE_KEPT + 7;
    for (let i = 0; i < times; i++) await store.conflicts.note([ANA, BEN], evidence(`i${i}`, i));
    const found = await store.conflicts.find(conflictId(ANA, BEN));
    const latest = Array.from(
      { length: EVIDENCE_KEPT - 1 },
      (_, i) => i + times + 1 - EVIDENCE_KEPT,
    );
    expect(found?.evidence.map(({ at }) => at)).toEqual([0, ...latest]);
    expect(found).toMatchObject({ times, firstAt: 0, lastAt: times - 1 });
  });

  it('is found by whoever is part of it, also by who has become one of them', async () => {
    const [store, second] = stores();
    await store.conflicts.note([ANA, BEN], evidence('i1', 5));
    await store.conflicts.note([BEN, CLEO], evidence('i2', 6));
    await store.conflicts.rule(conflictId(ANA, BEN), null, ruling(20));
    const idsOf = async (subject: SubjectId) =>
      (await second.conflicts.of(subject)).map(({ id }) => id).toSorted();
    expect(await idsOf(ANA)).toEqual([conflictId(ANA, BEN)]);
    expect(await idsOf(BEN)).toEqual([conflictId(ANA, BEN), conflictId(BEN, CLEO)].toSorted());
    expect(await idsOf(DAN)).toEqual([]);
    await store.merges.merge({ from: BEN, into: DAN, at: 30, ifAnonymous: false });
    expect(await idsOf(DAN)).toEqual(await idsOf(BEN));
  });

  it('is last noticed at the latest time, in whatever order it comes', async () => {
    const [store] = stores();
    await store.conflicts.note([ANA, BEN], evidence('i1', 9));
    await store.conflicts.note([ANA, BEN], evidence('i2', 4));
    expect(await store.conflicts.find(conflictId(ANA, BEN))).toMatchObject({ lastAt: 9 });
  });

  it('is decided by who has seen it as it is, and stays so', async () => {
    const [store, second] = stores();
    const id = conflictId(ANA, BEN);
    expect(await store.conflicts.rule(id, null, ruling(20))).toBe(false);
    await store.conflicts.note([ANA, BEN], evidence('i1', 5));
    expect(await store.conflicts.rule(id, 19, ruling(20))).toBe(false);
    expect(await store.conflicts.rule(id, null, ruling(20))).toBe(true);
    expect(await second.conflicts.rule(id, null, ruling(21))).toBe(false);
    expect(await second.conflicts.note([ANA, BEN], evidence('i2', 6))).toBe('ruled');
    expect(await second.conflicts.find(id)).toMatchObject({
      ruling: ruling(20),
      times: 2,
      lastAt: 6,
    });
    expect(await second.conflicts.rule(id, 20, null)).toBe(true);
    expect(await second.conflicts.find(id)).toMatchObject({ ruling: null, times: 2 });
    expect(await second.conflicts.note([ANA, BEN], evidence('i3', 7))).toBe('open');
  });

  it('is decided by one of many who decide at once', async () => {
    const [store, second] = stores();
    const id = conflictId(ANA, BEN);
    await store.conflicts.note([ANA, BEN], evidence('i1', 5));
    const done = await Promise.all(
      Array.from({ length: 16 }, (_, i) =>
        (i % 2 === 0 ? store : second).conflicts.rule(id, null, ruling(20 + i)),
      ),
    );
    expect(done.filter(Boolean)).toHaveLength(1);
    expect(await store.conflicts.find(id)).toMatchObject({
      ruling: { at: 20 + done.indexOf(true) },
    });
  });

  it('is listed among the open or the decided ones, latest noticed first', async () => {
    const [store, second] = stores();
    await store.conflicts.note([ANA, BEN], evidence('i1', 5));
    await store.conflicts.note([ANA, CLEO], evidence('i2', 70));
    await store.conflicts.note([ANA, DAN], evidence('i3', 600));
    await store.conflicts.note([ANA, BEN], evidence('i4', 8_000));
    expect(await every(second, false, 2)).toEqual([
      conflictId(ANA, BEN),
      conflictId(ANA, DAN),
      conflictId(ANA, CLEO),
    ]);
    await store.conflicts.rule(conflictId(ANA, DAN), null, ruling(9_000));
    await store.conflicts.note([ANA, DAN], evidence('i5', 9_001));
    expect(await every(second, false, 2)).toEqual([conflictId(ANA, BEN), conflictId(ANA, CLEO)]);
    expect(await every(second, true, 2)).toEqual([conflictId(ANA, DAN)]);
    await store.conflicts.rule(conflictId(ANA, DAN), 9_000, null);
    expect(await every(second, true, 2)).toEqual([]);
    expect(await every(second, false, 3)).toHaveLength(3);
  });

  it('is listed once, however many were noticed at the same moment', async () => {
    const [store] = stores();
    const others = Array.from({ length: 23 }, (_, i) => `s${i}` as SubjectId);
    for (const other of others) await store.conflicts.note([ANA, other], evidence(other, 5));
    const listed = await every(store, false, 4);
    expect(listed).toHaveLength(others.length);
    expect(new Set(listed)).toEqual(new Set(others.map((other) => conflictId(ANA, other))));
  });

  it('is listed from a cursor that a page came with, and from no other', async () => {
    const [store] = stores();
    const bad = store.conflicts.page({ ruled: false, limit: 5, cursor: 'what is this' });
    await expect(bad).rejects.toMatchObject({ code: 'INVALID' });
    await expect(store.conflicts.page({ ruled: false, limit: 0 })).rejects.toMatchObject({
      code: 'INVALID',
    });
  });
}

/** The ids of all pages; none is longer than asked. */
async function every(
  store: IdentityStores,
  ruled: boolean,
  limit: number,
): Promise<readonly string[]> {
  const found: Conflict[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await store.conflicts.page({ ruled, limit, ...(cursor && { cursor }) });
    expect(page.conflicts.length).toBeLessThanOrEqual(limit);
    found.push(...page.conflicts);
    cursor = page.cursor;
    if (cursor === undefined) return found.map(({ id }) => id);
  }
}
