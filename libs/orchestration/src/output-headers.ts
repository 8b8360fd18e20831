/** Who emits what the loop publishes, as CloudEvents' source. */
const SOURCE = '//throughline/orchestrator';

/** What a published record says of itself. Time in ms since the epoch. */
export interface OutputHead {
  readonly id: string;
  readonly type: string;
  readonly time: number;
  /** Subject or journey. */
  readonly key: string;
}

/** CloudEvents binary binding (Kafka protocol binding 1.0.2, section 3.2). */
export function outputHeaders({
  id,
  type,
  time,
  key,
}: OutputHead): Readonly<Record<string, string>> {
  return {
    ce_specversion: '1.0',
    ce_id: id,
    ce_source: SOURCE,
    ce_type: `throughline.${type}`,
    ce_time: new Date(time).toISOString(),
    ce_subject: key,
    'content-type': 'application/avro',
  };
}
