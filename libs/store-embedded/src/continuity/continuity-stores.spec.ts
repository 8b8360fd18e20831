import { describe } from '@jest/globals';
import { continuityStoresContract, temporaryDirectory } from '#testing';
import { openEmbeddedContinuityStores } from './continuity-stores.js';

describe('the embedded continuity stores', () => {
  continuityStoresContract(async () => {
    const directory = await temporaryDirectory();
    return {
      open: () => openEmbeddedContinuityStores({ directory: directory.path }),
      remove: directory.remove,
    };
  });
});
