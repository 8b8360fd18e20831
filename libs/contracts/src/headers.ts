/** What a record's headers say of it. CloudEvents 1.0.2 attributes, and the W3C trace it belongs to. */
export interface CloudEventAttributes {
  /** Unique per source. */
  readonly id: string;
  /** URI-reference, not empty. */
  readonly source: string;
  readonly type: string;
  /** ms since the epoch. */
  readonly time?: number;
  readonly subject?: string;
  readonly traceparent?: string;
  readonly tracestate?: string;
}

export const AVRO_CONTENT_TYPE = 'application/avro';

/** RFC 3339 has four digits for the year. */
const FIRST_TIME = Date.parse('0000-01-01T00:00:00.000Z');
const LAST_TIME = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * Headers of an Avro value in CloudEvents' binary content mode (Kafka protocol binding 1.0.2, section 3.2).
 * A time that RFC 3339 cannot say (outside the years 0 to 9999) is left out: the attribute is optional, and the value
 * has it too.
 */
export function ceHeaders(event: CloudEventAttributes): Readonly<Record<string, string>> {
  const { time, subject, traceparent, tracestate } = event;
  const headers: Record<string, string> = {
    ce_specversion: '1.0',
    ce_id: event.id,
    ce_source: event.source,
    ce_type: event.type,
    'content-type': AVRO_CONTENT_TYPE,
  };
  if (time !== undefined && time >= FIRST_TIME && time <= LAST_TIME) {
    headers['ce_time'] = new Date(time).toISOString();
  }
  if (subject !== undefined && subject !== '') headers['ce_subject'] = subject;
  if (traceparent !== undefined) headers['traceparent'] = traceparent;
  if (tracestate !== undefined) headers['tracestate'] = tracestate;
  return headers;
}

/**
 * The attributes in a record's headers, all that is there; undefined when they are not a CloudEvent's in binary content
 * mode. A `time` that is no RFC 3339 date is left out.
 */
export function ceAttributes(
  headers: Readonly<Record<string, Uint8Array>>,
): CloudEventAttributes | undefined {
  const text = (name: string): string | undefined => {
    const bytes = headers[name];
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  };
  const [id, source, type] = [text('ce_id'), text('ce_source'), text('ce_type')];
  if (text('ce_specversion') !== '1.0' || id === undefined) return undefined;
  if (source === undefined || type === undefined) return undefined;
  const time = Date.parse(text('ce_time') ?? '');
  const [subject, traceparent, tracestate] = ['ce_subject', 'traceparent', 'tracestate'].map(text);
  return {
    id,
    source,
    type,
    ...(Number.isNaN(time) ? {} : { time }),
    ...(subject === undefined ? {} : { subject }),
    ...(traceparent === undefined ? {} : { traceparent }),
    ...(tracestate === undefined ? {} : { tracestate }),
  };
}
