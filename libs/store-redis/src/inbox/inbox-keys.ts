import type { InboxKind } from '#ports';

/** Keys of the inbox. One hash tag: an entry and the order it stands in change together, and it is bounded. */
export interface InboxKeys {
  /** Hash: id → entry, JSON. */
  readonly entries: string;
  /** Hash: id → "<kind> <reason>". */
  readonly heads: string;
  /** Hash: id → closing, JSON. */
  readonly closings: string;
  /** Hash: id → "<time> <attempt>", JSON. */
  readonly attempts: string;
  /** Sorted set of closed ids by the time they were closed. */
  readonly closed: string;
  /** Hash: `<topic>/<partition>` → next offset. */
  readonly positions: string;
  /** Hash: "<kind> <reason>" → open entries. */
  readonly counts: string;
  /** Hash: kind → entries dropped because there were too many. */
  readonly dropped: string;
  /** Sorted set of open ids by when they came. */
  open(kind: InboxKind): string;
}

export function inboxKeys(prefix: string): InboxKeys {
  const key = (name: string): string => `${prefix}{inbox}:${name}`;
  return {
    entries: key('entries'),
    heads: key('heads'),
    closings: key('closings'),
    attempts: key('attempts'),
    closed: key('closed'),
    positions: key('positions'),
    counts: key('counts'),
    dropped: key('dropped'),
    open: (kind) => key(`open:${kind}`),
  };
}
