import { TOPIC_SPECS, Topics } from '#contracts';
import { type InboxBounds, type InboxStore } from '#ports';
import { Projection, type ProjectionSource } from '#upkeep';
import { type InboxChange, inboxChange } from './inbox-entries.js';

/** Open entries of each kind that are kept; the oldest go. */
const MOST_ENTRIES = 100_000;

export interface InboxSource extends ProjectionSource {
  readonly store: InboxStore;
}

/** The inbox is what the dispositions and the dead letters say: keeps it up with them. */
export class InboxProjection extends Projection<InboxChange> {
  constructor(source: InboxSource) {
    const { store, codec, clock } = source;
    super(source, {
      name: 'inbox',
      group: 'throughline-inbox',
      topics: [Topics.dispositions, Topics.deadLetters],
      read: (record) => inboxChange(codec.decode(record.value, record.headers), record),
      position: (place) => store.position(place),
      apply: async ({ place, next, changes }) => {
        const opened = changes.flatMap((change) => change.opened ?? []);
        const closed = changes.flatMap((change) => change.closed ?? []);
        await store.apply({ place, next, opened, closed, bounds: boundsAt(clock.now()) });
        return true;
      },
    });
  }
}

/** What is kept at `now`: nothing that is older than the records it is about. */
function boundsAt(now: number): InboxBounds {
  const since = (topic: string): number => {
    const kept = TOPIC_SPECS.find(({ name }) => name === topic)?.retentionMs ?? -1;
    return kept === -1 ? -Infinity : now - kept;
  };
  return {
    entries: MOST_ENTRIES,
    openSince: { unmatched: since(Topics.dispositions), 'dead-letter': since(Topics.deadLetters) },
    closedSince: since(Topics.dispositions),
  };
}
