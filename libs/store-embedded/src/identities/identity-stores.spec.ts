import { describe } from '@jest/globals';
import { identityStoresContract, temporaryDirectory } from '#testing';
import { openEmbeddedIdentityStores } from './identity-stores.js';

describe('the embedded identity store', () => {
  identityStoresContract(async () => {
    const directory = await temporaryDirectory();
    return {
      open: () => openEmbeddedIdentityStores({ directory: directory.path }),
      remove: directory.remove,
    };
  });
});
