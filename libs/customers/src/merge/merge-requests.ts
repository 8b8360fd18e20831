import { iso, type MergedView } from '#api';
import { type SubjectId } from '#contracts';
import { emptySubject, previewMerge } from '#journey';
import {
  refuse,
  type Clock,
  type DefinitionCatalogue,
  type EventLog,
  type IdentityStores,
  type RecordCodec,
} from '#ports';
import { identityChange } from '../records/identity-records.js';
import { identityRecords } from '../records/outgoing-records.js';
import { noteTold } from '../records/tell-changes.js';
import { rulingRecords } from '../records/ruling-records.js';
import { type Subjects } from '../find/subjects.js';

export interface MergeRequestsOptions {
  readonly store: Pick<IdentityStores, 'links' | 'merges' | 'untold' | 'rulings' | 'erasures'>;
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
  /** Also when they are kept apart, which they are no more then. */
  readonly allowTogether: boolean;
}

/** Who has become whom, merges followed. */
export interface Merged {
  readonly winner: SubjectId;
  readonly loser: SubjectId;
}

/** Merges that operators decide, also of two people with strong identifiers, which are never merged by themselves. */
export class MergeRequests {
  constructor(private readonly options: MergeRequestsOptions) {}

  /** What it would do now. Throws `conflict` when it cannot be. */
  async preview(order: MergeOrder): Promise<MergedView> {
    const { catalogue, subjects, clock } = this.options;
    const { winner, loser } = await this.sides(order);
    const [from = emptySubject(loser), to = emptySubject(winner)] = await Promise.all([
      subjects.state(loser),
      subjects.state(winner),
    ]);
    const { reason, operator } = order;
    const time = clock.now();
    const change = identityChange({
      id: 'preview',
      kind: 'merged',
      subjectId: loser,
      otherSubjectId: winner,
      time,
      reason,
      operator,
    });
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

  /**
   * Resolves once the log has it. Throws `conflict` when they are one already, or became so meanwhile, when one of them was
   * erased, and when they are kept apart and the order does not say that they may be together.
   */
  async merge(order: MergeOrder): Promise<Merged> {
    const { store, log, codec, clock } = this.options;
    const { winner, loser, apart } = await this.sides(order);
    const at = clock.now();
    const { reason, operator } = order;
    if (apart) {
      const subjects = [winner, loser] as const;
      const released = { kind: 'released', subjects, identifiers: [], at, ruledAt: at } as const;
      await log.append(rulingRecords(codec, { ...released, operator, reason }));
      await store.rulings.allowTogether(winner, loser);
    }
    const decided = { operator, reason };
    if (
      !(await store.merges.merge({ from: loser, into: winner, at, ifAnonymous: false, decided }))
    ) {
      refuse('conflict', `${loser} was merged into another customer meanwhile; look again.`);
    }
    const news = [{ kind: 'merged', subject: winner, other: loser, at, reason, operator } as const];
    await log.append(identityRecords(codec, news));
    await noteTold(store, news);
    await this.unshare(winner);
    return { winner, loser };
  }

  /** Values of a customer that were shared only because there seemed to be two of them lead to that one again. */
  async unshare(subject: SubjectId): Promise<void> {
    const { store } = this.options;
    const links = await store.links.of(subject);
    for (const { key, scheme, standing } of links) {
      if (standing !== 'shared') continue;
      const seen = await store.rulings.sight(key, subject);
      const people = new Set(await Promise.all(seen.map((one) => store.merges.follow(one))));
      if (people.size === 1) await store.rulings.setStanding(key, scheme, null);
    }
  }

  /** Who they are now, and whether they are kept apart. Throws `conflict` when they cannot become one, `not-found`. */
  async sides(
    order: Omit<MergeOrder, 'reason' | 'operator'>,
  ): Promise<Merged & { readonly apart: boolean }> {
    const { store } = this.options;
    const [winner, loser] = await Promise.all([
      store.merges.follow(order.winner),
      store.merges.follow(order.loser),
    ]);
    if (winner === loser) refuse('conflict', `Both are customer ${winner} already.`);
    for (const subject of [winner, loser]) await this.refuseGone(subject);
    const apart = (await store.rulings.apartFrom(loser)).includes(winner);
    if (apart && !order.allowTogether) {
      refuse(
        'conflict',
        `${winner} and ${loser} are kept apart: an operator said that they are two people. Reopen their conflict, or send allowTogether: true.`,
      );
    }
    return { winner, loser, apart };
  }

  private async refuseGone(subject: SubjectId): Promise<void> {
    const { store, subjects } = this.options;
    const erasedAt = await store.erasures.erasedAt(subject);
    if (erasedAt === undefined) {
      const links = await store.links.of(subject);
      if (links.length > 0 || (await subjects.state(subject)) !== undefined) return;
      refuse('not-found', `There is no customer ${subject}.`);
    }
    refuse(
      'conflict',
      `Customer ${subject} was erased at ${iso(erasedAt)}: nothing of them is left to merge.`,
    );
  }
}
