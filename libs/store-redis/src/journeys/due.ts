import type { SubjectId } from '#contracts';
import type { DueSubject } from '#ports';
import type { Connection } from '../connection/connection.js';
import { texts } from '../connection/reply.js';
import { mergeShards } from './merge-shards.js';
import type { ShardKeys } from './shard-keys.js';

/** Where reading a shard's timers goes on: after this many. Being one off meanwhile only means to find one later. */
interface DuePlace {
  readonly key: string;
  readonly after: number;
}

/** Subjects of these shards with a timer due at or before `at` on `clock`, earliest first. */
export function dueSubjects(
  connection: Connection,
  shards: readonly ShardKeys[],
  clock: string,
  at: number,
  limit: number,
): Promise<readonly DueSubject[]> {
  const fetch = async (places: readonly DuePlace[], count: number) => {
    const replies = await connection.run(
      places.map(({ key, after }) => ({
        command: 'ZRANGEBYSCORE',
        args: [key, '-inf', at, 'WITHSCORES', 'LIMIT', after, count],
      })),
    );
    return places.map(({ key, after }, i) => {
      const rows = rowsOf(replies[i]);
      return { rows, next: rows.length < count ? undefined : { key, after: after + count } };
    });
  };
  const starts = shards.map((keys): DuePlace => ({ key: keys.due(clock), after: 0 }));
  return mergeShards(starts, limit, fetch, (a, b) => a.at - b.at);
}

function rowsOf(reply: unknown): DueSubject[] {
  const fields = texts(reply);
  const rows: DueSubject[] = [];
  for (let i = 0; i + 1 < fields.length; i += 2) {
    rows.push({ subject: fields[i] as SubjectId, at: Number(fields[i + 1]) });
  }
  return rows;
}
