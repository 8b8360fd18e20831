import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { type ContinuityMetrics, createContinuityMetrics } from './continuity-metrics.js';

const PREFIX = 'throughline_';

/** Seconds: from a commit in memory to a broker that is failing over. */
const FAST_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The measurements of one process. Labels have few values: never an id, a name of a customer or a path with one. */
export interface Metrics extends ContinuityMetrics {
  readonly registry: Registry;
  /** Interactions the gateway took: the log has acknowledged them. */
  readonly interactionsAccepted: Counter<'channel'>;
  /** Interactions the gateway refused. */
  readonly interactionsRejected: Counter<'reason'>;
  /** Records of systems that publish straight to Kafka, by what became of them: `taken` or `dead-letter`. */
  readonly inboundRecords: Counter<'outcome'>;
  /** From when the log took such a record until its interaction is in the log of record. */
  readonly inboundSeconds: Histogram;
  /** What the resolver learned of identities: `linked`, `merged`, `conflict`, `shared` or `limited`. */
  readonly identityNews: Counter<'kind'>;
  /** Log records folded, by what became of them. */
  readonly recordsApplied: Counter<'disposition'>;
  /** From a batch's arrival until it is acknowledged. */
  readonly batchSeconds: Histogram;
  /** One store commit. */
  readonly commitSeconds: Histogram;
  /** Publishing one batch's outputs. */
  readonly publishSeconds: Histogram;
  /** Records in the log that are not acknowledged yet. */
  readonly lagRecords: Gauge<'partition'>;
  readonly timersFired: Counter;
  /** Records given up, by error code. */
  readonly deadLetters: Counter<'reason'>;
  /** Open server-sent event streams. */
  readonly sseClients: Gauge;
  /** HTTP requests, by the route's pattern. */
  readonly httpRequestSeconds: Histogram<'method' | 'route' | 'status'>;
}

/**
 * A registry of its own with all measurements, at zero. `defaults`: also those of the process (memory, CPU, event loop);
 * default true.
 */
export function createMetrics(options: { defaults?: boolean } = {}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (options.defaults ?? true) collectDefaultMetrics({ register: registry });
  const counter = <L extends string = never>(name: string, help: string, labelNames: L[] = []) =>
    new Counter<L>({ name: PREFIX + name, help, labelNames, registers });
  const gauge = <L extends string = never>(name: string, help: string, labelNames: L[] = []) =>
    new Gauge<L>({ name: PREFIX + name, help, labelNames, registers });
  const histogram = <L extends string = never>(name: string, help: string, labelNames: L[] = []) =>
    new Histogram<L>({ name: PREFIX + name, help, labelNames, buckets: FAST_BUCKETS, registers });
  return {
    registry,
    ...createContinuityMetrics(PREFIX, registry),
    interactionsAccepted: counter(
      'interactions_accepted_total',
      'Interactions accepted: acknowledged by the log.',
      ['channel'],
    ),
    interactionsRejected: counter('interactions_rejected_total', 'Interactions refused.', [
      'reason',
    ]),
    inboundRecords: counter(
      'inbound_records_total',
      'Records of systems that publish straight to Kafka, by what became of them.',
      ['outcome'],
    ),
    inboundSeconds: histogram(
      'inbound_seconds',
      'From the log time of such a record until its interaction is in the log of record.',
    ),
    identityNews: counter(
      'identity_news_total',
      'What the resolver learned of identities, by kind: shared and limited say that a guardrail held.',
      ['kind'],
    ),
    recordsApplied: counter('records_applied_total', 'Log records folded, by disposition.', [
      'disposition',
    ]),
    batchSeconds: histogram('batch_seconds', 'From the arrival of a batch to its acknowledgement.'),
    commitSeconds: histogram('commit_seconds', 'One store commit.'),
    publishSeconds: histogram('publish_seconds', "Publishing one batch's outputs."),
    lagRecords: gauge('lag_records', 'Log records not yet acknowledged.', ['partition']),
    timersFired: counter('timers_fired_total', 'Timers fired.'),
    deadLetters: counter('dead_letters_total', 'Records given up, by reason.', ['reason']),
    sseClients: gauge('sse_clients', 'Open server-sent event streams.'),
    httpRequestSeconds: histogram('http_request_seconds', 'HTTP requests.', [
      'method',
      'route',
      'status',
    ]),
  };
}
