import { ceAttributes, type InboundInteraction } from '#contracts';
import { type TraceHeaders } from '#customers';
import { type Fault, Refusal, type RecordCodec, type StoredRecord, ThroughlineError } from '#ports';
import { readJson } from '../read/read-json.js';
import { MAX_EVENT } from '../read/candidates.js';
import { fromCloudEvent } from '../read/cloud-events.js';
import { traceOf } from '../read/trace.js';

type Body = Readonly<Record<string, unknown>>;

/** What a record of `throughline.inbound.v1` says, in the shape in which the API takes it; still to be checked as that. */
export interface ReadInbound {
  readonly body: Body;
  /** What is wrong with it already. */
  readonly faults: readonly Fault[];
  readonly trace: TraceHeaders;
}

const STRUCTURED = /^application\/cloudevents\+json\b/i;
const JSON_CONTENT = /^application\/(?:[\w.+-]+\+)?json\b/i;

/**
 * Reads a record, whose schema was fetched by `codec.prepare`: an Avro `InboundInteraction`, in which CloudEvents headers
 * stand in for what it leaves empty, or a CloudEvent with JSON data, binary or structured (Kafka protocol binding 1.0.2,
 * section 3). What its sender may leave away is derived from the record's place, so that reading it again is the same
 * interaction (I5). Throws `TOO_LARGE`, `UNREADABLE`, `UNKNOWN_SCHEMA`, and `INVALID` for a record of another kind.
 */
export function readInbound(codec: RecordCodec, record: StoredRecord): ReadInbound {
  const size = record.value?.length ?? 0;
  if (size > MAX_EVENT) {
    throw new ThroughlineError(
      'TOO_LARGE',
      `An event may have ${MAX_EVENT / 1024} KiB at most; this one has ${size} bytes.`,
    );
  }
  const headers = headerTexts(record);
  const trace = traceOf(headers.get('traceparent'));
  const content = headers.get('content-type') ?? '';
  if (STRUCTURED.test(content)) return { ...structured(record), trace };
  if (headers.has('ce_specversion') && JSON_CONTENT.test(content)) {
    return { ...binary(record, headers), trace };
  }
  const decoded = codec.decode(record.value, record.headers);
  if (decoded.name !== 'InboundInteraction') {
    throw new ThroughlineError(
      'INVALID',
      `A record of ${record.topic} is an InboundInteraction; this one is a ${decoded.name}.`,
    );
  }
  return { ...avro(record, decoded.value), trace };
}

type Read = Pick<ReadInbound, 'body' | 'faults'>;

function avro(record: StoredRecord, value: InboundInteraction): Read {
  const faults: Fault[] = [];
  const said = ceAttributes(record.headers);
  const { journeyId, correlation, actorKind, actorId } = value;
  const body = {
    id: value.id || said?.id || derivedId(record),
    ...given('source', value.source || said?.source),
    ...given('type', value.type || said?.type),
    ...given('channel', value.channel),
    ...timeOf(value.time || (said?.time ?? 0), faults),
    identifiers: value.identifiers.map(({ scheme, value: text, verified }) => ({
      scheme,
      value: text,
      verified,
    })),
    ...(journeyId === null && correlation === null
      ? {}
      : {
          journey: {
            ...(journeyId === null ? {} : { id: journeyId }),
            ...(correlation === null ? {} : { correlation }),
          },
        }),
    actor: { kind: actorKind, ...(actorId === null ? {} : { id: actorId }) },
    data: dataOf(value, faults),
  };
  return { body, faults };
}

function dataOf({ data, dataContentType }: InboundInteraction, faults: Fault[]): unknown {
  if (dataContentType.toLowerCase() !== 'application/json') {
    faults.push({ pointer: '/dataContentType', detail: 'must be application/json' });
    return {};
  }
  return data.length === 0 ? {} : (parsed(data, '/data', faults) ?? {});
}

/** Attributes in headers, the data in the value. */
function binary(record: StoredRecord, headers: ReadonlyMap<string, string>): Read {
  const faults: Fault[] = [];
  const event: Record<string, unknown> = {};
  for (const [name, text] of headers) {
    if (name.startsWith('ce_')) event[name.slice(3)] = text;
  }
  event['datacontenttype'] = headers.get('content-type');
  const hasData = record.value !== null && record.value.length > 0;
  if (hasData) event['data'] = parsed(record.value, '/data', faults) ?? {};
  return completed(record, event, faults);
}

/** All of it in the value. */
function structured(record: StoredRecord): Read {
  const faults: Fault[] = [];
  const event = parsed(record.value ?? new Uint8Array(), '', faults);
  return event === undefined ? { body: {}, faults } : completed(record, event, faults);
}

function completed(record: StoredRecord, event: unknown, faults: Fault[]): Read {
  const isObject = typeof event === 'object' && event !== null && !Array.isArray(event);
  const whole = isObject ? { id: derivedId(record), ...event } : event;
  const read = fromCloudEvent(whole);
  if (read.body === undefined) return { body: {}, faults: [...faults, ...read.faults] };
  const time = 'time' in read.body ? {} : timeOf(record.timestamp, faults);
  return { body: { ...time, ...read.body }, faults };
}

/** The JSON, or undefined and what is wrong with it. */
function parsed(bytes: Uint8Array, pointer: string, faults: Fault[]): unknown {
  try {
    return readJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const errors =
      error.faults.length > 0 ? error.faults : [{ pointer: '', detail: error.message }];
    faults.push(...errors.map((one) => ({ pointer: pointer + one.pointer, detail: one.detail })));
    return undefined;
  }
}

function timeOf(ms: number, faults: Fault[]): { readonly time?: string } {
  const time = new Date(ms);
  const year = time.getUTCFullYear();
  // RFC 3339 has four digits for the year.
  if (year >= 0 && year <= 9999) return { time: time.toISOString() };
  faults.push({ pointer: '/time', detail: `${ms} is no time in ms since 1970-01-01T00:00Z` });
  return {};
}

/** The log's time tells apart records of topics that were made anew. */
function derivedId({ topic, partition, offset, timestamp }: StoredRecord): string {
  return `${topic}-${partition}-${offset}-${timestamp}`;
}

function given(name: string, text: string | undefined): Body {
  return text === undefined || text === '' ? {} : { [name]: text };
}

function headerTexts({ headers }: StoredRecord): ReadonlyMap<string, string> {
  const decoder = new TextDecoder();
  return new Map(Object.entries(headers).map(([name, bytes]) => [name, decoder.decode(bytes)]));
}
