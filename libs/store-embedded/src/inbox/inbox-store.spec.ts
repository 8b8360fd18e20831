import { describe } from '@jest/globals';
import { inboxStoreContract, temporaryDirectory } from '#testing';
import { openEmbeddedInboxStore } from './inbox-store.js';

describe('the embedded inbox store', () => {
  inboxStoreContract(async () => {
    const directory = await temporaryDirectory();
    return {
      open: () => openEmbeddedInboxStore({ directory: directory.path }),
      remove: directory.remove,
    };
  });
});
