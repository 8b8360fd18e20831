import { describe } from '@jest/globals';
import { identityStoreContract, temporaryDirectory } from '#testing';
import { openEmbeddedIdentityStore } from './identity-store.js';

describe('the embedded identity store', () => {
  identityStoreContract(async () => {
    const directory = await temporaryDirectory();
    return {
      open: () => openEmbeddedIdentityStore({ directory: directory.path }),
      remove: directory.remove,
    };
  });
});
