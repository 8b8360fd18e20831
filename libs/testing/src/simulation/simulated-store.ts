import {
  shardOf,
  SHARDS,
  type Epoch,
  type JourneyId,
  type Shard,
  type SubjectId,
} from '#contracts';
import {
  ThroughlineError,
  type DueSubject,
  type JourneyReader,
  type JourneyStore,
  type ShardCommit,
  type ShardLease,
  type Watermark,
} from '#ports';
import { JourneyStoreModel } from '../journey-store-model.js';
import type { Scheduler, SimulatedProcess } from './scheduler.js';

type ShardModel = ReturnType<JourneyStoreModel['shard']>;

/** The store's server: what it was told survives every crash of a process, until it is itself emptied or rolled back. */
export class SimulatedStore implements JourneyReader, Pick<JourneyStore, 'due'> {
  readonly #model = new JourneyStoreModel();
  /** Never lost: epochs of the real store are times. */
  #epoch = 0;

  /** `used`: the shards that the story's subjects are on. The others answer at once, or runs would be slow. */
  constructor(private readonly used: ReadonlySet<Shard>) {}

  /** The store as a process reaches it. */
  client(scheduler: Scheduler, process: SimulatedProcess): JourneyStore {
    const { random } = scheduler;
    return {
      take: (shard) =>
        this.used.has(shard)
          ? scheduler.call(process, 'take', () => this.#take(shard))
          : Promise.resolve(this.#take(shard)),
      load: (shard, subjects, epoch) =>
        scheduler.call(process, 'load', () => {
          this.#holds(shard, epoch);
          return subjects.map((one) => this.#state(shard, one));
        }),
      commit: (commits) =>
        scheduler.call(
          process,
          'commit',
          () => this.#commit(commits),
          () => this.#commit(commits.filter(() => random.chance(0.7))),
        ),
      due: (shards, clock, at, limit) =>
        scheduler.call(process, 'due', () => this.#due(shards, clock, at).slice(0, limit)),
      reset: (shard, epoch) => scheduler.call(process, 'reset', () => this.#reset(shard, epoch)),
    };
  }

  /** Everything it holds now; calling what this returns brings it back. */
  snapshot(): () => void {
    const shards = [...this.used].map(
      (shard) => [shard, copyOf(this.#model.shard(shard))] as const,
    );
    return () => {
      for (const [shard, held] of shards) Object.assign(this.#model.shard(shard), copyOf(held));
    };
  }

  /** FLUSHALL. */
  empty(): void {
    for (let shard = 0; shard < SHARDS; shard++) {
      Object.assign(this.#model.shard(shard as Shard), copyOf(NOTHING));
    }
  }

  due(...[shards, clock, at, limit]: Parameters<JourneyStore['due']>): Promise<DueSubject[]> {
    return Promise.resolve(this.#due(shards, clock, at).slice(0, limit));
  }

  dueBy(clock: string, at: number): readonly DueSubject[] {
    return this.#due([...this.used], clock, at);
  }

  /** Whether every shard in use has applied its partition up to these offsets. */
  standsAt(offsets: readonly number[]): boolean {
    return [...this.used].every((shard) => {
      const offset = offsets[shard % offsets.length] ?? -1;
      return (this.#model.shard(shard).watermark?.offset ?? -1) >= offset;
    });
  }

  subject(subject: SubjectId): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.#state(shardOf(subject), subject));
  }

  archived(journey: JourneyId, subject?: SubjectId): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.#model.shard(shardOf(subject ?? journey)).archived.get(journey));
  }

  history(subject: SubjectId): Promise<readonly Watermark[]> {
    return Promise.resolve(this.#model.shard(shardOf(subject)).histories.get(subject) ?? []);
  }

  search(): Promise<never> {
    return Promise.reject(new ThroughlineError('BUG', 'the simulation does not search'));
  }

  counts(): ReturnType<JourneyReader['counts']> {
    return Promise.resolve(this.#model.counts());
  }

  watermarks(): Promise<ReadonlyMap<Shard, Watermark>> {
    const found = [...this.used].flatMap((shard) => {
      const { watermark } = this.#model.shard(shard);
      return watermark === undefined ? [] : ([[shard, watermark]] as const);
    });
    return Promise.resolve(new Map(found));
  }

  async *scan(shard: Shard): ReturnType<JourneyReader['scan']> {
    for (const { subject, state } of this.#model.shard(shard).subjects.values()) {
      yield { subject, state };
    }
  }

  #take(shard: Shard): ShardLease {
    const held = this.#model.shard(shard);
    const epoch = ++this.#epoch as Epoch;
    this.#model.took(shard, epoch);
    return { shard, epoch, watermark: held.watermark, outbox: [...held.outbox] };
  }

  #state(shard: Shard, subject: SubjectId): Uint8Array | undefined {
    return this.#model.shard(shard).subjects.get(subject)?.state;
  }

  #commit(commits: readonly ShardCommit[]): number[] {
    const answers = commits.map((commit) => this.#model.commit(commit));
    return answers.map((answer) => {
      if (answer === 'fenced') throw new ThroughlineError('FENCED', 'the shard is not yours');
      return answer;
    });
  }

  #due(shards: readonly Shard[], clock: string, at: number): DueSubject[] {
    const used = shards.filter((shard) => this.used.has(shard));
    return this.#model.due(used, clock, at);
  }

  #reset(shard: Shard, epoch: Epoch): void {
    this.#holds(shard, epoch);
    this.#model.reset(shard);
  }

  #holds(shard: Shard, epoch: Epoch): void {
    if (this.#model.shard(shard).epoch === epoch) return;
    throw new ThroughlineError('FENCED', `shard ${shard} is not yours`);
  }
}

const NOTHING: ShardModel = {
  epoch: 0 as Epoch,
  watermark: undefined,
  sequence: -1,
  outbox: [],
  subjects: new Map(),
  histories: new Map(),
  archived: new Map(),
  archivedBy: new Map(),
};

function copyOf(shard: ShardModel): ShardModel {
  return {
    ...shard,
    outbox: [...shard.outbox],
    subjects: new Map(shard.subjects),
    histories: new Map(Array.from(shard.histories, ([subject, all]) => [subject, [...all]])),
    archived: new Map(shard.archived),
    archivedBy: new Map(shard.archivedBy),
  };
}
