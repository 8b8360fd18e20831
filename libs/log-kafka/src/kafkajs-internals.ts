/**
 * The only place that reaches behind kafkajs's public face. kafkajs 2.2.4 is its last release and is pinned exactly; its
 * package has no exports map. We need its inside for four things that its face does not offer:
 * - a fetch from any offset without a group, which only Broker has;
 * - the generation of a membership, without which a late commit can land under the next one (`OffsetManager` is replaced
 *   at a rejoin, and the public commit is retried under whatever generation is there by then);
 * - the mend of the timer that spins when idle (tulios/kafkajs#1556, #1704; #1667 was never merged);
 * - the mend of connecting, which opens one socket per request that comes before the first is open, and forgets all but
 *   the last: those stay open, and keep the process alive, for ever.
 */
import { createRequire } from 'node:module';
import type { KafkaConfig, KafkaMessage } from 'kafkajs';

const load = createRequire(import.meta.url);

/** What a fetch brings of one partition. */
export interface FetchedPartition {
  readonly partition: number;
  readonly highWatermark: string;
  readonly messages: readonly FetchedMessage[];
}
export type FetchedMessage = KafkaMessage & {
  readonly isControlRecord: boolean;
  /** The record batch it came in, which may reach further than its last record. */
  readonly batchContext?: { readonly firstOffset: string; readonly lastOffsetDelta: number };
};

export interface FetchRequest {
  readonly maxWaitTime: number;
  readonly minBytes: number;
  readonly maxBytes: number;
  readonly isolationLevel: number;
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly fetchOffset: string;
      readonly maxBytes: number;
    }[];
  }[];
}

export interface OffsetCommitRequest {
  readonly groupId: string;
  readonly memberId: string;
  readonly groupGenerationId: number;
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
  }[];
}

export interface KafkaBroker {
  fetch(request: FetchRequest): Promise<{
    responses: readonly {
      readonly topicName: string;
      readonly partitions: readonly FetchedPartition[];
    }[];
  }>;
  offsetCommit(request: OffsetCommitRequest): Promise<unknown>;
}

export interface KafkaCluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addMultipleTargetTopics(topics: readonly string[]): Promise<void>;
  refreshMetadata(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  removeBroker(address: { host: string; port: number }): void;
  findBroker(id: { nodeId: string }): Promise<KafkaBroker>;
  findGroupCoordinator(id: { groupId: string }): Promise<KafkaBroker>;
  /** Node id → partitions it leads. */
  findLeaderForPartitions(topic: string, partitions: readonly number[]): Record<string, number[]>;
  isConnected(): boolean;
}

export const READ_COMMITTED = 1;

type ClusterOptions = Record<string, unknown>;
const Cluster = load('kafkajs/src/cluster') as new (options: ClusterOptions) => KafkaCluster;
const Batch = load('kafkajs/src/consumer/batch') as new (
  topic: string,
  fetchedOffset: string,
  fetched: FetchedPartition,
) => { readonly messages: readonly FetchedMessage[] };
const { createLogger } = load('kafkajs/src/loggers') as {
  createLogger(options: { level: unknown; logCreator: unknown }): unknown;
};
const socketFactory = load('kafkajs/src/network/socketFactory') as () => unknown;

/** Connections of their own to a cluster. A broker answers one request of a connection after the other. */
export function createCluster(config: KafkaConfig): KafkaCluster {
  const { logLevel, logCreator, ...options } = config;
  return new Cluster({
    ...options,
    logger: createLogger({ level: logLevel, logCreator }),
    socketFactory: socketFactory(),
    metadataMaxAge: 300_000,
    allowAutoTopicCreation: false,
    maxInFlightRequests: null,
    isolationLevel: READ_COMMITTED,
    offsets: new Map(),
  });
}

/** The records of a fetch that a reader may see: from the asked offset on, without aborted ones and control records. */
export function visibleMessages(
  topic: string,
  from: number,
  fetched: FetchedPartition,
): readonly FetchedMessage[] {
  return new Batch(topic, String(from), fetched).messages;
}

interface RequestQueuePrototype {
  pending: readonly unknown[];
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
  scheduleCheckPendingRequests(): void;
}
const RequestQueue = load('kafkajs/src/network/requestQueue') as {
  prototype: RequestQueuePrototype;
};
const RECHECK_MS = 10;

/** Idle, nothing is pending, so nothing needs a timer; the original re-arms a negative one about every millisecond. */
RequestQueue.prototype.scheduleCheckPendingRequests = function (this: RequestQueuePrototype) {
  if (this.pending.length === 0 || this.throttleCheckTimeoutId !== null) return;
  const throttled = this.throttledUntil - Date.now();
  this.throttleCheckTimeoutId = setTimeout(
    () => {
      this.throttleCheckTimeoutId = null;
      this.checkPendingRequests();
    },
    throttled > 0 ? throttled : RECHECK_MS,
  );
};

interface ConnectionPrototype {
  connect(): Promise<unknown>;
}
const Connection = load('kafkajs/src/network/connection') as { prototype: ConnectionPrototype };
const connect = Connection.prototype.connect;
const connecting = new WeakMap<ConnectionPrototype, Promise<unknown>>();

/** All who need a connection while it is being opened wait for the same one. */
Connection.prototype.connect = function (this: ConnectionPrototype) {
  const underWay = connecting.get(this);
  if (underWay !== undefined) return underWay;
  const opening = connect.call(this).finally(() => connecting.delete(this));
  connecting.set(this, opening);
  return opening;
};

interface SyncGroup {
  readonly memberId: string;
  readonly generationId: number;
}
interface BrokerPrototype {
  syncGroup(this: unknown, request: SyncGroup): Promise<unknown>;
}
const Broker = load('kafkajs/src/broker') as { prototype: BrokerPrototype };
const generations = new Map<string, number>();
const syncGroup = Broker.prototype.syncGroup;

Broker.prototype.syncGroup = function (this: unknown, request: SyncGroup) {
  generations.set(request.memberId, request.generationId);
  return syncGroup.call(this, request);
};

/** The generation under which this member has just joined its group; asked once per join. */
export function takeGeneration(memberId: string): number {
  const generation = generations.get(memberId) ?? -1;
  generations.delete(memberId);
  return generation;
}
