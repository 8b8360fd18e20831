import { describe } from '@jest/globals';
import { openEmbeddedIdentityStores } from '#store-embedded';
import { temporaryDirectory } from '#testing';
import { linkingRaceSuite } from '../testing/linking-race-suite.js';

describe('gateways that link at once, on the embedded store', () => {
  linkingRaceSuite(async () => {
    const directory = await temporaryDirectory();
    return {
      open: () => openEmbeddedIdentityStores({ directory: directory.path }),
      remove: directory.remove,
    };
  });
});
