import { parseDuration, summarise } from '#journey';
import {
  refuse,
  compareBySeen,
  hasCode,
  type JourneyPage,
  type JourneyQuery,
  type JourneyStorage,
  type JourneySummary,
  matchesFilters,
} from '#ports';
import { isJourneyId } from './journey-id.js';
import { type Subjects } from './subjects.js';

/** What a search may ask for. `q` is a journey's id or an identifier, with or without its scheme (`email=ana@…`). */
export interface Search extends Omit<JourneyQuery, 'seenBefore'> {
  /** ISO 8601 duration. */
  readonly stalledFor?: string;
  readonly q?: string;
}

/** Finds journeys. Throws `invalid-parameter`. */
export async function searchJourneys(
  storage: JourneyStorage,
  subjects: Subjects,
  { stalledFor, q, ...filters }: Search,
  now: number,
): Promise<JourneyPage> {
  const query: JourneyQuery = {
    ...filters,
    ...(stalledFor === undefined ? {} : { seenBefore: now - millisOf(stalledFor) }),
  };
  if (q !== undefined) return { journeys: await ofCustomer(subjects, q, query), cursor: undefined };
  try {
    return await storage.search(query);
  } catch (error) {
    if (!hasCode(error, 'INVALID')) throw error;
    return refuse('invalid-parameter', 'The search cannot be done.', [
      { pointer: '/cursor', detail: error.message },
    ]);
  }
}

/** All journeys of whoever `q` may mean: one customer has few, so the filters are applied here. */
async function ofCustomer(
  subjects: Subjects,
  q: string,
  query: JourneyQuery,
): Promise<readonly JourneySummary[]> {
  const id = q.trim();
  const journeys = isJourneyId(id)
    ? [await subjects.journey(id)]
    : (await Promise.all((await subjects.search(q)).map((one) => subjects.journeys(one)))).flat();
  return summarise({ journeys })
    .filter((row) => matchesFilters(query, row))
    .filter((row) => query.seenBefore === undefined || row.lastSeen <= query.seenBefore)
    .toSorted(compareBySeen)
    .slice(0, query.limit);
}

function millisOf(duration: string): number {
  const parsed = parseDuration(duration);
  if ('ms' in parsed) return parsed.ms;
  return refuse('invalid-parameter', 'The search cannot be done.', [
    { pointer: '/stalledFor', detail: parsed.fault },
  ]);
}
