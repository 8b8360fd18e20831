import type { JourneyQuery, JourneySummary } from './journey-store.js';
import { ThroughlineError } from './errors.js';

/** Where a page ended: the last journey on it, in search order. */
export interface SearchPosition {
  /** ms since the epoch. */
  readonly lastSeen: number;
  readonly journeyId: string;
}

const MAX_LIMIT = 200;

/** Whether a journey passes the filters of a query, `seenBefore` and cursor aside. */
export function matchesFilters(
  query: JourneyQuery,
  journey: Omit<JourneySummary, 'journeyId' | 'lastSeen'>,
): boolean {
  return (
    (query.definition === undefined || query.definition === journey.definition) &&
    (query.status === undefined || query.status === journey.status) &&
    (query.channel === undefined || query.channel === journey.lastChannel) &&
    (query.state === undefined ||
      query.state === journey.state ||
      journey.state.split(',').includes(query.state))
  );
}

/** Search order: latest seen first, then the higher id. Negative: `a` comes first. */
export function compareBySeen(a: SearchPosition, b: SearchPosition): number {
  if (a.lastSeen !== b.lastSeen) return b.lastSeen - a.lastSeen;
  if (a.journeyId === b.journeyId) return 0;
  return a.journeyId > b.journeyId ? -1 : 1;
}

/** The cursor for the page after this journey. */
export function cursorAfter(journey: SearchPosition): string {
  return `${journey.lastSeen.toString(36)}~${journey.journeyId}`;
}

/** Where a query begins: after its cursor; undefined: at the latest. Throws `INVALID` for a bad cursor or limit. */
export function searchStart(query: JourneyQuery): SearchPosition | undefined {
  if (!Number.isInteger(query.limit) || query.limit < 1 || query.limit > MAX_LIMIT) {
    throw new ThroughlineError('INVALID', `limit ${query.limit}: give 1 to ${MAX_LIMIT}`);
  }
  if (query.cursor === undefined) return undefined;
  const match = /^(-?[0-9a-z]{1,11})~(.{1,128})$/.exec(query.cursor);
  const [, seen = '', journeyId = ''] = match ?? [];
  const lastSeen = Number.parseInt(seen, 36);
  if (match === null || !Number.isSafeInteger(lastSeen)) {
    throw new ThroughlineError(
      'INVALID',
      'this cursor is not one that a page came with: search again without it',
    );
  }
  return { lastSeen, journeyId };
}
