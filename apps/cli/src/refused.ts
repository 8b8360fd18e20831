import { type Problem } from '#client';
import { type Fault, type Refusal, REFUSAL_CODES, type RefusalCode } from '#ports';
import { Failure } from './failure.js';

/** What a refusal ends the command with. 1: not like this. 3: not now; the same may succeed later. */
const EXIT_CODES: Readonly<Record<RefusalCode, 1 | 3>> = {
  'invalid-json': 1,
  'too-deep': 1,
  'bad-encoding': 1,
  'no-body': 1,
  'invalid-parameter': 1,
  'no-key': 1,
  'wrong-key': 1,
  'out-of-scope': 1,
  'not-found': 1,
  conflict: 1,
  'handoff-unknown': 1,
  'handoff-used': 1,
  'handoff-expired': 1,
  erased: 1,
  'too-large': 1,
  'unsupported-media-type': 1,
  'invalid-interaction': 1,
  'invalid-request': 1,
  'invalid-definition': 1,
  'too-many-attempts': 3,
  busy: 3,
  unavailable: 3,
};

/** A refusal of our own code, as the command line tells it. */
export function refusedHere({ code, message, faults }: Refusal): Failure {
  return new Failure(message + inWords(faults), EXIT_CODES[code]);
}

/** What the API answered instead, as the command line tells it: a problem (RFC 9457), or what came in its place. */
export function refusedThere({ status, statusText }: Response, answer: unknown): Failure {
  if (typeof answer !== 'object' || answer === null) {
    return new Failure(`${String(status)} ${statusText}: ${String(answer ?? '').slice(0, 500)}`);
  }
  const { type = '', title = statusText, detail = '', errors = [] } = answer as Partial<Problem>;
  const code = REFUSAL_CODES.find((one) => type.endsWith(`:problem:${one}`));
  const text = `${String(status)} ${title}: ${detail}${inWords(errors)}`;
  return new Failure(text, code === undefined ? 1 : EXIT_CODES[code]);
}

function inWords(faults: readonly Fault[]): string {
  const lines = faults.map(({ pointer, detail, line, column }) => {
    const where = line === undefined ? pointer : `${String(line)}:${String(column ?? 1)}`;
    return `\n  ${where}: ${detail}`;
  });
  return lines.join('');
}
