import { Module } from '@nestjs/common';
import { closedLast } from './lifecycle.js';
import { openContinuityStores } from './open-continuity-stores.js';
import { openInboxStore } from './open-inbox-store.js';
import { provideBy, providePart } from './provide.js';
import {
  CONFIG,
  CONTINUITY_STORES,
  HAND_OFF_STORE,
  INBOX_STORE,
  LEASE_STORE,
  RECOGNITION_INDEX,
} from './tokens.js';

/** Hand-offs, leases and what callers are recognised by: one for all modules of a process that import it. */
@Module({
  providers: [
    provideBy(CONTINUITY_STORES, { config: CONFIG }, ({ config }) => openContinuityStores(config)),
    closedLast(CONTINUITY_STORES),
    providePart(HAND_OFF_STORE, CONTINUITY_STORES, 'handOffs'),
    providePart(LEASE_STORE, CONTINUITY_STORES, 'leases'),
    providePart(RECOGNITION_INDEX, CONTINUITY_STORES, 'recognition'),
  ],
  exports: [CONTINUITY_STORES, HAND_OFF_STORE, LEASE_STORE, RECOGNITION_INDEX],
})
export class ContinuityStoresModule {}

@Module({
  providers: [
    provideBy(INBOX_STORE, { config: CONFIG }, ({ config }) => openInboxStore(config)),
    closedLast(INBOX_STORE),
  ],
  exports: [INBOX_STORE],
})
export class InboxStoreModule {}
