import { describe } from '@jest/globals';
import { openEmbeddedLog } from '#log-embedded';
import { openEmbeddedInboxStore } from '#store-embedded';
import { temporaryDirectory } from '#testing';
import { inboxProjectionSuite } from './testing/inbox-projection-suite.js';

describe('the inbox projection, embedded', () => {
  inboxProjectionSuite(async () => {
    const directory = await temporaryDirectory();
    let stores = 0;
    return {
      log: await openEmbeddedLog({ directory: `${directory.path}/log` }),
      openStore: () => openEmbeddedInboxStore({ directory: `${directory.path}/${stores++}` }),
      remove: directory.remove,
    };
  });
});
