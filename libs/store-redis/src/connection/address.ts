import { ThroughlineError } from '#ports';

/** Where Redis is, as a REDIS_URL says it. */
export type RedisAddress = { readonly username?: string; readonly password?: string } & (
  | { readonly kind: 'single'; readonly url: string }
  | {
      readonly kind: 'sentinel';
      readonly tls: boolean;
      readonly nodes: readonly RedisNode[];
      /** Name of the master the sentinels watch. */
      readonly name: string;
      readonly db: number;
    }
  | { readonly kind: 'cluster'; readonly tls: boolean; readonly nodes: readonly RedisNode[] }
);

interface RedisNode {
  readonly host: string;
  readonly port: number;
}

const FORMS =
  'redis://[user:password@]host[:port][/db], redis+sentinel://[user:password@]host[:port],…/master[/db] or ' +
  'redis+cluster://[user:password@]host[:port],…; with TLS rediss://, rediss+sentinel://, rediss+cluster://';
const DEFAULT_PORT = { sentinel: 26_379, cluster: 6_379 };

/**
 * Reads a REDIS_URL: `redis[s]://host:port/db`, `redis[s]+sentinel://h1:p,h2:p/master/db`, `redis[s]+cluster://h1:p,h2:p`,
 * each with `user:password@` (percent-encoded) before the hosts; a sentinel's credentials are the master's. Throws `INVALID`.
 */
export function parseRedisUrl(url: string): RedisAddress {
  if (/^rediss?:\/\/./.test(url) && URL.canParse(url)) return { kind: 'single', url };
  const match = /^redis(s?)\+(sentinel|cluster):\/\/(?:([^@/]*)@)?([^@/]+)(?:\/(.*))?$/.exec(url);
  const [, secure, kind, credentials, hosts = '', path = ''] = match ?? [];
  if (kind !== 'sentinel' && kind !== 'cluster') throw unreadable();

  const nodes = hosts.split(',').map((host) => parseNode(host, DEFAULT_PORT[kind]));
  const login = credentials === undefined ? {} : parseCredentials(credentials);
  const tls = secure === 's';
  if (kind === 'cluster') {
    if (path !== '') throw unreadable();
    return { kind, tls, nodes, ...login };
  }
  const [, name, db = '0'] = /^([^/]+)(?:\/(\d+))?$/.exec(path) ?? [];
  if (name === undefined) throw unreadable();
  return { kind, tls, nodes, name: decodeURIComponent(name), db: Number(db), ...login };
}

function parseNode(text: string, defaultPort: number): RedisNode {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined) throw unreadable();
  return { host, port: port === undefined ? defaultPort : Number(port) };
}

function parseCredentials(text: string): { username?: string; password?: string } {
  const [, username = '', password = text] = /^([^:]*):(.*)$/.exec(text) ?? [];
  return {
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    password: decodeURIComponent(password),
  };
}

/** The URL itself stays out of the message: it may hold a password. */
function unreadable(): ThroughlineError {
  return new ThroughlineError('INVALID', `REDIS_URL cannot be read: write ${FORMS}`);
}
