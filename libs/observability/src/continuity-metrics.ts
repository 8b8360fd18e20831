import { Counter, Histogram, type Registry } from 'prom-client';

/** Seconds: from a page that calls at once to a customer who comes back after a month. */
const CUSTOMER_BUCKETS = [
  10, 60, 300, 900, 3_600, 14_400, 43_200, 86_400, 259_200, 604_800, 1_209_600, 2_592_000,
];

/** How well customers are carried from channel to channel. */
export interface ContinuityMetrics {
  /** Journey events that continuity is measured by. */
  readonly continuityEvents: Counter<'type' | 'definition'>;
  /** Hand-offs by what became of them (`made`, `redeemed`, `expired`) and the channels they lead from and to. */
  readonly handOffs: Counter<'outcome' | 'from' | 'to'>;
  /** How long journeys were left alone before they were taken up again, by the channel they were left on and that one. */
  readonly resumeSeconds: Histogram<'from' | 'to'>;
}

/** `prefix` goes before each name. */
export function createContinuityMetrics(prefix: string, registry: Registry): ContinuityMetrics {
  const registers = [registry];
  return {
    continuityEvents: new Counter({
      name: `${prefix}continuity_events_total`,
      help: 'Journey events that continuity is measured by: begun again, asked again, handed off, resumed.',
      labelNames: ['type', 'definition'],
      registers,
    }),
    handOffs: new Counter({
      name: `${prefix}hand_offs_total`,
      help: 'Hand-offs between channels, by what became of them.',
      labelNames: ['outcome', 'from', 'to'],
      registers,
    }),
    resumeSeconds: new Histogram({
      name: `${prefix}resume_seconds`,
      help: 'From when a journey was seen last until it was taken up again.',
      labelNames: ['from', 'to'],
      buckets: CUSTOMER_BUCKETS,
      registers,
    }),
  };
}
