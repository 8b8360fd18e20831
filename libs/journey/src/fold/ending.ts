import { type Disposition } from '#contracts';

/** What a record came to, before it is written down as a disposition. */
export interface Ending {
  readonly kind: Disposition['kind'];
  readonly reason?: string | null;
  readonly detail?: string | null;
  readonly journeyIds?: readonly string[];
  /** ms since the epoch, on the record's clock. */
  readonly time: number;
}
