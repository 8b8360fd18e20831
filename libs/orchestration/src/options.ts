import type { JourneyEvent } from '#contracts';
import type { Decide } from '#history';
import type { Clock, DefinitionCatalogue, EventLog, JourneyStore, RecordCodec } from '#ports';

/** The group that owns journeys. There is one: owning a partition of the log is owning its shards. */
export const ORCHESTRATOR_GROUP = 'throughline-orchestrator';

/** Where the loop tells what it does. Called on the hot path, once a batch: return quickly, never throw. */
export interface OrchestratorObserver {
  /** A batch is committed, published and acknowledged. Times in ms. */
  batchDone?(batch: {
    readonly partition: number;
    readonly records: number;
    /** Records at or below their shard's watermark (I4). */
    readonly skipped: number;
    /** Records, and outputs too large for the log, by reason. */
    readonly deadLetters: ReadonlyMap<string, number>;
    readonly outputs: number;
    /** Decisions by disposition kind. */
    readonly dispositions: ReadonlyMap<string, number>;
    /** What was told of journeys, as it was published. */
    readonly journeyEvents: readonly JourneyEvent[];
    /** The store's call. */
    readonly commitMs: number;
    /** Appending the outputs. */
    readonly publishMs: number;
    /** From the batch's arrival to its acknowledgement. */
    readonly tookMs: number;
  }): void;
  /** Once a second: how many records of each owned partition are not acknowledged. */
  lag?(records: ReadonlyMap<number, number>): void;
  timersFired?(timers: { readonly partition: number; readonly count: number }): void;
  /** Something is being waited for or begun anew; `what` says which call, where. */
  problem?(error: unknown, what: string): void;
}

export interface OrchestratorOptions {
  readonly log: EventLog;
  readonly store: JourneyStore;
  readonly codec: RecordCodec;
  readonly catalogue: DefinitionCatalogue;
  readonly clock: Clock;
  /** Default: `decide` of `#journey`. */
  readonly decide?: Decide;
  readonly observer?: OrchestratorObserver;
  /** Default `throughline-orchestrator`. */
  readonly group?: string;
  /** 1 to 10,000; default 1,000. */
  readonly maxBatchRecords?: number;
  /** Batches of a partition decided and not yet acknowledged; 1 to 8, default 3. */
  readonly pipelineDepth?: number;
  /** Subjects kept decoded, per partition; default 20,000. */
  readonly cachedSubjects?: number;
  /** Owners move all their shards' watermarks on this often, ms; default 1,000. */
  readonly idleCommitMs?: number;
  /** Timers appended at once; default 1,000. */
  readonly timerChunk?: number;
}

export interface PartitionStatus {
  readonly partition: number;
  /** Offset up to which everything is committed, published and acknowledged; the next one to do. */
  readonly acknowledged: number;
  /** Batches decided and not yet acknowledged. */
  readonly inFlight: number;
}

/** What readiness shows. */
export interface OrchestratorStatus {
  /** `joining`: not yet a member. `waiting`: a retryable error holds work up. `stopped`: closed or failed. */
  readonly state: 'joining' | 'running' | 'waiting' | 'stopped';
  /** What is being waited for, in words; undefined when nothing is. */
  readonly waitingFor: string | undefined;
  readonly partitions: readonly PartitionStatus[];
}

export interface Orchestrator {
  status(): OrchestratorStatus;
  /** Resolves after `close()`; rejects when the loop cannot go on by itself, with the reason. */
  readonly ended: Promise<void>;
  /** Finishes what was decided (at most `drainMs`, default 5,000), then leaves the group. Log and store stay open. */
  close(drainMs?: number): Promise<void>;
}
