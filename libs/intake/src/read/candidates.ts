import { type IncomingHttpHeaders } from 'node:http';
import { type TraceHeaders } from '#customers';
import { type Assurance, Refusal, refuse } from '#ports';
import { bodySize, elementSizes, MAX_EVENTS } from './read-json.js';
import { fromBinaryHeaders, fromCloudEvent, isBinaryCloudEvent } from './cloud-events.js';

/** Bytes of one event as JSON, at most. */
export const MAX_EVENT = 262_144;

/** One interaction of a request: its body, or why it is refused already. */
export type Candidate =
  | {
      readonly body: unknown;
      /** A trace of its own; the request's when absent. */
      readonly trace?: TraceHeaders;
      /** How sure we are of who goes on by a hand-off; absent: it came by none. */
      readonly assurance?: Assurance;
      readonly refusal?: undefined;
    }
  | {
      readonly body?: undefined;
      readonly trace?: undefined;
      readonly assurance?: undefined;
      readonly refusal: Refusal;
    };

/** The interactions of a request, whichever way it carries them, and whether its body is a list. */
export function candidatesOf(
  headers: IncomingHttpHeaders,
  body: unknown,
): { readonly candidates: readonly Candidate[]; readonly isList: boolean } {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === 'application/cloudevents-batch+json') {
    if (!Array.isArray(body)) refuse('invalid-json', 'A CloudEvents batch is a JSON array.');
    return { candidates: listOf(body, cloudEvent), isList: true };
  }
  if (type === 'application/cloudevents+json') {
    return { candidates: [single(body, body, cloudEvent)], isList: false };
  }
  if (isBinaryCloudEvent(headers)) {
    const event = fromBinaryHeaders(headers, body);
    return { candidates: [single(event, body, cloudEvent)], isList: false };
  }
  if (body === undefined) refuse('no-body', 'Send a JSON body: one interaction, or an array.');
  if (Array.isArray(body)) return { candidates: listOf(body, native), isList: true };
  return { candidates: [single(body, body, native)], isList: false };
}

type Read = (raw: unknown) => Candidate;

function listOf(body: readonly unknown[], read: Read): Candidate[] {
  if (body.length === 0) refuse('no-body', 'The array is empty.');
  if (body.length > MAX_EVENTS) {
    refuse('too-large', `The array has ${body.length} events; send ${MAX_EVENTS} at most at once.`);
  }
  const sizes = elementSizes(body);
  return body.map((raw, i) => ((sizes[i] ?? 0) > MAX_EVENT ? { refusal: tooLarge() } : read(raw)));
}

function single(raw: unknown, body: unknown, read: Read): Candidate {
  return bodySize(body) > MAX_EVENT ? { refusal: tooLarge() } : read(raw);
}

function native(raw: unknown): Candidate {
  return { body: raw };
}

function cloudEvent(raw: unknown): Candidate {
  const { body, faults } = fromCloudEvent(raw);
  if (body !== undefined) return { body };
  return {
    refusal: new Refusal('invalid-interaction', 'The CloudEvent has the faults listed.', faults),
  };
}

function tooLarge(): Refusal {
  return new Refusal('too-large', `An event may have ${MAX_EVENT / 1024} KiB at most.`);
}
