import { type JourneyId, type JourneyState, type SubjectId, type SubjectState } from '#contracts';
import { KNOWN_SCHEMES, type NormalisedIdentifier } from '#identity';
import { type Identifiers, type UnlinkedInteraction } from '#intake';
import {
  type IdentifierLink,
  type IdentityStore,
  type JourneyStorage,
  type RecordCodec,
} from '#ports';
import { findJourney, type StateSource, subjectState } from '#orchestration';
import { problem, ProblemError, refuse } from '../http/problem.js';

export interface SubjectsOptions {
  readonly identities: IdentityStore;
  readonly identifiers: Identifiers;
  readonly journeys: JourneyStorage;
  readonly codec: RecordCodec;
}

/** Finds customers and what the fold keeps of them. */
export class Subjects {
  constructor(private readonly options: SubjectsOptions) {}

  /**
   * The subject an identifier belongs to; undefined: nobody's. `channel` is where it was given. Throws `invalid-parameter`
   * for a value that is none.
   */
  async find(scheme: string, value: string, channel?: string): Promise<SubjectId | undefined> {
    const { identifier, fault } = this.options.identifiers.normalise({ scheme, value }, channel);
    if (identifier === undefined) {
      return refuse('invalid-parameter', `This ${scheme} cannot be looked up.`, [
        { pointer: '/value', detail: fault },
      ]);
    }
    const [subject] = await this.lookUp([identifier]);
    return subject;
  }

  /** The subjects that a text could mean as an identifier of any known scheme. */
  async search(text: string): Promise<readonly SubjectId[]> {
    const colon = text.indexOf(':');
    const candidates = KNOWN_SCHEMES.map((scheme) => ({ scheme, value: text }));
    if (colon > 0) {
      candidates.push({ scheme: text.slice(0, colon), value: text.slice(colon + 1) });
    }
    const read = candidates
      .map((raw) => this.options.identifiers.normalise(raw).identifier)
      .filter((one) => one !== undefined);
    return this.lookUp(read);
  }

  /** Identifiers linked to a subject and to those merged into it. */
  links(subject: SubjectId): Promise<readonly IdentifierLink[]> {
    return this.options.identities.identifiers(subject);
  }

  /**
   * Journeys of a subject, and of those merged into it: their journeys stay on the shard of the subject they began
   * with.
   */
  async journeys(subject: SubjectId): Promise<readonly JourneyState[]> {
    const links = await this.links(subject);
    const family = [...new Set([subject, ...links.map((link) => link.subject)])];
    const states = await Promise.all(family.map((member) => this.state(member)));
    return states.flatMap((state) => state?.journeys ?? []);
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
    const subjects = await this.lookUp(identifiers);
    return (await Promise.all(subjects.map((subject) => this.journeys(subject)))).flat();
  }

  /** A journey, open or ended, with whichever subject it is. Throws `not-found`. */
  async journey(id: JourneyId): Promise<JourneyState> {
    const journey = await findJourney(this.stored, id);
    if (journey !== undefined) return journey;
    throw new ProblemError(problem('not-found', `There is no journey ${id}.`));
  }

  /** What the fold keeps of a subject; undefined: nothing. */
  state(subject: SubjectId): Promise<SubjectState | undefined> {
    return subjectState(this.stored, subject);
  }

  private get stored(): StateSource {
    return { store: this.options.journeys, codec: this.options.codec };
  }

  private async lookUp(identifiers: readonly NormalisedIdentifier[]): Promise<SubjectId[]> {
    const facts = identifiers.map((one) =>
      this.options.identifiers.fact({ ...one, verified: false }),
    );
    const links = await this.options.identities.lookup(facts.map((fact) => fact.key));
    return [...new Set(links.map((link) => link?.subject).filter((one) => one !== undefined))];
  }
}
