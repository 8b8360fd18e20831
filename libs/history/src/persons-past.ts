import type { IdentityChange, JourneyId, SubjectId, SubjectState } from '#contracts';
import { hasCode, type JourneyReader } from '#ports';
import { subjectState } from './find-journey.js';
import { foldSubject, type FoldedRecord, type FoldSource } from './fold-subject.js';

/** What is kept, and what was, of the subjects who are one person. */
export class PersonsPast {
  constructor(private readonly source: FoldSource & { readonly store: JourneyReader }) {}

  /** What the fold keeps of a subject; undefined: nothing. */
  state(subject: SubjectId): Promise<SubjectState | undefined> {
    return subjectState(this.source, subject);
  }

  /** Journeys that are with these subjects, those that were archived apart. */
  async journeyIds(subjects: readonly SubjectId[]): Promise<readonly JourneyId[]> {
    const states = await Promise.all(subjects.map((subject) => this.state(subject)));
    return states
      .flatMap((state) => state?.journeys ?? [])
      .map((one) => one.journeyId as JourneyId);
  }

  /** How many records of the log are about these subjects. */
  async records(subjects: readonly SubjectId[]): Promise<number> {
    const histories = await Promise.all(
      subjects.map((subject) => this.source.store.history(subject)),
    );
    return histories.reduce((sum, history) => sum + history.length, 0);
  }

  /** Every record of a subject, and what it did, oldest first. Throws `NOT_FOUND` when the log no longer holds one. */
  async folded(subject: SubjectId): Promise<readonly FoldedRecord[]> {
    return foldSubject(this.source, await this.source.store.history(subject));
  }

  /** Journeys archived before the subject was erased. Undefined: the log no longer tells. */
  async archivedIds(subject: SubjectId): Promise<readonly JourneyId[] | undefined> {
    const folded = await this.folded(subject).catch(undefinedIfGone);
    const since = folded?.findIndex(({ decision }) => decision.state.erasedAt !== null) ?? -1;
    return (since < 0 ? folded : folded?.slice(0, since))?.flatMap(({ decision }) =>
      decision.archived.map(({ journeyId }) => journeyId as JourneyId),
    );
  }

  /** The change that erased a subject. Undefined: none did, or the fold has not come to it. */
  async erasure(subject: SubjectId): Promise<IdentityChange | undefined> {
    if ((await this.state(subject))?.erasedAt == null) return undefined;
    for (const { placed, decision } of await this.folded(subject)) {
      const { name, value } = placed.entry;
      if (name !== 'IdentityChange' || value.kind !== 'erased') continue;
      if (decision.state.erasedAt !== null) return value;
    }
    return undefined;
  }
}

function undefinedIfGone(error: unknown): undefined {
  if (!hasCode(error, 'NOT_FOUND')) throw error;
  return undefined;
}
