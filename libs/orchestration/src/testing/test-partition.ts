import { shardsOf, type Epoch } from '#contracts';
import { createDefinitions, decide } from '#journey';
import type { Clock, DefinitionCatalogue, EventLog, JourneyStore, RecordCodec } from '#ports';
import { fixedCatalogue } from '#testing';
import { OwnedPartition } from '../ownership/owned-partition.js';
import { OwnedShard } from '../ownership/owned-shard.js';
import type { OrchestratorObserver } from '../options.js';

/** What a test decides of the partition's surroundings; whatever it leaves out must not be asked. */
export interface TestSurroundings {
  readonly clock: Clock;
  readonly codec: RecordCodec;
  readonly log?: Partial<EventLog>;
  readonly store?: Partial<JourneyStore>;
  readonly catalogue?: DefinitionCatalogue;
  readonly observer?: OrchestratorObserver;
  readonly pipelineDepth?: number;
}

/** The only partition of a log, just taken at its beginning, with nothing in the store. */
export function testPartition(surroundings: TestSurroundings): OwnedPartition {
  const { clock, codec, log = {}, store = {}, observer = {} } = surroundings;
  const { catalogue = fixedCatalogue(createDefinitions([])), pipelineDepth = 3 } = surroundings;
  const shards = shardsOf(0, 1).map((shard) => {
    const lease = { shard, epoch: 1 as Epoch, watermark: undefined, outbox: [] };
    return [shard, new OwnedShard(lease, 0)] as const;
  });
  const context = {
    log: log as EventLog,
    store: store as JourneyStore,
    codec,
    catalogue,
    clock,
    decide,
    observer,
    waiting: { clock, waiting: () => undefined, waited: () => undefined },
    pipelineDepth,
    cachedSubjects: 100,
    idleCommitMs: 1_000,
    timerChunk: 10,
    partitions: 1,
  };
  return new OwnedPartition(context, 0, new Map(shards), 0, 0);
}
