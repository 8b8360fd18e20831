import { iso, journeyView, type PersonExportView } from '#api';
import {
  type Interaction,
  type JourneyId,
  type JourneyState,
  type SubjectId,
  Topics,
} from '#contracts';
import { dataOf } from '#contracts';
import { type FoldedRecord } from '#history';
import {
  refuse,
  type Clock,
  type Conflict,
  type DefinitionCatalogue,
  type HandOffStore,
  type IdentifierKey,
  type IdentifierLink,
  type IdentityStores,
} from '#ports';
import { type Identifiers } from '../resolve/identifiers.js';
import { schemeOfFact } from '../resolve/identifier-hash.js';
import { type JourneyHistory, type PersonsPast } from '#history';

/** Records of the log that one answer is made of at most. */
export const MOST_RECORDS = 10_000;

export interface PersonExportsOptions {
  readonly identities: Pick<IdentityStores, 'links' | 'merges' | 'conflicts' | 'erasures'>;
  readonly identifiers: Identifiers;
  readonly past: PersonsPast;
  readonly history: JourneyHistory;
  readonly handOffs: HandOffStore;
  readonly catalogue: DefinitionCatalogue;
  readonly clock: Clock;
}

/** An identifier as it came, and whose it is; undefined: nobody's. */
interface Came {
  readonly scheme: string;
  readonly value: string;
  /** Of the fact that it is known, and of the fact that it is verified. */
  readonly keys: readonly IdentifierKey[];
  readonly link: IdentifierLink | undefined;
}

/** Everything that is kept of one person, and nothing of anybody else. */
export class PersonExports {
  constructor(private readonly options: PersonExportsOptions) {}

  /** Throws `not-found`, `erased`, and `too-large` for somebody of whom the log has more than `MOST_RECORDS` records. */
  async of(subject: SubjectId): Promise<PersonExportView> {
    const { identities, past, clock } = this.options;
    const at = await identities.erasures.erasedAt(subject);
    if (at !== undefined) refuse('erased', `Customer ${subject} was erased ${iso(at)}.`);
    const head = await identities.merges.follow(subject);
    const [links, merges] = await Promise.all([
      identities.links.of(head),
      identities.merges.of(head),
    ]);
    const members = [head, ...links.map((link) => link.subject), ...merges.map(({ from }) => from)];
    const subjects = [...new Set(members)];
    const records = await past.records(subjects);
    if (records + links.length === 0) refuse('not-found', `There is no customer ${subject}.`);
    if (records > MOST_RECORDS) {
      const detail = `The log has ${records} records of customer ${subject}; one answer has ${MOST_RECORDS} at most.`;
      refuse('too-large', `${detail} Read ${Topics.interactions} by its key.`);
    }
    const folded = (await Promise.all(subjects.map((one) => past.folded(one)))).flat();
    const came = folded.filter(isInteraction);
    const identifiers = await this.identifiersOf(came);
    const journeys = journeysWith(folded, subjects);
    return {
      subjectId: head,
      asOf: iso(clock.now()),
      subjects,
      identifiers: linkViews(links, identifiers),
      merges: merges.map(({ from, into, at: time }) => ({ from, into, at: iso(time) })),
      conflicts: (await identities.conflicts.of(head)).map((one) => conflictView(one, subjects)),
      journeys: await Promise.all(journeys.map((journey) => this.journeyView(journey))),
      handOffs: await this.handOffsOf(journeys),
      interactions: came
        .toSorted((one, other) => one.placed.timestamp - other.placed.timestamp)
        .map((one) => interactionView(one, identifiers, subjects)),
    };
  }

  private async journeyView(journey: JourneyState) {
    const { catalogue, history } = this.options;
    const entries = await history.entries(journey.journeyId as JourneyId);
    return { ...journeyView(catalogue.current(), journey), history: entries };
  }

  private async handOffsOf(journeys: readonly JourneyState[]) {
    const ids = journeys.map(({ journeyId }) => journeyId as JourneyId);
    const kept = await this.options.handOffs.ofJourneys(ids);
    return kept.map(({ handOff, redeemedBy }) => {
      const { journeyId, from, to, assurance, madeAt, expiresAt } = handOff;
      const times = { madeAt: iso(madeAt), expiresAt: iso(expiresAt) };
      return { journeyId, from, to, assurance, ...times, used: redeemedBy !== null };
    });
  }

  /** Every identifier of these interactions, by what it is written as. */
  private async identifiersOf(
    came: readonly FoldedInteraction[],
  ): Promise<ReadonlyMap<string, Came>> {
    const { identifiers, identities } = this.options;
    const found = new Map<string, Came>();
    for (const { placed } of came) {
      for (const one of placed.entry.value.identifiers) {
        const { identifier } = identifiers.normalise(one, placed.entry.value.channel);
        if (identifier === undefined || found.has(nameOf(one))) continue;
        const keys = [false, true].map(
          (verified) => identifiers.fact({ ...identifier, verified }).key,
        );
        const { scheme, value } = one;
        found.set(nameOf(one), { scheme, value, keys, link: undefined });
      }
    }
    const all = [...found];
    const links = await identities.links.lookup(all.map(([, { keys }]) => keys[0] ?? ''));
    return new Map(all.map(([name, one], at) => [name, { ...one, link: links[at] }]));
  }
}

type FoldedInteraction = FoldedRecord & {
  readonly placed: {
    readonly entry: { readonly name: 'Interaction'; readonly value: Interaction };
  };
};

/** What was only sent on is told where it came to. */
function isInteraction(folded: FoldedRecord): folded is FoldedInteraction {
  const { placed, decision } = folded;
  return placed.entry.name === 'Interaction' && decision.disposition.reason !== 'forwarded';
}

/** As they are now; one that went to another person is that one's. */
function journeysWith(
  folded: readonly FoldedRecord[],
  subjects: readonly SubjectId[],
): readonly JourneyState[] {
  const latest = new Map<string, JourneyState>();
  for (const journey of folded.flatMap(({ decision }) => decision.changed)) {
    const known = latest.get(journey.journeyId);
    if (known === undefined || known.version < journey.version) {
      latest.set(journey.journeyId, journey);
    }
  }
  return [...latest.values()].filter(({ subjectId }) => subjects.includes(subjectId as SubjectId));
}

function nameOf({ scheme, value }: { readonly scheme: string; readonly value: string }): string {
  return `${scheme}\n${value}`;
}

/** The store has only hashes of values; what they are the interactions tell. */
function linkViews(links: readonly IdentifierLink[], came: ReadonlyMap<string, Came>) {
  return links.map(({ key, scheme: stored, linkedAt, subject, standing }) => {
    const { scheme, verified } = schemeOfFact(stored);
    const found = [...came.values()].find((one) => one.keys.includes(key));
    const value = found?.value ?? null;
    return {
      scheme,
      value,
      verified,
      linkedAt: iso(linkedAt),
      subjectId: subject,
      standing: standing ?? null,
    };
  });
}

/** An identifier that is somebody else's is left out: it was given, but it is theirs. */
function interactionView(
  { placed, decision }: FoldedInteraction,
  known: ReadonlyMap<string, Came>,
  subjects: readonly SubjectId[],
) {
  const { value } = placed.entry;
  const { id, type, channel, source, time, journeyId, correlation, actor } = value;
  const isOurs = (one: Interaction['identifiers'][number]): boolean => {
    const owner = known.get(nameOf(one))?.link?.subject;
    return owner === undefined || subjects.includes(owner);
  };
  const { kind, reason } = decision.disposition;
  return {
    position: { partition: placed.partition, offset: placed.offset },
    recordedAt: iso(placed.timestamp),
    id,
    type,
    channel,
    source,
    time: iso(time),
    actor,
    journeyId,
    correlation,
    identifiers: value.identifiers.filter(isOurs),
    data: dataOf(value) ?? null,
    disposition: { kind, reason },
  };
}

/** Without the other person. */
function conflictView(
  { evidence, times, firstAt, lastAt, ruling }: Conflict,
  subjects: readonly SubjectId[],
) {
  const own = evidence.flatMap(({ identifiers }) =>
    identifiers.filter(({ subject }) => subject !== null && subjects.includes(subject)),
  );
  return {
    firstAt: iso(firstAt),
    lastAt: iso(lastAt),
    times,
    schemes: [...new Set(own.map(({ scheme }) => schemeOfFact(scheme).scheme))],
    decision: ruling?.decision ?? null,
    decidedAt: ruling === null ? null : iso(ruling.at),
  };
}
