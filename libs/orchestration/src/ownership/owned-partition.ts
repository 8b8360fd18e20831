import { shardOf, shardsOf, type Shard, type SubjectId, type SubjectState } from '#contracts';
import type { Decide } from '#history';
import {
  ThroughlineError,
  type Clock,
  type DefinitionCatalogue,
  type EventLog,
  type JourneyStore,
  type RecordCodec,
} from '#ports';
import type { OrchestratorObserver } from '../options.js';
import type { OwnedShard } from './owned-shard.js';
import { retrying, type Waiting } from '../retrying.js';
import { SubjectCache } from './subject-cache.js';

/** What every owner of a partition works with. */
export interface LoopContext {
  readonly log: EventLog;
  readonly store: JourneyStore;
  readonly codec: RecordCodec;
  readonly catalogue: DefinitionCatalogue;
  readonly clock: Clock;
  readonly decide: Decide;
  readonly observer: OrchestratorObserver;
  readonly waiting: Waiting;
  readonly pipelineDepth: number;
  readonly cachedSubjects: number;
  readonly idleCommitMs: number;
  readonly timerChunk: number;
  /** Number of partitions of every topic. */
  readonly partitions: number;
}

/** A partition this process owns, and how far its work has come. */
export class OwnedPartition {
  readonly cache: SubjectCache;
  readonly shardIds: readonly Shard[];
  /** Offset of the last record decided. */
  decidedTo: number;
  /** Offset of the last record that is in the store, or needed nothing there. */
  committedTo: number;
  private readonly ending = new AbortController();

  constructor(
    readonly context: LoopContext,
    readonly partition: number,
    private readonly shards: ReadonlyMap<Shard, OwnedShard>,
    /** Where its owner began to read. */
    start: number,
    /** Outputs of records below this offset were acknowledged under an earlier owner. */
    readonly suppressBelow: number,
  ) {
    this.cache = new SubjectCache(context.cachedSubjects);
    this.shardIds = shardsOf(partition, context.partitions);
    this.decidedTo = start - 1;
    this.committedTo = start - 1;
  }

  /** Aborts once the partition is another's, or the work was given up. */
  get signal(): AbortSignal {
    return this.ending.signal;
  }

  get isGone(): boolean {
    return this.ending.signal.aborted;
  }

  /** From here on nothing is written for the partition any more. */
  giveUp(): void {
    this.ending.abort('given up');
  }

  /** The lowest shard: records that belong to no subject are accounted to it. */
  get homeShard(): Shard {
    return this.shardIds[0] ?? (0 as Shard);
  }

  allShards(): Iterable<OwnedShard> {
    return this.shards.values();
  }

  shard(shard: Shard): OwnedShard {
    const owned = this.shards.get(shard);
    if (owned === undefined) {
      throw new ThroughlineError('BUG', `shard ${shard} is not of partition ${this.partition}`);
    }
    return owned;
  }

  retrying<T>(what: string, call: () => Promise<T>): Promise<T> {
    const where = `${what} (partition ${this.partition})`;
    return retrying(this.context.waiting, where, this.signal, call);
  }

  /**
   * The states of subjects as last decided: from memory (I1), or from the store. Undefined: a new subject.
   * For who decides, and for nobody else: what it reads becomes the cache, which is right only because nothing is decided
   * meanwhile.
   */
  async states(subjects: Iterable<SubjectId>): Promise<Map<SubjectId, SubjectState | undefined>> {
    const { states, read } = await this.glance(subjects);
    for (const subject of read) this.cache.loaded(subject, states.get(subject));
    return states;
  }

  /** As `states`, but may be overtaken by a batch, and leaves the cache alone. `read`: those that came from the store. */
  async glance(subjects: Iterable<SubjectId>): Promise<{
    readonly states: Map<SubjectId, SubjectState | undefined>;
    readonly read: readonly SubjectId[];
  }> {
    const states = new Map<SubjectId, SubjectState | undefined>();
    const missing = new Map<Shard, SubjectId[]>();
    for (const subject of subjects) {
      const cached = this.cache.has(subject);
      states.set(subject, cached ? this.cache.get(subject) : undefined);
      if (cached) continue;
      const shard = shardOf(subject);
      const ofShard = missing.get(shard);
      if (ofShard === undefined) missing.set(shard, [subject]);
      else ofShard.push(subject);
    }
    await Promise.all(Array.from(missing, ([shard, wanted]) => this.load(shard, wanted, states)));
    return { states, read: [...missing.values()].flat() };
  }

  private async load(
    shard: Shard,
    subjects: readonly SubjectId[],
    into: Map<SubjectId, SubjectState | undefined>,
  ): Promise<void> {
    const { store, codec } = this.context;
    const { epoch } = this.shard(shard);
    const found = await this.retrying('load subjects', () => store.load(shard, subjects, epoch));
    await this.retrying('read schemas', () =>
      codec.prepare(found.map((value) => ({ value: value ?? null }))),
    );
    try {
      subjects.forEach((subject, at) => {
        into.set(subject, decodeState(codec, subject, found[at]));
      });
    } catch (error) {
      // A state that cannot be read costs its shard: emptied here, rebuilt from the log by who takes it next (I7).
      await this.retrying('reset a shard', () => store.reset(shard, epoch));
      throw error;
    }
  }
}

/** Throws `CORRUPT`: the shard is to be rebuilt. */
function decodeState(
  codec: RecordCodec,
  subject: SubjectId,
  bytes: Uint8Array | undefined,
): SubjectState | undefined {
  if (bytes === undefined) return undefined;
  try {
    const decoded = codec.decode(bytes);
    if (decoded.name === 'SubjectState') return decoded.value;
    throw new ThroughlineError('CORRUPT', `it is a ${decoded.name}`);
  } catch (cause) {
    throw new ThroughlineError('CORRUPT', `the stored state of subject ${subject} cannot be read`, {
      cause,
    });
  }
}
