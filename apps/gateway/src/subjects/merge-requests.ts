import { type IdentityChange, type SubjectId } from '#contracts';
import { identityRecords, noteTold } from '#intake';
import { emptySubject, previewMerge } from '#journey';
import {
  type Clock,
  type DefinitionCatalogue,
  type EventLog,
  type IdentityStore,
  type RecordCodec,
} from '#ports';
import { refuse } from '../http/problem.js';
import { type Subjects } from '../queries/subjects.js';

export interface MergeRequestsOptions {
  readonly store: IdentityStore;
  readonly log: EventLog;
  readonly codec: RecordCodec;
  readonly clock: Clock;
  readonly catalogue: DefinitionCatalogue;
  readonly subjects: Subjects;
}

/** What an operator decides: `loser` has become `winner`. */
export interface MergeOrder {
  readonly winner: SubjectId;
  readonly loser: SubjectId;
  readonly reason: string;
  readonly operator: string;
}

/** Merges that operators decide, also of two people with strong identifiers, which are never merged by themselves. */
export class MergeRequests {
  constructor(private readonly options: MergeRequestsOptions) {}

  /** What it would do now. Throws `conflict` when they are one already. */
  async preview(order: MergeOrder) {
    const { catalogue, subjects, clock } = this.options;
    const { winner, loser } = await this.sides(order);
    const [from = emptySubject(loser), to = emptySubject(winner)] = await Promise.all([
      subjects.state(loser),
      subjects.state(winner),
    ]);
    const { reason, operator } = order;
    const time = clock.now();
    const change: IdentityChange = {
      id: 'preview',
      kind: 'merged',
      subjectId: loser,
      otherSubjectId: winner,
      identifiers: [],
      time,
      reason,
      journeys: [],
      operator,
      restored: [],
      fieldsBack: [],
    };
    const { arriving } = previewMerge(catalogue.current(), change, { from, to }, time);
    const changed = new Map(
      arriving.flatMap((one) => one.changed.map((journey) => [journey.journeyId, journey])),
    );
    return {
      winner,
      loser,
      journeys: [...changed.values()].map(({ journeyId, definition, status, outcome }) => {
        return { journeyId, definition, status, outcome };
      }),
      details: arriving.flatMap(({ disposition }) => disposition.detail ?? []),
    };
  }

  /** Resolves once the log has it. Throws `conflict` when they are one already, or became so meanwhile. */
  async merge(
    order: MergeOrder,
  ): Promise<{ readonly winner: SubjectId; readonly loser: SubjectId }> {
    const { store, log, codec, clock } = this.options;
    const { winner, loser } = await this.sides(order);
    const at = clock.now();
    if (!(await store.merge({ from: loser, into: winner, at, ifAnonymous: false }))) {
      refuse('conflict', `${loser} was merged into another customer meanwhile; look again.`);
    }
    const { reason, operator } = order;
    const news = [{ kind: 'merged', subject: winner, other: loser, at, reason, operator } as const];
    await log.append(identityRecords(codec, news));
    await noteTold(store, news);
    return { winner, loser };
  }

  private async sides(order: MergeOrder) {
    const { store } = this.options;
    const [winner, loser] = await Promise.all([
      store.follow(order.winner),
      store.follow(order.loser),
    ]);
    if (winner === loser) refuse('conflict', `Both are customer ${winner} already.`);
    return { winner, loser };
  }
}
