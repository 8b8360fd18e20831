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

/** What was thrown by the Redis client, as one of the port's errors. `below`: the connection's last own error. */
export function refusal(error: unknown, below?: Error): ThroughlineError {
  if (error instanceof ThroughlineError) return error;
  const said = error instanceof Error ? error.message : String(error);
  const word = /^[A-Z]+/.exec(said)?.[0] ?? '';
  const fromServer = error instanceof Error && error.name === 'ReplyError';
  const code = (fromServer ? BY_WORD[word] : undefined) ?? 'UNAVAILABLE';
  if (code !== 'UNAVAILABLE') {
    return new ThroughlineError(code, `Redis refused: ${said}; ${ADVICE[code] ?? ''}`, {
      cause: error,
    });
  }
  const why = fromServer || !below ? said : `${said} (${below.message})`;
  return new ThroughlineError(code, `Redis is not available: ${why}; try again`, { cause: error });
}
