import { type JourneyId } from '#contracts';
import { type NormalisedIdentifier } from '#identity';

/** A valid interaction that has no subject yet. */
export interface UnlinkedInteraction {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly channel: string;
  /** ms since the epoch. */
  readonly time: number;
  /** Those the sender named, then those found in the data. */
  readonly identifiers: readonly NormalisedIdentifier[];
  /** True: nobody was verified; identifiers that it links are bound unvouched, and it merges nobody. */
  readonly unvouched?: true;
  readonly journeyId: JourneyId | null;
  readonly correlation: string | null;
  readonly actor: { readonly kind: string; readonly id: string | null };
  readonly data: Readonly<Record<string, unknown>>;
}
