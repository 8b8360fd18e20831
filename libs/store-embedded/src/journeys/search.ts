import {
  cursorAfter,
  type JourneyPage,
  type JourneyQuery,
  type JourneySummary,
  matchesFilters,
  searchStart,
} from '#ports';
import type { JourneyTables } from './journey-tables.js';

/** One page of journeys, read backwards along `seen`. */
export function search(tables: JourneyTables, query: JourneyQuery): JourneyPage {
  const journeys: JourneySummary[] = [];
  for (const { value } of tables.seen.getRange({ ...startOf(query), reverse: true })) {
    if (!matchesFilters(query, value)) continue;
    if (journeys.length === query.limit) return { journeys, cursor: cursorOf(journeys) };
    journeys.push(value);
  }
  return { journeys, cursor: undefined };
}

function startOf(query: JourneyQuery): { start?: (string | number)[]; exclusiveStart?: boolean } {
  const after = searchStart(query);
  const { seenBefore } = query;
  if (after && (seenBefore === undefined || after.lastSeen <= seenBefore)) {
    return { start: [after.lastSeen, after.journeyId], exclusiveStart: true };
  }
  return seenBefore === undefined ? {} : { start: [seenBefore + 1] };
}

function cursorOf(journeys: readonly JourneySummary[]): string | undefined {
  const last = journeys.at(-1);
  return last && cursorAfter(last);
}
