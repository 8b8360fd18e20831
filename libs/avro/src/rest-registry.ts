import { type SchemaRegistry, ThroughlineError } from '#ports';

export interface RestRegistryOptions {
  /** Base address; may carry `user:password@`. */
  readonly url: string;
  /** Counts before what the address carries. */
  readonly auth?:
    { readonly username: string; readonly password: string } | { readonly token: string };
  /** How long one call may take, in ms; default 10,000. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 10_000;
const CONTENT_TYPE = 'application/vnd.schemaregistry.v1+json';
/** `error_code`s for subject, version or schema not found. */
const NOT_FOUND = 404;

/**
 * A registry that speaks Confluent's REST API (Confluent, Karapace, Apicurio's ccompat).
 * Errors: `UNAVAILABLE` when it cannot be reached, is too slow, is overloaded or refuses the login (only the last is not
 * retryable); `INVALID` when it refuses a schema; `UNKNOWN_SCHEMA`.
 */
export function restRegistry(options: RestRegistryOptions): SchemaRegistry {
  const call = caller(options);
  return {
    register: async (subject, schema) => {
      const path = `/subjects/${encodeURIComponent(subject)}/versions`;
      const answer = await call('POST', path, { schema });
      const id = answer['id'];
      if (!Number.isInteger(id)) throw unexpected(path, 'has no id');
      return id as number;
    },
    byId: async (id) => schemaOf(await call('GET', `/schemas/ids/${id}`), `/schemas/ids/${id}`),
    byGuid: async (guid) => {
      const path = `/schemas/guids/${encodeURIComponent(guid)}`;
      return schemaOf(await call('GET', path), path);
    },
  };
}

type Answer = Readonly<Record<string, unknown>>;
type Call = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<Answer>;

function caller(options: RestRegistryOptions): Call {
  const { base, authorization } = addressOf(options);
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  return async (method, path, body) => {
    let status: number;
    let text: string;
    try {
      const response = await fetch(base + path, {
        method,
        headers: {
          accept: CONTENT_TYPE,
          ...(authorization === undefined ? {} : { authorization }),
          ...(body === undefined ? {} : { 'content-type': CONTENT_TYPE }),
        },
        body: body === undefined ? null : JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      status = response.status;
      text = await response.text();
    } catch (cause) {
      const slow = (cause as { name?: unknown }).name === 'TimeoutError';
      throw new ThroughlineError(
        'UNAVAILABLE',
        slow
          ? `The schema registry at ${base} did not answer within ${timeoutMs} ms.`
          : `The schema registry at ${base} cannot be reached. Check its address and that it runs.`,
        { cause },
      );
    }
    const answer = objectOf(text);
    if (status >= 200 && status < 300) {
      if (answer === undefined) throw unexpected(path, 'is not JSON');
      return answer;
    }
    throw refusal(status, path, answer, base);
  };
}

function addressOf(options: RestRegistryOptions): { base: string; authorization?: string } {
  if (!URL.canParse(options.url)) {
    throw new ThroughlineError('INVALID', 'The schema registry address is not a URL.');
  }
  const url = new URL(options.url);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  const base = url.href.replace(/\/+$/, '');
  const auth =
    options.auth ??
    (username === ''
      ? undefined
      : { username: decodeURIComponent(username), password: decodeURIComponent(password) });
  if (auth === undefined) return { base };
  if ('token' in auth) return { base, authorization: `Bearer ${auth.token}` };
  const basic = Buffer.from(`${auth.username}:${auth.password}`, 'utf8').toString('base64');
  return { base, authorization: `Basic ${basic}` };
}

function refusal(
  status: number,
  path: string,
  answer: Answer | undefined,
  base: string,
): ThroughlineError {
  const said = typeof answer?.['message'] === 'string' ? `: ${answer['message']}` : '';
  const code = Number(answer?.['error_code'] ?? status);
  // 40403 and its like; a bare 404 without a registry's answer is somebody else's page.
  if (status === NOT_FOUND && answer !== undefined && Math.floor(code / 100) === NOT_FOUND) {
    return new ThroughlineError('UNKNOWN_SCHEMA', `The schema registry has no ${path}${said}.`);
  }
  if (status === 401 || status === 403) {
    return new ThroughlineError(
      'UNAVAILABLE',
      `The schema registry at ${base} refused the login (${status})${said}. Check user and password of SCHEMA_REGISTRY_URL.`,
      { retryable: false },
    );
  }
  if (status === 409 || status === 422 || status === 400) {
    return new ThroughlineError(
      'INVALID',
      `The schema registry refused ${path} (${status})${said}. Make the schema compatible with its earlier versions.`,
    );
  }
  if (status >= 500 || status === 429 || status === 408) {
    return new ThroughlineError(
      'UNAVAILABLE',
      `The schema registry at ${base} answered ${status} to ${path}${said}. Try again later.`,
    );
  }
  return new ThroughlineError(
    'UNAVAILABLE',
    `${base} answered ${status} to ${path}${said}. Check that SCHEMA_REGISTRY_URL is the registry's base address.`,
    { retryable: false },
  );
}

function schemaOf(answer: Answer, path: string): string {
  const schema = answer['schema'];
  if (typeof schema !== 'string') throw unexpected(path, 'has no schema');
  const kind = answer['schemaType'] ?? 'AVRO';
  if (kind !== 'AVRO') {
    throw new ThroughlineError(
      'UNKNOWN_SCHEMA',
      `The schema at ${path} is ${String(kind)}, not Avro.`,
    );
  }
  return schema;
}

function objectOf(text: string): Answer | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Answer) : undefined;
  } catch {
    return undefined; // not JSON: the caller says so, with the status
  }
}

function unexpected(path: string, what: string): ThroughlineError {
  return new ThroughlineError(
    'UNAVAILABLE',
    `The schema registry's answer to ${path} ${what}. Check that SCHEMA_REGISTRY_URL is a Confluent-compatible registry.`,
    { retryable: false },
  );
}
