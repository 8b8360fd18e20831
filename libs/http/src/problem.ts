import { STATUS_CODES } from 'node:http';
import { type Problem } from '#api';
import { Refusal, type RefusalCode } from '#ports';

/** What HTTP calls each refusal: its status (RFC 9110, section 15), and the title that all of its kind have. */
const KINDS: Readonly<Record<RefusalCode | 'bug', readonly [number, string]>> = {
  'invalid-json': [400, 'The body is not JSON'],
  'too-deep': [400, 'The body is nested too deeply'],
  'bad-encoding': [400, 'The body cannot be decoded'],
  'no-body': [400, 'The body is missing'],
  'invalid-parameter': [400, 'A parameter is not valid'],
  'no-key': [401, 'A channel key is needed'],
  'wrong-key': [401, 'The channel key is not known'],
  'out-of-scope': [403, 'The channel key does not allow this'],
  'not-found': [404, 'Not found'],
  conflict: [409, 'Not possible as it stands'],
  'handoff-unknown': [404, 'This hand-off is not known'],
  'handoff-used': [409, 'This hand-off was used already'],
  'handoff-expired': [410, 'This hand-off has expired'],
  erased: [410, 'Erased'],
  'too-large': [413, 'Too large'],
  'unsupported-media-type': [415, 'This content type is not understood'],
  'invalid-interaction': [422, 'The interaction is not valid'],
  'invalid-request': [422, 'The request is not valid'],
  'invalid-definition': [422, 'The journey definition is not valid'],
  'too-many-attempts': [429, 'Too many attempts'],
  busy: [503, 'Busy'],
  unavailable: [503, 'Temporarily unavailable'],
  bug: [500, 'An error on our side'],
};

/** What is our own fault: the log has it, the answer does not. */
export const BUG: Problem = problemOf({
  code: 'bug',
  message: 'Nothing is wrong with the request. It was logged for us.',
  faults: [],
});

/** A refusal as HTTP tells it. */
export function problemOf({
  code,
  message,
  faults,
}: Pick<Refusal, 'message' | 'faults'> & { readonly code: RefusalCode | 'bug' }): Problem {
  const [status, title] = KINDS[code];
  return {
    type: `urn:throughline:problem:${code}`,
    title,
    status,
    detail: message,
    ...(faults.length > 0 ? { errors: [...faults] } : {}),
  };
}

/** What the server itself refuses, by its status alone. */
export function problemOfStatus(status: number, detail: string): Problem {
  switch (status) {
    case 413:
      return problemOf(
        new Refusal('too-large', 'The body is larger than 1 MiB; send it in parts.'),
      );
    case 415:
      return problemOf(new Refusal('unsupported-media-type', detail));
    case 404:
      return problemOf(new Refusal('not-found', detail));
    default:
      // RFC 9457, section 4.2.1: without a type of its own, the title is the status in words.
      return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Unknown', status, detail };
  }
}
