import kafkajs, { type KafkaConfig, type RetryOptions, type SASLOptions } from 'kafkajs';
import type { ConnectionOptions } from 'node:tls';

/** How to reach Kafka and how patient to be. */
export interface KafkaLogOptions {
  /** `host:port` each. */
  readonly brokers: readonly string[];
  /** Shown in the broker's logs and quotas; default `throughline`. */
  readonly clientId?: string;
  readonly ssl?: boolean | ConnectionOptions;
  readonly sasl?: SASLOptions;
  /** Replicas of a topic that is created; default 1. */
  readonly replicationFactor?: number;
  /** Bytes one record may have, headers included; default 1,000,000, what a broker takes. */
  readonly maxRecordBytes?: number;
  /**
   * A member that was not heard of for so long loses its partitions, in ms; default 6,000, the least that a broker
   * allows unless its group.min.session.timeout.ms is lowered.
   */
  readonly sessionTimeoutMs?: number;
  /** How often a first connection is tried before `openKafkaLog` gives up; default 8, which takes about 8 seconds. */
  readonly connectAttempts?: number;
  /** What kafkajs warns of: lost connections, retries. */
  readonly onWarning?: (message: string, details: Readonly<Record<string, unknown>>) => void;
}

/**
 * Every setting is spelled out: with NODE_ENV=test kafkajs silently takes other defaults.
 * Ten attempts take about 12 seconds.
 */
export const RETRY: Required<Omit<RetryOptions, 'restartOnFailure'>> = {
  initialRetryTime: 100,
  maxRetryTime: 2_000,
  factor: 0.2,
  multiplier: 2,
  retries: 9,
};

const CONNECTION_TIMEOUT_MS = 3_000;
const REQUEST_TIMEOUT_MS = 15_000;

/** The options as kafkajs takes them. */
export function kafkaConfig(options: KafkaLogOptions): KafkaConfig {
  const { onWarning } = options;
  return {
    brokers: [...options.brokers],
    clientId: options.clientId ?? 'throughline',
    ...(options.ssl === undefined ? {} : { ssl: options.ssl }),
    ...(options.sasl === undefined ? {} : { sasl: options.sasl }),
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    enforceRequestTimeout: true,
    retry: RETRY,
    logLevel: onWarning === undefined ? kafkajs.logLevel.NOTHING : kafkajs.logLevel.WARN,
    logCreator:
      () =>
      ({ log: { message, timestamp: _, logger: _name, ...details } }) =>
        onWarning?.(message, details),
  };
}
