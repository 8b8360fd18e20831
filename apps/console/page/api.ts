export interface JourneyRow {
  readonly journeyId: string;
  readonly definition: string;
  readonly title: string;
  readonly status: string;
  readonly state: readonly string[];
  readonly stateTitle: string;
  readonly lastChannel: string;
  readonly lastSeen: string;
  readonly stalled: boolean;
}

export interface From {
  readonly channel: string;
  readonly time: string;
}

export interface Journey extends JourneyRow {
  readonly subjectId: string;
  readonly seq: number;
  readonly outcome: string | null;
  readonly since: string;
  readonly startedAt: string;
  readonly startedOn: string;
  readonly endedAt: string | null;
  readonly fields: Readonly<
    Record<string, { readonly value: unknown; readonly verified: boolean; readonly from: From }>
  >;
  readonly timers: readonly { readonly id: string; readonly dueAt: string }[];
}

export interface HistoryEntry {
  readonly seq: number;
  readonly time: string;
  readonly kind: string;
  readonly id: string;
  readonly type: string;
  readonly channel?: string;
  readonly actor?: { readonly kind: string; readonly id: string | null };
  readonly disposition: {
    readonly kind: string;
    readonly reason: string | null;
    readonly detail: string | null;
  };
  readonly stateTitle: string;
  readonly events: readonly { readonly type: string }[];
}

/** How an open journey goes on. */
export interface Continuation {
  readonly progress: { readonly done: number; readonly of: number };
  readonly fields: Readonly<Record<string, { readonly status: string }>>;
  readonly next: readonly {
    readonly event: string;
    readonly label: string;
    readonly needs: readonly string[];
    readonly here: boolean;
    readonly prompt: string | null;
  }[];
  readonly due: string | null;
}

export interface DeskCard {
  readonly continuation: Continuation | null;
  readonly claim: { readonly agent: string } | null;
}

/** A journey definition with how many journeys are where. */
export interface Definition {
  readonly name: string;
  readonly version: number;
  readonly title: string;
  readonly states: readonly {
    readonly name: string;
    readonly title: string;
    readonly backstage: boolean;
    readonly outcome: string | null;
    readonly channels: Readonly<Record<string, string>>;
  }[];
  readonly counts: readonly {
    readonly status: string;
    readonly state: string;
    readonly count: number;
  }[];
}

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

export async function searchJourneys(
  filter: JourneyFilter,
  cursor?: string,
): Promise<{ journeys: readonly JourneyRow[]; cursor: string | null }> {
  const query = new URLSearchParams({ limit: '50' });
  for (const [name, value] of Object.entries({ ...filter, cursor: cursor ?? '' })) {
    if (value !== '') query.set(name, value);
  }
  return (await get(`/v1/journeys?${query.toString()}`)) as {
    journeys: readonly JourneyRow[];
    cursor: string | null;
  };
}

export async function readJourney(id: string): Promise<Journey> {
  return (await get(`/v1/journeys/${encodeURIComponent(id)}`)) as Journey;
}

export async function readHistory(id: string): Promise<readonly HistoryEntry[]> {
  const answer = await get(`/v1/journeys/${encodeURIComponent(id)}/history`);
  return (answer as { entries: readonly HistoryEntry[] }).entries;
}

export async function readDeskCard(id: string): Promise<DeskCard> {
  return (await get(`/v1/desk/journeys/${encodeURIComponent(id)}`)) as DeskCard;
}

export async function readDefinitions(): Promise<readonly Definition[]> {
  return ((await get('/v1/definitions')) as { definitions: readonly Definition[] }).definitions;
}

async function get(path: string): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(path, { headers: { accept: 'application/json' } });
  } catch {
    throw new Refusal(0, 'Throughline does not answer.');
  }
  const body = (await response.json().catch(() => null)) as { detail?: unknown } | null;
  if (response.ok) return body;
  const detail = typeof body?.detail === 'string' ? body.detail : response.statusText;
  throw new Refusal(response.status, detail);
}
