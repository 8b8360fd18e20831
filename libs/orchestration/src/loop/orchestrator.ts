import { Topics } from '#contracts';
import { decide } from '#journey';
import { hasCode, isRetryable, ThroughlineError } from '#ports';
import { GroupMembership } from './group-membership.js';
import {
  ORCHESTRATOR_GROUP,
  type Orchestrator,
  type OrchestratorOptions,
  type OrchestratorStatus,
} from '../options.js';
import type { LoopContext } from '../ownership/owned-partition.js';
import { retrying, type Waiting } from '../retrying.js';
import type { HeldEpochs } from '../ownership/take-partition.js';

const DEFAULT_DRAIN_MS = 5_000;
/** Pause before joining anew, ms: long enough that two who fence each other do not keep each other busy. */
const REJOIN_PAUSE_MS = 250;

/**
 * Joins the group and folds what its partitions bring, until it is closed.
 *
 * Resolves once it has joined, or has failed to for a reason that may pass: then it goes on trying, and `status()` tells.
 * Rejects when it can never work: the topic does not exist (`NOT_FOUND`), an option is out of range (`INVALID`).
 */
export async function startOrchestrator(options: OrchestratorOptions): Promise<Orchestrator> {
  const loop = new Loop(options);
  await loop.begun;
  return loop;
}

/** Joins, and joins anew when a partition was lost to a store that was rolled back. */
class Loop implements Orchestrator {
  readonly ended: Promise<void>;
  readonly begun: Promise<void>;
  private readonly waits = new Map<string, string>();
  private readonly closing = new AbortController();
  private readonly held: HeldEpochs = new Map();
  private membership: GroupMembership | undefined;
  private hasBegun: () => void = () => undefined;
  private isStopped = false;

  constructor(private readonly options: OrchestratorOptions) {
    const first = new Promise<void>((resolve) => (this.hasBegun = resolve));
    this.ended = this.run()
      .catch((error: unknown) => {
        // What was interrupted by `close()` has not failed.
        if (!this.closing.signal.aborted) throw error;
      })
      .finally(() => (this.isStopped = true));
    this.ended.catch(() => undefined);
    this.begun = Promise.race([first, this.ended]);
  }

  status(): OrchestratorStatus {
    const waitingFor = this.waits.values().next().value;
    const partitions = this.membership?.partitions() ?? [];
    if (this.isStopped) return { state: 'stopped', waitingFor: undefined, partitions: [] };
    if (waitingFor !== undefined) return { state: 'waiting', waitingFor, partitions };
    const state = this.membership?.hasJoined === true ? 'running' : 'joining';
    return { state, waitingFor, partitions };
  }

  async close(drainMs = DEFAULT_DRAIN_MS): Promise<void> {
    this.closing.abort();
    await this.membership?.leave(drainMs);
    await this.ended;
  }

  private async run(): Promise<void> {
    const { log } = this.options;
    const waiting = this.waiting();
    const partitions = await this.begin(waiting, () => log.partitions(Topics.interactions));
    const context = loopContext(this.options, waiting, partitions);
    while (!this.closing.signal.aborted) await this.belong(waiting, context);
  }

  /** One time in the group, from joining to leaving. */
  private async belong(waiting: Waiting, context: LoopContext): Promise<void> {
    const { clock, observer, group = ORCHESTRATOR_GROUP } = this.options;
    const { signal } = this.closing;
    const membership = new GroupMembership(context, group, this.options, this.held);
    this.membership = membership;
    try {
      await this.begin(waiting, () => membership.join());
      this.hasBegun();
      await membership.ended;
    } catch (error) {
      if (signal.aborted) return;
      if (!mayPass(error)) throw error;
      observer?.problem?.(error, 'belong to the group; joining it anew');
      await clock.until(clock.now() + REJOIN_PAUSE_MS, signal);
    } finally {
      await membership.leave(0);
    }
  }

  /** Retries, and lets `startOrchestrator` resolve at the first failure. */
  private begin<T>(waiting: Waiting, call: () => Promise<T>): Promise<T> {
    const told = {
      ...waiting,
      waiting: (what: string, error: unknown) => {
        waiting.waiting(what, error);
        this.hasBegun();
      },
    };
    return retrying(told, 'join the group', this.closing.signal, call);
  }

  private waiting(): Waiting {
    const { clock, observer } = this.options;
    return {
      clock,
      waiting: (what, error) => {
        this.waits.set(what, `${what}: ${error instanceof Error ? error.message : String(error)}`);
        observer?.problem?.(error, what);
      },
      waited: (what) => void this.waits.delete(what),
    };
  }
}

/** A lost shard or partition comes back by joining anew; what is closed does not. */
function mayPass(error: unknown): boolean {
  if (isRetryable(error)) return true;
  return hasCode(error, 'FENCED', 'CORRUPT');
}

function loopContext(
  options: OrchestratorOptions,
  waiting: Waiting,
  partitions: number,
): LoopContext {
  const { log, store, codec, catalogue, clock } = options;
  return {
    log,
    store,
    codec,
    catalogue,
    clock,
    decide: options.decide ?? decide,
    observer: options.observer ?? {},
    waiting,
    partitions,
    pipelineDepth: within('pipelineDepth', options.pipelineDepth ?? 3, 1, 8),
    cachedSubjects: within('cachedSubjects', options.cachedSubjects ?? 20_000, 0, 10_000_000),
    idleCommitMs: within('idleCommitMs', options.idleCommitMs ?? 1_000, 10, 60_000),
    timerChunk: within('timerChunk', options.timerChunk ?? 1_000, 1, 10_000),
  };
}

function within(name: string, value: number, lowest: number, highest: number): number {
  if (Number.isInteger(value) && value >= lowest && value <= highest) return value;
  throw new ThroughlineError('INVALID', `${name} is ${value}: give ${lowest} to ${highest}`);
}
