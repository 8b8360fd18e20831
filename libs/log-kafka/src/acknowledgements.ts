import { type Backoff, retry, systemClock, ThroughlineError, type TopicPartition } from '#ports';
import { kafkaError, rootCause } from './kafka-errors.js';
import type { KafkaCluster, OffsetCommitRequest } from './kafkajs-internals.js';

/** Under which name and generation the broker knows a member. */
export interface MemberIdentity {
  readonly memberId: string;
  readonly generationId: number;
}

interface Pending {
  readonly place: TopicPartition;
  readonly identity: MemberIdentity;
  readonly valid: () => boolean;
  next: number;
  readonly waiting: { resolve: (done: boolean) => void; reject: (error: unknown) => void }[];
}

const ATTEMPTS = 8;
const BACKOFF: Backoff = { firstPauseMs: 200, longestPauseMs: 1_000 };
/** The broker's ways to say that the member's time is over. */
const OVER = [
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'REBALANCE_IN_PROGRESS',
  'FENCED_INSTANCE_ID',
];

/**
 * Commits a group's offsets under the generation they were read in, never under a later one: the broker refuses what is
 * stale. Acknowledgements that come while a commit is under way share the next.
 */
export class Acknowledgements {
  readonly #cluster: KafkaCluster;
  readonly #group: string;
  readonly #pending = new Map<string, Pending>();
  #running: Promise<void> | undefined;

  constructor(cluster: KafkaCluster, group: string) {
    this.#cluster = cluster;
    this.#group = group;
  }

  /** False, with nothing written, when the generation is over: `valid` says no, or the broker does. Throws `UNAVAILABLE`. */
  acknowledge(
    place: TopicPartition,
    next: number,
    identity: MemberIdentity,
    valid: () => boolean,
  ): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const key = `${identity.memberId} ${identity.generationId} ${place.topic} ${place.partition}`;
      const pending = this.#pending.get(key) ?? { place, identity, valid, next, waiting: [] };
      this.#pending.set(key, pending);
      pending.next = next; // the last word counts, also when it goes back
      pending.waiting.push({ resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when everything asked for so far is answered. */
  async settled(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #run(): Promise<void> {
    await Promise.resolve(); // what comes in this turn shares the first commit
    try {
      while (this.#pending.size > 0) {
        const all = [...this.#pending.values()];
        this.#pending.clear();
        const first = all[0]?.identity;
        const together = all.filter(({ identity }) => identity === first);
        for (const other of all) if (other.identity !== first) this.#putBack(other);
        try {
          const done = await this.#commit(together);
          for (const { waiting } of together) for (const { resolve } of waiting) resolve(done);
        } catch (error) {
          const told = kafkaError(error, `remember the offsets of group ${this.#group}`);
          for (const { waiting } of together) for (const { reject } of waiting) reject(told);
        }
      }
    } finally {
      // In the same turn as the last look: what comes after it starts a new run.
      this.#running = undefined;
    }
  }

  #putBack(pending: Pending): void {
    const { identity, place } = pending;
    const key = `${identity.memberId} ${identity.generationId} ${place.topic} ${place.partition}`;
    this.#pending.set(key, pending);
  }

  async #commit(all: readonly Pending[]): Promise<boolean> {
    return retry((attempt) => this.#tryCommit(all, attempt), {
      clock: systemClock,
      backoff: BACKOFF,
      attempts: ATTEMPTS,
      mayPass: (error) => !(error instanceof ThroughlineError),
      failed: (error) => {
        const { host, port } = rootCause(error);
        if (host !== undefined && port !== undefined) this.#cluster.removeBroker({ host, port });
      },
    });
  }

  async #tryCommit(all: readonly Pending[], attempt: number): Promise<boolean> {
    if (attempt > 1) await this.#cluster.connect().catch(() => undefined); // what follows says why not
    if (!all.every(({ valid }) => valid())) return false;
    try {
      const coordinator = await this.#cluster.findGroupCoordinator({ groupId: this.#group });
      await coordinator.offsetCommit(requestOf(this.#group, all));
      return true;
    } catch (error) {
      if (OVER.includes(rootCause(error).type ?? '')) return false;
      throw error;
    }
  }
}

function requestOf(group: string, all: readonly Pending[]): OffsetCommitRequest {
  const identity = all[0]?.identity ?? { memberId: '', generationId: -1 };
  const topics = new Map<string, { partition: number; offset: string }[]>();
  for (const { place, next } of all) {
    const partitions = topics.get(place.topic) ?? [];
    topics.set(place.topic, partitions);
    partitions.push({ partition: place.partition, offset: String(next) });
  }
  return {
    groupId: group,
    memberId: identity.memberId,
    groupGenerationId: identity.generationId,
    topics: [...topics].map(([topic, partitions]) => ({ topic, partitions })),
  };
}
