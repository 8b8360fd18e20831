import { type ErrorCode, ThroughlineError } from '#ports';

/** Redis's own error words, and what they mean to us. Anything it does not say itself is a broken connection. */
const BY_WORD: Readonly<Record<string, ErrorCode>> = {
  WRONGTYPE: 'CORRUPT',
  NOAUTH: 'INVALID',
  WRONGPASS: 'INVALID',
  NOPERM: 'INVALID',
  CROSSSLOT: 'BUG',
  NOSCRIPT: 'BUG',
  ERR: 'BUG',
};

const ADVICE: Partial<Record<ErrorCode, string>> = {
  CORRUPT: 'a key of this prefix holds something else: does another program use it?',
  INVALID: 'check user and password in REDIS_URL and the rights of that user',
  BUG: 'this is our mistake: please report it',
};

/**
 * What was thrown by the Redis client, as one of the port's errors. `below`: why the connection broke, which is all there
 * is to tell when the client only knows that there is none.
 */
export function refusal(error: unknown, below?: Error): ThroughlineError {
  if (error instanceof ThroughlineError) return error;
  const cause = isReply(error) || !below ? error : below;
  const said = cause instanceof Error ? cause.message : String(cause);
  const code = codeOf(cause, said);
  const advice = ADVICE[code];
  const message =
    advice === undefined
      ? `Redis is not available: ${said}; check that the server in REDIS_URL can be reached`
      : `Redis refused: ${said}; ${advice}`;
  return new ThroughlineError(code, message, { cause });
}

function codeOf(error: unknown, said: string): ErrorCode {
  const word = /^[A-Z]+/.exec(said)?.[0] ?? '';
  return (isReply(error) ? BY_WORD[word] : undefined) ?? 'UNAVAILABLE';
}

function isReply(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError';
}
