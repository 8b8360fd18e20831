import { describe } from '@jest/globals';
import { journeyStoreContract, temporaryDirectory } from '#testing';
import { openEmbeddedJourneyStore } from './journey-store.js';

describe('the embedded journey store', () => {
  journeyStoreContract(async () => {
    const directory = await temporaryDirectory();
    return {
      open: () => openEmbeddedJourneyStore({ directory: directory.path }),
      remove: directory.remove,
    };
  });
});
