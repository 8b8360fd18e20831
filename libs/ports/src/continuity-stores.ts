import type { AttemptLimits } from './attempt-limits.js';
import type { HandOffStore } from './hand-off-store.js';
import type { LeaseStore } from './lease-store.js';
import type { RecognitionIndex } from './recognition-index.js';

/** What is kept so that a customer goes on elsewhere: small, no part of the log, opened and closed together. */
export interface ContinuityStores {
  readonly handOffs: HandOffStore;
  readonly leases: LeaseStore;
  readonly attempts: AttemptLimits;
  readonly recognition: RecognitionIndex;
  close(): Promise<void>;
}
