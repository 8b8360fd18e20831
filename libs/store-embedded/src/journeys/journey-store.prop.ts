import { describe } from '@jest/globals';
import { journeyStoreProperty, temporaryDirectory } from '#testing';
import { openEmbeddedJourneyStore } from './journey-store.js';

describe('the embedded journey store', () => {
  journeyStoreProperty(async () => {
    const directory = await temporaryDirectory();
    return {
      open: () => openEmbeddedJourneyStore({ directory: directory.path }),
      remove: directory.remove,
    };
  }, 60);
});
