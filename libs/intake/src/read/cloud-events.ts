import { type IncomingHttpHeaders } from 'node:http';
import { type Fault } from '#ports';

/** A CloudEvent made into the shape of an interaction, still to be checked as one; or what is wrong with it. */
export type FromCloudEvent =
  | { readonly body: Readonly<Record<string, unknown>>; readonly faults?: undefined }
  | { readonly body?: undefined; readonly faults: readonly Fault[] };

/** Attributes that mean the same in an interaction. */
const SAME = ['id', 'source', 'type', 'time', 'channel', 'data'];
/** Attributes that are taken and say nothing an interaction would keep; trace context travels in headers. */
const NOT_KEPT = new Set(['subject', 'dataschema', 'traceparent', 'tracestate']);
const REQUIRED = ['id', 'source', 'type'];
const OURS = new Set(['identifiers', 'journeyid', 'correlation', 'actorkind', 'actorid']);
const JSON_CONTENT = /^application\/(?:[\w.+-]+\+)?json\b/i;

/**
 * Maps a CloudEvents 1.0 event (structured JSON, one of a batch, or put together from headers) to an interaction.
 * `channel` is an extension of the same name. `identifiers` is an array, or the same as JSON text where a value must be
 * a string; `journeyid`, `correlation`, `actorkind` and `actorid` are plain strings.
 */
export function fromCloudEvent(event: unknown): FromCloudEvent {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    return { faults: [{ pointer: '', detail: 'a CloudEvent is a JSON object' }] };
  }
  const attributes = event as Readonly<Record<string, unknown>>;
  const faults = [...attributeFaults(attributes)];
  const identifiers = readIdentifiers(attributes['identifiers'], faults);
  if (faults.length > 0) return { faults };
  const { journeyid, correlation, actorkind, actorid } = attributes;
  return {
    body: {
      ...Object.fromEntries(
        SAME.filter((name) => attributes[name] !== undefined && attributes[name] !== null).map(
          (name) => [name, attributes[name]],
        ),
      ),
      ...(identifiers === undefined ? {} : { identifiers }),
      ...(journeyid === undefined && correlation === undefined
        ? {}
        : {
            journey: {
              ...(journeyid === undefined ? {} : { id: journeyid }),
              ...(correlation === undefined ? {} : { correlation }),
            },
          }),
      ...(actorkind === undefined && actorid === undefined
        ? {}
        : {
            actor: {
              kind: actorkind ?? 'customer',
              ...(actorid === undefined ? {} : { id: actorid }),
            },
          }),
    },
  };
}

/** Whether a request is a CloudEvent in binary mode. */
export function isBinaryCloudEvent(headers: IncomingHttpHeaders): boolean {
  return headers['ce-specversion'] !== undefined;
}

/** Puts a binary-mode event together from `ce-` headers and the body (CloudEvents HTTP binding, 3.1). */
export function fromBinaryHeaders(
  headers: IncomingHttpHeaders,
  data: unknown,
): Readonly<Record<string, unknown>> {
  const event: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith('ce-') && typeof value === 'string') {
      event[name.slice(3)] = percentDecoded(value);
    }
  }
  if (headers['content-type'] !== undefined) event['datacontenttype'] = headers['content-type'];
  if (data !== undefined) event['data'] = data;
  return event;
}

function* attributeFaults(attributes: Readonly<Record<string, unknown>>): Iterable<Fault> {
  if (attributes['specversion'] !== '1.0') {
    yield { pointer: '/specversion', detail: 'must be "1.0"' };
  }
  for (const name of REQUIRED) {
    if (attributes[name] === undefined) yield { pointer: `/${name}`, detail: 'is missing' };
  }
  const content = attributes['datacontenttype'];
  if (content !== undefined && !(typeof content === 'string' && JSON_CONTENT.test(content))) {
    yield { pointer: '/datacontenttype', detail: 'must be application/json' };
  }
  if (attributes['data_base64'] !== undefined) {
    yield { pointer: '/data_base64', detail: 'is not taken; send a JSON object as data' };
  }
  for (const name of Object.keys(attributes)) {
    if (['specversion', 'datacontenttype', 'data_base64', ...SAME].includes(name)) continue;
    if (NOT_KEPT.has(name) || OURS.has(name)) continue;
    const extensions = ['channel', ...OURS].join(', ');
    yield { pointer: `/${name}`, detail: `unknown extension; taken are ${extensions}` };
  }
}

function readIdentifiers(value: unknown, faults: Fault[]): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    const detail = 'must be JSON like [{"scheme":"email","value":"ana@example.org"}]';
    faults.push({ pointer: '/identifiers', detail });
    return undefined;
  }
}

function percentDecoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
