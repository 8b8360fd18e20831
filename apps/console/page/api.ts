import type { paths, Definitions, DeskCard, HistoryEntry, Journey, JourneyPage } from '#client';
import createClient from './openapi-fetch.js';

/** The calls of the public API, as its description types them; this page's origin serves them. */
const api = createClient<paths>({
  fetch: (request) =>
    fetch(request).catch(() => {
      throw new Refusal(0, 'Throughline does not answer.');
    }),
});

/** What the server answered instead; status 0: it did not answer. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface JourneyFilter {
  readonly q: string;
  readonly definition: string;
  readonly state: string;
}

export async function searchJourneys(filter: JourneyFilter, cursor = ''): Promise<JourneyPage> {
  const given = Object.entries({ ...filter, cursor }).filter(([, value]) => value !== '');
  const query = { limit: 50, ...Object.fromEntries(given) };
  return answerOf(api.GET('/v1/journeys', { params: { query } }));
}

export async function readJourney(id: string): Promise<Journey> {
  return answerOf(api.GET('/v1/journeys/{id}', { params: { path: { id } } }));
}

export async function readHistory(id: string): Promise<readonly HistoryEntry[]> {
  const path = { id };
  return (await answerOf(api.GET('/v1/journeys/{id}/history', { params: { path } }))).entries;
}

export async function readDeskCard(id: string): Promise<DeskCard> {
  return answerOf(api.GET('/v1/desk/journeys/{id}', { params: { path: { id } } }));
}

export async function readDefinitions(): Promise<Definitions['definitions']> {
  return (await answerOf(api.GET('/v1/definitions'))).definitions;
}

interface Called<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

async function answerOf<T>(call: Promise<Called<T>>): Promise<NonNullable<T>> {
  const { data, error, response } = await call;
  if (data !== undefined && data !== null) return data;
  const { detail } = (error ?? {}) as { readonly detail?: unknown };
  throw new Refusal(response.status, typeof detail === 'string' ? detail : response.statusText);
}
