import { type InboxCounts, type InboxItem, type InboxKind, type InboxStore } from '#ports';
import { connect, type Connection } from '../connection/connection.js';
import { text, texts } from '../connection/reply.js';
import { DEFAULT_PREFIX, type RedisStoreOptions } from '../connection/store-options.js';
import { applyCall, kindNumber, placeField } from './commands/inbox-apply.js';
import { attemptCall } from './commands/inbox-attempt.js';
import { forgetCall } from './commands/inbox-forget.js';
import { type InboxKeys, inboxKeys } from './inbox-keys.js';
import { inboxPage } from './inbox-page.js';

/** The inbox on Redis 7 or later. Throws `UNAVAILABLE`, or `INVALID` for the URL or credentials. */
export async function openRedisInboxStore(options: RedisStoreOptions): Promise<InboxStore> {
  const connection = await connect(options);
  const keys = inboxKeys(options.prefix ?? DEFAULT_PREFIX);
  return {
    async position(place) {
      const call = { command: 'HGET', args: [keys.positions, placeField(place)] };
      const position = text((await connection.run([call]))[0]);
      return position === undefined ? undefined : Number(position);
    },
    async apply(update) {
      await connection.run([applyCall(keys, update)]);
    },
    async attempt(id, attempt, after) {
      const [noted] = await connection.run([attemptCall(keys, id, attempt, after)]);
      return text(noted) === '1';
    },
    async item(id) {
      return (await readItems(connection, keys, [id]))[0];
    },
    page: (query, matches) =>
      inboxPage(connection, keys, query, {
        read: (ids) => readItems(connection, keys, ids),
        matches,
      }),
    counts: (kind) => readCounts(connection, keys, kind),
    async forget(ids) {
      if (ids.length === 0) return 0;
      return Number(text((await connection.run([forgetCall(keys, ids)]))[0]) ?? 0);
    },
    close: () => connection.close(),
  };
}

/** Items in the order asked; undefined: not there, or closed before it was told of. */
async function readItems(
  connection: Connection,
  keys: InboxKeys,
  ids: readonly string[],
): Promise<readonly (InboxItem | undefined)[]> {
  if (ids.length === 0) return [];
  const replies = await connection.run(
    [keys.entries, keys.closings, keys.attempts].map((key) => ({
      command: 'HMGET',
      args: [key, ...ids],
    })),
  );
  const [entries = [], closings = [], attempts = []] = replies.map(texts);
  return ids.map((_, i) => {
    const [entry = '', closing = '', attempt = ''] = [entries[i], closings[i], attempts[i]];
    if (entry === '') return undefined;
    return {
      entry: JSON.parse(entry),
      closing: closing === '' ? null : JSON.parse(closing),
      attempt: attempt === '' ? null : JSON.parse(attempt.slice(attempt.indexOf(' ') + 1)),
    };
  });
}

async function readCounts(
  connection: Connection,
  keys: InboxKeys,
  kind: InboxKind,
): Promise<InboxCounts> {
  const number = kindNumber(kind);
  const [counted, dropped] = await connection.run([
    { command: 'HGETALL', args: [keys.counts] },
    { command: 'HGET', args: [keys.dropped, number] },
  ]);
  const fields = texts(counted);
  const reasons: Record<string, number> = {};
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const [, of, reason = ''] = /^(\d) (.*)$/s.exec(fields[i] ?? '') ?? [];
    if (Number(of) === number) reasons[reason] = Number(fields[i + 1]);
  }
  return { reasons, dropped: Number(text(dropped) ?? 0) };
}
