import {
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { TOPIC_SPECS, Topics } from '#contracts';
import { type InboxChange, inboxChange } from '#inbox';
import {
  type FatalErrors,
  Projection,
  type ProjectionSource,
  type Readiness,
  type Stretch,
} from '#nest';
import { type InboxBounds, type InboxStore, type StoredRecord, type TopicPartition } from '#ports';

/** Open entries of each kind that are kept; the oldest go. */
const MOST_ENTRIES = 100_000;

export interface InboxSource extends ProjectionSource {
  readonly store: InboxStore;
}

/** The inbox is what the dispositions and the dead letters say: keeps it up with them, and closes its store in the end. */
export class InboxProjection
  implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown
{
  private readonly projection: Projection<InboxChange>;

  constructor(
    private readonly source: InboxSource,
    private readonly readiness: Readiness,
    failures: FatalErrors,
  ) {
    const { store, codec, clock } = source;
    const projected = {
      name: 'inbox',
      group: 'throughline-inbox',
      topics: [Topics.dispositions, Topics.deadLetters],
      read: (record: StoredRecord) =>
        inboxChange(codec.decode(record.value, record.headers), record),
      position: (place: TopicPartition) => store.position(place),
      apply: async ({ place, next, changes }: Stretch<InboxChange>) => {
        const opened = changes.flatMap((change) => change.opened ?? []);
        const closed = changes.flatMap((change) => change.closed ?? []);
        await store.apply({ place, next, opened, closed, bounds: boundsAt(clock.now()) });
        return true;
      },
    };
    this.projection = new Projection(source, projected, failures);
  }

  async onApplicationBootstrap(): Promise<void> {
    this.readiness.add('inbox', () => this.projection.missing);
    await this.projection.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.projection.close();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.source.store.close();
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
