import { type ConflictPageView, type ConflictView, iso } from '#api';
import {
  refuse,
  type Conflict,
  type DefinitionCatalogue,
  type Evidence,
  hasCode,
  type IdentifierKey,
  type IdentityStores,
  type Ruling,
  type Standing,
} from '#ports';
import { schemeOfFact } from '../resolve/identifier-hash.js';
import { type Subjects } from '../find/subjects.js';
import { type RecognitionKeys } from '../resolve/recognition-keys.js';
import { shownKey, type SubjectRecords } from './subject-record.js';
import { compareFields } from './compare-fields.js';
import { bothNow, conflictOf, type Pair } from './conflict.js';

export interface ConflictInboxOptions {
  readonly store: Pick<IdentityStores, 'merges' | 'rulings' | 'conflicts'>;
  readonly subjects: Subjects;
  readonly records: SubjectRecords;
  readonly keys: RecognitionKeys;
  readonly catalogue: DefinitionCatalogue;
}

export interface ConflictFilters {
  readonly status: 'open' | 'decided';
  readonly limit: number;
  readonly cursor?: string;
}

/** What operators see of customers who share something. */
export class ConflictInbox {
  constructor(private readonly options: ConflictInboxOptions) {}

  /** Latest noticed first. Throws `invalid-parameter`. */
  async list({ status, ...page }: ConflictFilters): Promise<ConflictPageView> {
    const { store } = this.options;
    const found = await store.conflicts
      .page({ ruled: status === 'decided', ...page })
      .catch(refuseCursor);
    const rows = found.conflicts.map(async (one) => rowView(one, await bothNow(store, one)));
    return { conflicts: await Promise.all(rows), cursor: found.cursor ?? null };
  }

  /** The evidence on both sides. Throws `not-found`. */
  async show(id: string): Promise<ConflictView> {
    const { store, records } = this.options;
    const conflict = await conflictOf(store, id);
    const became = await bothNow(store, conflict);
    const standings = await this.standings(conflict);
    const [one, other, fields, inForce] = await Promise.all([
      records.of(became[0]),
      records.of(became[1]),
      this.compared(became),
      this.isInForce(conflict.ruling, became, standings),
    ]);
    return {
      ...rowView(conflict, became),
      inForce,
      evidence: conflict.evidence.map((evidence) => evidenceView(evidence, standings)),
      sides: [
        { was: conflict.subjects[0], ...one },
        { was: conflict.subjects[1], ...other },
      ],
      fields,
    };
  }

  private async compared([one, other]: Pair) {
    const { subjects, catalogue, keys } = this.options;
    const [said, alsoSaid] = await Promise.all([subjects.journeys(one), subjects.journeys(other)]);
    return compareFields(catalogue.current(), keys, said, alsoSaid);
  }

  /** Of all values that came together or were blocked. */
  private async standings({ evidence, ruling }: Conflict): Promise<Standings> {
    const came = evidence.flatMap(({ identifiers }) => identifiers.map(({ key }) => key));
    const keys = [...new Set([...came, ...(ruling?.blocked ?? [])])];
    const standings = await this.options.store.rulings.standings(keys);
    return new Map(keys.map((key, i) => [key, standings[i]]));
  }

  private async isInForce(
    ruling: Ruling | null,
    [one, other]: Pair,
    standings: Standings,
  ): Promise<boolean | null> {
    switch (ruling?.decision) {
      case undefined:
        return null;
      case 'merged':
        return one === other;
      case 'kept-apart':
        return (await this.options.store.rulings.apartFrom(one)).includes(other);
      case 'blocked':
        return ruling?.blocked.every((key) => standings.get(key) === 'blocked') ?? null;
    }
  }
}

type Standings = ReadonlyMap<IdentifierKey, Standing | undefined>;

function rowView(conflict: Conflict, became: Pair) {
  const { id, subjects, evidence, times, firstAt, lastAt, ruling } = conflict;
  const schemes = evidence.flatMap(({ identifiers }) =>
    identifiers.map((one) => schemeOfFact(one.scheme).scheme),
  );
  return {
    id,
    status: ruling === null ? ('open' as const) : ('decided' as const),
    subjects,
    became,
    one: became[0] === became[1],
    schemes: [...new Set(schemes)].toSorted(),
    times,
    firstAt: iso(firstAt),
    lastAt: iso(lastAt),
    ruling: ruling && rulingView(ruling),
  };
}

/** A ruling as it is answered. */
export function rulingView({ decision, operator, reason, at, blocked }: Ruling) {
  return { decision, operator, reason, at: iso(at), blocked: blocked.map(shownKey) };
}

function evidenceView(
  { at, channel, source, interactionId, identifiers }: Evidence,
  standings: Standings,
) {
  return {
    at: iso(at),
    channel,
    source,
    interactionId,
    identifiers: identifiers.map(({ key, scheme, subject }) => ({
      key: shownKey(key),
      ...schemeOfFact(scheme),
      subjectId: subject,
      standing: standings.get(key) ?? null,
    })),
  };
}

function refuseCursor(error: unknown): never {
  if (!hasCode(error, 'INVALID')) throw error;
  return refuse('invalid-parameter', 'The list cannot be made.', [
    { pointer: '/cursor', detail: error.message },
  ]);
}
