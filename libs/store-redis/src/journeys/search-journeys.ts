import {
  compareBySeen,
  cursorAfter,
  type JourneyPage,
  type JourneyQuery,
  matchesFilters,
  searchStart,
} from '#ports';
import type { Connection } from '../connection/connection.js';
import {
  FROM_LATEST,
  kindNumbers,
  searchCall,
  type SearchFrom,
  searchRows,
} from './commands/search.js';
import { parseKind } from './kind.js';
import { mergeShards } from './merge-shards.js';
import type { ShardKeys } from './shard-keys.js';

/** Where reading a shard goes on, and what of it is wanted. */
interface SearchPlace {
  readonly keys: ShardKeys;
  /** Undefined: all. */
  readonly kinds: readonly number[] | undefined;
  readonly from: SearchFrom;
}

/** One page of the journeys of all shards. Shards that have none of the wanted kinds are not read. */
export async function searchJourneys(
  connection: Connection,
  shards: readonly ShardKeys[],
  query: JourneyQuery,
): Promise<JourneyPage> {
  const from = startOf(query);
  const places = await wantedPlaces(connection, shards, query, from);
  const fetch = async (asked: readonly SearchPlace[], count: number) => {
    const calls = asked.map(({ keys, kinds, from: at }) => searchCall(keys, at, count, kinds));
    const replies = await connection.run(calls);
    return asked.map((place, i) => {
      const { rows, next } = searchRows(replies[i]);
      return { rows, next: next && { ...place, from: next } };
    });
  };
  const found = await mergeShards(places, query.limit + 1, fetch, compareBySeen);
  const journeys = found.slice(0, query.limit);
  const last = journeys.at(-1);
  const more = found.length > query.limit && last !== undefined;
  return { journeys, cursor: more ? cursorAfter(last) : undefined };
}

function startOf(query: JourneyQuery): SearchFrom {
  const after = searchStart(query);
  const { seenBefore } = query;
  if (after && (seenBefore === undefined || after.lastSeen <= seenBefore)) return after;
  return seenBefore === undefined ? FROM_LATEST : { lastSeen: seenBefore, journeyId: '' };
}

/** A row that does not change keeps its kind, so reading the kinds first loses none. */
async function wantedPlaces(
  connection: Connection,
  shards: readonly ShardKeys[],
  query: JourneyQuery,
  from: SearchFrom,
): Promise<readonly SearchPlace[]> {
  const { definition, status, state, channel } = query;
  if ([definition, status, state, channel].every((filter) => filter === undefined)) {
    return shards.map((keys) => ({ keys, kinds: undefined, from }));
  }
  const replies = await connection.run(
    shards.map(({ kinds }) => ({ command: 'HGETALL', args: [kinds] })),
  );
  return shards.flatMap((keys, i) => {
    const kinds = kindNumbers(replies[i], (kind) => matchesFilters(query, parseKind(kind)));
    return kinds.length === 0 ? [] : [{ keys, kinds, from }];
  });
}
