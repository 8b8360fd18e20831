import type { TopicPartition } from '#ports';

/** What a group needs of its members. */
export interface Member {
  readonly topics: readonly string[];
  /** Stops working on all partitions; resolves when their batches have ended or were waited for long enough. */
  release(): Promise<void>;
  take(partitions: readonly TopicPartition[], generation: number): Promise<void>;
}

/**
 * Shares the partitions of topics among the members of one group, as Kafka's eager protocol does: whenever a member
 * comes or goes, all give back what they have, then all get their share under a new generation. A partition number goes
 * to the same member on every topic.
 */
export class Group {
  private readonly partitions: (topic: string) => number;
  private readonly members: Member[] = [];
  private generation = 0;
  private change: Promise<void> = Promise.resolve();

  constructor(partitions: (topic: string) => number) {
    this.partitions = partitions;
  }

  join(member: Member): void {
    this.members.push(member);
    this.rebalance();
  }

  leave(member: Member): void {
    const index = this.members.indexOf(member);
    if (index < 0) return;
    this.members.splice(index, 1);
    this.rebalance();
  }

  /** One rebalance after the other. Members tell their own failures; none reaches this chain. */
  private rebalance(): void {
    this.change = this.change.then(async () => {
      const members = [...this.members];
      await Promise.all(members.map((member) => member.release()));
      const generation = ++this.generation;
      // Not awaited: a member that takes long to get ready does not keep others from joining.
      for (const member of members) void member.take(this.share(member, members), generation);
    });
  }

  private share(member: Member, members: readonly Member[]): TopicPartition[] {
    return member.topics.flatMap((topic) => {
      const sharing = members.filter(({ topics }) => topics.includes(topic));
      const own = sharing.indexOf(member);
      return Array.from({ length: this.partitions(topic) }, (_, partition) => partition)
        .filter((partition) => partition % sharing.length === own)
        .map((partition) => ({ topic, partition }));
    });
  }
}
