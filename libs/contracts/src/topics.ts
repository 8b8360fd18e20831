/** Topic names. Fixed: others subscribe to them. */
export const Topics = {
  interactions: 'throughline.interactions.v1',
  inbound: 'throughline.inbound.v1',
  journeyEvents: 'throughline.journey-events.v1',
  journeys: 'throughline.journeys.v1',
  actions: 'throughline.actions.v1',
  dispositions: 'throughline.dispositions.v1',
  identityEvents: 'throughline.identity-events.v1',
  deadLetters: 'throughline.dead-letters.v1',
  /** Journey definitions as they were deployed. All on partition 0, so that a deployment's number is its offset plus one. */
  definitions: 'throughline.definitions.v1',
} as const;

export type Topic = (typeof Topics)[keyof typeof Topics];

/** Partitions of every topic unless configured: a divisor of 256. One count for all keeps a subject's topics co-partitioned. */
export const DEFAULT_PARTITIONS = 8;

const DAY = 86_400_000;

export interface TopicSpec {
  readonly name: Topic;
  readonly cleanup: 'delete' | 'compact';
  /** Retention in ms; -1 keeps for ever. Not used by compacted topics. */
  readonly retentionMs: number;
}

export const TOPIC_SPECS: readonly TopicSpec[] = [
  { name: Topics.interactions, cleanup: 'delete', retentionMs: -1 },
  { name: Topics.inbound, cleanup: 'delete', retentionMs: 7 * DAY },
  { name: Topics.journeyEvents, cleanup: 'delete', retentionMs: -1 },
  { name: Topics.journeys, cleanup: 'compact', retentionMs: -1 },
  { name: Topics.actions, cleanup: 'delete', retentionMs: 7 * DAY },
  { name: Topics.dispositions, cleanup: 'delete', retentionMs: 7 * DAY },
  { name: Topics.identityEvents, cleanup: 'delete', retentionMs: -1 },
  { name: Topics.deadLetters, cleanup: 'delete', retentionMs: -1 },
  { name: Topics.definitions, cleanup: 'delete', retentionMs: -1 },
];
