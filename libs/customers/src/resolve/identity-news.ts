import { type SubjectId } from '#contracts';
import { type StoredFact } from './identifier-hash.js';
import { type UnlinkedInteraction } from './unlinked-interaction.js';

interface Told {
  readonly subject: SubjectId;
  /** When it was noticed, ms since the epoch. */
  readonly at: number;
  /** The interaction that brought it about, if one did. */
  readonly by?: Pick<UnlinkedInteraction, 'id' | 'channel'>;
  /** In words; where an operator decided it: why, and who. */
  readonly reason?: string;
  readonly operator?: string;
}

/** What was learned about identities. */
export type IdentityNews = Told &
  (
    | {
        /** `other` has become `subject`. */
        readonly kind: 'merged';
        readonly other: SubjectId;
      }
    | {
        /** They share something and must not become one by themselves. */
        readonly kind: 'conflict';
        readonly other: SubjectId;
      }
    | {
        /** linked: it is the subject's from now on. shared: several people use it, it leads to nobody any more. */
        readonly kind: 'linked' | 'shared';
        readonly identifier: StoredFact;
      }
    | {
        /** A limit was reached: the identifier was not linked, or the other subject not merged. */
        readonly kind: 'limited';
        readonly reason: string;
        readonly identifier?: StoredFact;
        readonly other?: SubjectId;
      }
  );
