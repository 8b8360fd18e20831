import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { open } from 'lmdb';
import type { SubjectId } from '#contracts';
import type { IdentityStores } from '#ports';
import { temporaryDirectory } from '#testing';
import { openEmbeddedIdentityStores } from './identity-stores.js';

const [ANA, BEN, CLEO] = ['ana', 'ben', 'cleo'] as SubjectId[] as [SubjectId, SubjectId, SubjectId];

/** Rows of a store that knew neither times of merges nor standings nor marks: ANA is merged into BEN. */
async function writeOlderStore(directory: string): Promise<void> {
  const root = open({ path: join(directory, 'identities.mdb'), noSubdir: true, maxDbs: 24 });
  const table = (name: string) => root.openDB({ name, encoding: 'msgpack' });
  const links = table('links');
  const bySubject = table('by-subject');
  await links.put('k1', { scheme: 'phone', subject: ANA, linkedAt: 5 });
  await links.put('k2', { scheme: 'phone', subject: BEN, linkedAt: 6 });
  await bySubject.put([ANA, 'k1'], true);
  await bySubject.put([BEN, 'k2'], true);
  await table('merged-into').put(ANA, BEN);
  await table('merged-from').put([BEN, ANA], true);
  await table('untold-merges').put(ANA, { into: BEN, at: 7 });
  await root.close();
}

describe('an embedded identity store that an earlier version wrote', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let store: IdentityStores;
  beforeEach(async () => {
    directory = await temporaryDirectory();
    await writeOlderStore(directory.path);
    store = await openEmbeddedIdentityStores({ directory: directory.path });
  });
  afterEach(async () => {
    await store.close();
    await directory.remove();
  });

  it('is read as it was, its merges without their times', async () => {
    expect(await store.links.lookup(['k1'])).toEqual([
      { key: 'k1', scheme: 'phone', subject: BEN, linkedAt: 5 },
    ]);
    expect(await store.merges.of(BEN)).toEqual([{ from: ANA, into: BEN, at: 0 }]);
    expect(await store.untold.list(9)).toEqual([{ kind: 'merged', from: ANA, into: BEN, at: 7 }]);
  });

  it('is parted, ruled on and relinked like any other', async () => {
    await store.rulings.setStanding('k1', 'phone', 'shared');
    expect(await store.merges.part({ from: ANA, into: BEN, at: 9 }, Uint8Array.of(1))).toBe(true);
    expect(await store.links.relink(['k2'], BEN, CLEO, true)).toEqual(['k2']);
    expect(await store.links.lookup(['k1', 'k2'])).toEqual([
      { key: 'k1', scheme: 'phone', subject: ANA, linkedAt: 5, standing: 'shared' },
      { key: 'k2', scheme: 'phone', subject: CLEO, linkedAt: 6 },
    ]);
  });

  it('is erased whole', async () => {
    expect(await store.erasures.erase(BEN, 9)).toEqual({ subjects: [BEN, ANA], links: 2 });
    expect(await store.links.lookup(['k1', 'k2'])).toEqual([undefined, undefined]);
  });
});
