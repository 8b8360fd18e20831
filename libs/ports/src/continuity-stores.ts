import type { AttemptLimits } from './attempt-limits.js';
import type { HandOffStore } from './hand-off-store.js';
import type { LeaseStore } from './lease-store.js';

/** What is kept so that a customer goes on elsewhere: small, short-lived, opened and closed together. */
export interface ContinuityStores {
  readonly handOffs: HandOffStore;
  readonly leases: LeaseStore;
  readonly attempts: AttemptLimits;
  close(): Promise<void>;
}
