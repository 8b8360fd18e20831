import { type ErrorCode, ThroughlineError } from '#ports';

interface KafkaJsError extends Error {
  /** Kafka's own name of the error, such as UNKNOWN_TOPIC_OR_PARTITION. */
  readonly type?: string;
  readonly host?: string;
  readonly port?: number;
  /** Of a request for several topics. */
  readonly errors?: readonly KafkaJsError[];
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  UNKNOWN_TOPIC_OR_PARTITION: 'NOT_FOUND',
  MESSAGE_TOO_LARGE: 'TOO_LARGE',
  RECORD_LIST_TOO_LARGE: 'TOO_LARGE',
  INVALID_TOPIC_EXCEPTION: 'INVALID',
  INVALID_PARTITIONS: 'INVALID',
  INVALID_REPLICATION_FACTOR: 'INVALID',
  INVALID_CONFIG: 'INVALID',
  INVALID_TIMESTAMP: 'INVALID',
  ILLEGAL_GENERATION: 'FENCED',
  UNKNOWN_MEMBER_ID: 'FENCED',
  REBALANCE_IN_PROGRESS: 'FENCED',
};

/** The innermost error: kafkajs wraps what happened into how often it tried. */
export function rootCause(error: unknown): KafkaJsError {
  let inner = error instanceof Error ? error : new Error(String(error));
  while (inner.cause instanceof Error) inner = inner.cause;
  return (inner as KafkaJsError).errors?.[0] ?? inner;
}

/** An error of kafkajs as one of ours. `doing`: what was tried, as in "Kafka could not …". */
export function kafkaError(error: unknown, doing: string): ThroughlineError {
  if (error instanceof ThroughlineError) return error;
  const cause = rootCause(error);
  const code = (cause.type !== undefined ? CODES[cause.type] : undefined) ?? 'UNAVAILABLE';
  const advice =
    code === 'UNAVAILABLE' ? ': check that the brokers in KAFKA_BROKERS can be reached' : '';
  return new ThroughlineError(code, `Kafka could not ${doing} (${cause.message})${advice}`, {
    cause: error,
  });
}
