import { join } from 'node:path';
import { describe, jest } from '@jest/globals';
import { openEmbeddedLog } from '#log-embedded';
import { openEmbeddedJourneyStore } from '#store-embedded';
import { temporaryDirectory } from '../temporary-directory.js';
import { recordedReleases, releaseTold, unpackEmbedded } from './recorded-release.js';
import { type OpenedRelease, releaseSuite } from './release-suite.js';

jest.setTimeout(60_000);

async function open(release: string, now: () => number): Promise<OpenedRelease> {
  const directory = await temporaryDirectory();
  await unpackEmbedded(release, directory.path);
  const log = await openEmbeddedLog({ directory: join(directory.path, 'log'), now });
  const store = await openEmbeddedJourneyStore({ directory: join(directory.path, 'journeys') });
  return {
    log,
    store,
    emptyStore: () => openEmbeddedJourneyStore({ directory: join(directory.path, 'empty') }),
    close: async () => {
      await store.close();
      await log.close();
      await directory.remove();
    },
  };
}

describe.each(recordedReleases())('the data directory of release %s', (release) => {
  releaseSuite(releaseTold(release, 'embedded'), (now) => open(release, now));
});
