/** What the CloudEvents binary binding tells of a record. `time` is ms since the epoch. */
export interface CeAttributes {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: number;
  readonly subject: string;
}

/** Record headers in the CloudEvents Kafka binding's binary mode (3.2). */
export function ceHeaders(attributes: CeAttributes): Readonly<Record<string, string>> {
  return {
    ce_specversion: '1.0',
    ce_id: attributes.id,
    ce_source: attributes.source,
    ce_type: attributes.type,
    ce_time: new Date(attributes.time).toISOString(),
    ce_subject: attributes.subject,
    'content-type': 'application/avro',
  };
}
