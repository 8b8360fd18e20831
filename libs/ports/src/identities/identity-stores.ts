import type { IdentityConflicts } from './identity-conflicts.js';
import type { IdentityLinks } from './identity-links.js';
import type { IdentityRulings } from './identity-rulings.js';
import type { SubjectErasures } from './subject-erasures.js';
import type { SubjectMerges } from './subject-merges.js';
import type { UntoldChanges } from './untold-changes.js';

/**
 * Who is who, as adapters provide it: opened and closed together, for they are about the same subjects. Whoever uses it asks
 * for the ports they need. What one process has done, every other one sees in its next call.
 */
export interface IdentityStores {
  readonly links: IdentityLinks;
  readonly merges: SubjectMerges;
  readonly untold: UntoldChanges;
  readonly rulings: IdentityRulings;
  readonly conflicts: IdentityConflicts;
  readonly erasures: SubjectErasures;
  /** The secret that identifiers are hashed with: the first caller's proposal, for ever, whoever proposes at the same time. */
  secret(proposal: Uint8Array): Promise<Uint8Array>;
  /** Once and for all: afterwards every call throws `CLOSED`. What was answered before is kept. */
  close(): Promise<void>;
}
