import type { Epoch, JourneyId, Shard, SubjectId } from '#contracts';
import {
  compareBySeen,
  type DueSubject,
  type JourneyQuery,
  type JourneySummary,
  matchesFilters,
  type ShardCommit,
  type StateCount,
  type SubjectWrite,
  type Watermark,
} from '#ports';

interface ShardModel {
  epoch: Epoch;
  watermark: Watermark | undefined;
  sequence: number;
  outbox: { sequence: number; offset: number; payload: Uint8Array }[];
  subjects: Map<SubjectId, SubjectWrite>;
  histories: Map<SubjectId, Watermark[]>;
  archived: Map<JourneyId, Uint8Array>;
  /** Whose they were when they were archived. */
  archivedBy: Map<JourneyId, SubjectId>;
}

/** What the port promises, in the plainest way: every answer is worked out from all that was committed. */
export class JourneyStoreModel {
  private readonly shards = new Map<Shard, ShardModel>();

  shard(shard: Shard): ShardModel {
    let found = this.shards.get(shard);
    if (!found) {
      found = {
        epoch: 0 as Epoch,
        watermark: undefined,
        sequence: -1,
        outbox: [],
        subjects: new Map(),
        histories: new Map(),
        archived: new Map(),
        archivedBy: new Map(),
      };
      this.shards.set(shard, found);
    }
    return found;
  }

  took(shard: Shard, epoch: Epoch): void {
    this.shard(shard).epoch = epoch;
  }

  reset(shard: Shard): void {
    const { epoch, sequence } = this.shard(shard);
    this.shards.delete(shard);
    Object.assign(this.shard(shard), { epoch, sequence });
  }

  commit(commit: ShardCommit): number | 'fenced' {
    const shard = this.shard(commit.shard);
    if (shard.epoch !== commit.epoch) return 'fenced';
    const { partition, offset } = commit.watermark;
    const repeated = shard.watermark?.partition === partition && shard.watermark.offset >= offset;
    const stands = shard.watermark?.offset ?? -1;
    if (!repeated && (commit.follows ?? stands) !== stands) return 'fenced';
    shard.outbox = shard.outbox.filter((entry) => entry.sequence > commit.publishedUpTo);
    if (repeated) {
      const later = shard.outbox.filter((entry) => entry.offset > offset);
      return shard.sequence - later.length;
    }
    if (commit.outbox) {
      shard.outbox.push({ sequence: ++shard.sequence, offset, payload: commit.outbox });
    }
    for (const write of commit.subjects) {
      shard.subjects.set(write.subject, write);
      const history = shard.histories.get(write.subject) ?? [];
      history.push(...write.offsets.map((at) => ({ partition, offset: at })));
      shard.histories.set(write.subject, history);
      if (write.forgetsArchived === true) forgetArchived(shard, write.subject);
      for (const { journeyId, state } of write.archived) {
        shard.archived.set(journeyId, state);
        shard.archivedBy.set(journeyId, write.subject);
      }
    }
    shard.watermark = commit.watermark;
    return shard.sequence;
  }

  journeys(query: Omit<JourneyQuery, 'limit'> = {}): JourneySummary[] {
    return [...this.shards.values()]
      .flatMap((shard) => [...shard.subjects.values()].flatMap((write) => write.journeys))
      .filter((journey) => matchesFilters({ ...query, limit: 1 }, journey))
      .filter((j) => query.seenBefore === undefined || j.lastSeen <= query.seenBefore)
      .sort(compareBySeen);
  }

  counts(): StateCount[] {
    const counts = new Map<string, StateCount>();
    for (const { definition, definitionVersion, status, state } of this.journeys()) {
      const key = JSON.stringify([definition, definitionVersion, status, state]);
      const count = (counts.get(key)?.count ?? 0) + 1;
      counts.set(key, { definition, definitionVersion, status, state, count });
    }
    return [...counts.values()];
  }

  due(shards: readonly Shard[], clock: string, at: number): DueSubject[] {
    return shards
      .flatMap((shard) => [...this.shard(shard).subjects.values()])
      .flatMap(({ subject, due }) =>
        due
          .filter((one) => one.clock === clock && one.at <= at)
          .map((one) => ({ subject, at: one.at })),
      )
      .sort((a, b) => a.at - b.at);
  }
}

function forgetArchived({ archived, archivedBy }: ShardModel, subject: SubjectId): void {
  for (const [journeyId, owner] of archivedBy) {
    if (owner !== subject) continue;
    archived.delete(journeyId);
    archivedBy.delete(journeyId);
  }
}
