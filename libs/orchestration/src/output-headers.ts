import type { Output } from './outputs.js';

/** Who emits what the loop publishes, as CloudEvents' source. */
const SOURCE = '//throughline/orchestrator';

/** CloudEvents binary binding (Kafka protocol binding 1.0.2, section 3.2). */
export function outputHeaders(
  output: Pick<Output, 'id' | 'type' | 'time' | 'key'>,
): Readonly<Record<string, string>> {
  return {
    ce_specversion: '1.0',
    ce_id: output.id,
    ce_source: SOURCE,
    ce_type: `throughline.${output.type}`,
    ce_time: new Date(output.time).toISOString(),
    ce_subject: output.key,
    'content-type': 'application/avro',
  };
}
