import { type TopicSpec } from '#contracts';
import { ThroughlineError } from '#ports';
import type { CommitQueue } from './commit-queue.js';
import type { Database, TopicEntry } from './database.js';

/** The topics of a log, in memory as on disk. */
export class Topics {
  private readonly database: Database;
  private readonly commits: CommitQueue;
  private readonly byName = new Map<string, TopicEntry>();

  constructor(database: Database, commits: CommitQueue) {
    this.database = database;
    this.commits = commits;
    for (const { value } of database.topics.getRange()) this.byName.set(value.name, value);
  }

  /** Every topic there is. */
  all(): Iterable<TopicEntry> {
    return this.byName.values();
  }

  /** Throws `NOT_FOUND`. */
  get(name: string): TopicEntry {
    const topic = this.byName.get(name);
    if (topic !== undefined) return topic;
    throw new ThroughlineError(
      'NOT_FOUND',
      `There is no topic ${name} in this log: create it with ensureTopics first`,
    );
  }

  /** Creates what is missing and takes over changed retention. Throws `INVALID` on another number of partitions. */
  async ensure(specs: readonly TopicSpec[], partitions: number): Promise<void> {
    const entries = await this.commits.commit(() => {
      const known = [...this.database.topics.getRange()].map(({ value }) => value);
      const wanted = specs.map((spec, index) => {
        const old = known.find(({ name }) => name === spec.name);
        if (old !== undefined && old.partitions !== partitions)
          throw new ThroughlineError(
            'INVALID',
            `Topic ${spec.name} has ${old.partitions} partitions, not ${partitions}: the number cannot be changed`,
          );
        return { ...spec, partitions, id: old?.id ?? known.length + index };
      });
      for (const topic of wanted) void this.database.topics.put(topic.name, topic);
      return wanted;
    });
    for (const entry of entries) this.byName.set(entry.name, entry);
  }
}
