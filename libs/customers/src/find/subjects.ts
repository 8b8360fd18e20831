import { type JourneyId, type JourneyState, type SubjectId, type SubjectState } from '#contracts';
import { KNOWN_SCHEMES, type NormalisedIdentifier } from '#identity';
import {
  Refusal,
  refuse,
  type Assurance,
  type IdentifierLink,
  type IdentityStores,
  type JourneyStorage,
  type RecordCodec,
  type Standing,
} from '#ports';
import { findJourney, type StateSource, subjectState } from '#history';
import { asMeantInQuery, identifierIn } from './identifier-text.js';
import { type Identifiers } from '../resolve/identifiers.js';
import { type UnlinkedInteraction } from '../resolve/unlinked-interaction.js';

export interface SubjectsOptions {
  readonly identities: Pick<IdentityStores, 'links' | 'merges' | 'rulings'>;
  readonly identifiers: Identifiers;
  readonly journeys: JourneyStorage;
  readonly codec: RecordCodec;
}

/** Whom an identifier means. */
export interface Meant {
  /** Undefined: nobody. */
  readonly subject: SubjectId | undefined;
  /** Why it leads to nobody though it is known; undefined: nothing stands against it. */
  readonly standing: Standing | undefined;
  /** What may be shown to who comes with this identifier and nothing else. */
  readonly assurance: Exclude<Assurance, 'anonymous'>;
}

const NOBODY: Meant = { subject: undefined, standing: undefined, assurance: 'known' };

/** Finds customers and what the fold keeps of them. */
export class Subjects {
  constructor(private readonly options: SubjectsOptions) {}

  /**
   * Whom an identifier means: nobody while its value is shared or blocked, whoever it was linked to. `channel` is where it
   * was given. Throws `invalid-parameter` for a value that is none.
   */
  async meant(scheme: string, value: string, channel?: string): Promise<Meant> {
    const { identifier, fault } = this.options.identifiers.normalise({ scheme, value }, channel);
    if (identifier === undefined) {
      return refuse('invalid-parameter', `This ${scheme} cannot be looked up.`, [
        { pointer: '/value', detail: fault },
      ]);
    }
    const [meant = NOBODY] = await this.lookUp([identifier]);
    if (meant.subject !== undefined || meant.standing !== undefined) return meant;
    const { key } = this.options.identifiers.fact({ ...identifier, verified: false });
    const [standing] = await this.options.identities.rulings.standings([key]);
    return { ...NOBODY, standing };
  }

  /** The subject an identifier leads to; undefined: to nobody. See `meant`. */
  async find(scheme: string, value: string, channel?: string): Promise<SubjectId | undefined> {
    return (await this.meant(scheme, value, channel)).subject;
  }

  /**
   * The subjects that a text of a query could mean: `scheme=value`, or a value of any known scheme. See `asMeantInQuery`.
   */
  async search(text: string): Promise<readonly SubjectId[]> {
    const named = identifierIn(text.trim());
    const candidates = [
      ...KNOWN_SCHEMES.map((scheme) => ({ scheme, value: asMeantInQuery(scheme, text) })),
      ...(named === undefined
        ? []
        : [{ ...named, value: asMeantInQuery(named.scheme, named.value) }]),
    ];
    const read = candidates
      .map((raw) => this.options.identifiers.normalise(raw).identifier)
      .filter((one) => one !== undefined);
    return subjectsOf(await this.lookUp(read));
  }

  /** Identifiers linked to a subject and to those merged into it. */
  links(subject: SubjectId): Promise<readonly IdentifierLink[]> {
    return this.options.identities.links.of(subject);
  }

  /**
   * Journeys of a subject, and of those merged into it: they stay on the shard of the subject they began with until its
   * owner has folded the merge.
   */
  async journeys(subject: SubjectId): Promise<readonly JourneyState[]> {
    const [own, merges] = await Promise.all([
      this.state(subject),
      this.options.identities.merges.of(subject),
    ]);
    const others = [...new Set(merges.map(({ from }) => from))];
    const states = await Promise.all(others.map((member) => this.state(member)));
    return [own, ...states].flatMap((state) => state?.journeys ?? []);
  }

  /**
   * Journeys an interaction may be about, as far as is known: the one it names, if there is one, or all of the customers that
   * its identifiers are linked to.
   */
  async journeysMeant({
    journeyId,
    identifiers,
  }: Pick<UnlinkedInteraction, 'journeyId' | 'identifiers'>): Promise<readonly JourneyState[]> {
    if (journeyId !== null) {
      const journey = await findJourney(this.stored, journeyId);
      return journey === undefined ? [] : [journey];
    }
    const subjects = subjectsOf(await this.lookUp(identifiers));
    return (await Promise.all(subjects.map((subject) => this.journeys(subject)))).flat();
  }

  /** A journey, open or ended, with whichever subject it is. Throws `not-found`. */
  async journey(id: JourneyId): Promise<JourneyState> {
    const journey = await this.findJourney(id);
    if (journey !== undefined) return journey;
    throw new Refusal('not-found', `There is no journey ${id}.`);
  }

  /** As `journey`; undefined: there is none. */
  findJourney(id: JourneyId): Promise<JourneyState | undefined> {
    return findJourney(this.stored, id);
  }

  /** What the fold keeps of a subject; undefined: nothing. */
  state(subject: SubjectId): Promise<SubjectState | undefined> {
    return subjectState(this.stored, subject);
  }

  private get stored(): StateSource {
    return { store: this.options.journeys, codec: this.options.codec };
  }

  /** In the order asked. */
  private async lookUp(identifiers: readonly NormalisedIdentifier[]): Promise<readonly Meant[]> {
    const facts = identifiers.map((one) =>
      this.options.identifiers.fact({ ...one, verified: false }),
    );
    const links = await this.options.identities.links.lookup(facts.map((fact) => fact.key));
    return links.map((link) => {
      if (link === undefined) return NOBODY;
      const { subject, standing, unvouched } = link;
      if (standing !== undefined) return { ...NOBODY, standing };
      return { subject, standing, assurance: unvouched === true ? 'known' : 'verified' };
    });
  }
}

function subjectsOf(meant: readonly Meant[]): SubjectId[] {
  return [...new Set(meant.map(({ subject }) => subject).filter((one) => one !== undefined))];
}
