/** One thing wrong with what was sent. `pointer` is a JSON pointer (RFC 6901) into it; '' is all of it. */
export interface Fault {
  readonly pointer: string;
  readonly detail: string;
  /** Where it stands in a text, from 1. */
  readonly line?: number;
  readonly column?: number;
}

/** The closed set of reasons for which what somebody asks is not done. */
export const REFUSAL_CODES = [
  'invalid-json',
  'too-deep',
  'bad-encoding',
  'no-body',
  'invalid-parameter',
  'no-key',
  'wrong-key',
  'out-of-scope',
  'not-found',
  'conflict',
  'handoff-unknown',
  'handoff-used',
  'handoff-expired',
  'erased',
  'too-large',
  'unsupported-media-type',
  'invalid-interaction',
  'invalid-request',
  'invalid-definition',
  'too-many-attempts',
  'busy',
  'unavailable',
] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];

/**
 * Why what somebody asked is not done: nothing of it is. `message` says what, where and what to do, to whoever asked;
 * it says nothing of how they asked (HTTP, a topic, the command line), which maps the code to its own terms.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: RefusalCode,
    message: string,
    readonly faults: readonly Fault[] = [],
    /** Seconds after which the same may succeed, unchanged; undefined: not by waiting. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}

/** Refuses what is asked, as a `Refusal`. */
export function refuse(code: RefusalCode, message: string, faults: readonly Fault[] = []): never {
  throw new Refusal(code, message, faults);
}

/** One step of a JSON pointer (RFC 6901, section 3). */
export function pointerStep(key: string | number): string {
  return `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
