import { type SplitView } from '#api';
import {
  type IdentityChange,
  type JourneyId,
  type JourneyState,
  type SubjectId,
  type SubjectState,
} from '#contracts';
import {
  emptySubject,
  type JourneyPast,
  planSplit,
  previewMerge,
  type PastStep,
  type SplitPlan,
} from '#journey';
import { historyOf } from '#history';
import {
  Refusal,
  refuse,
  pointerStep,
  type Clock,
  type DefinitionCatalogue,
  type EventLog,
  type IdentityStores,
  type JourneyStorage,
  type RecordCodec,
  ThroughlineError,
} from '#ports';
import { finishSplit } from '../records/split-records.js';
import { type Identifiers } from '../resolve/identifiers.js';
import { type Subjects } from '../find/subjects.js';
import {
  findSides,
  identifiersGoing,
  type Leaving,
  sideItBegan,
  type Sides,
  speakerOf,
} from './split-sides.js';
import { splitView } from './split-view.js';

/** What one record of the log may hold of journeys as they were, bytes. */
const MOST_RECORD_BYTES = 900_000;
/** After how many seconds a request that came too early may be sent again. */
const RETRY_AFTER_S = 2;

export interface SplitRequestsOptions {
  readonly store: Pick<IdentityStores, 'links' | 'merges' | 'untold' | 'rulings'>;
  readonly identifiers: Identifiers;
  readonly log: EventLog;
  readonly codec: RecordCodec;
  readonly clock: Clock;
  readonly catalogue: DefinitionCatalogue;
  readonly journeys: JourneyStorage;
  readonly subjects: Subjects;
}

/** What an operator decides: `subject` is two people. */
export interface SplitOrder {
  readonly subject: SubjectId;
  readonly leaving: Leaving;
  readonly reason: string;
  readonly operator: string;
  /** The journeys that go; undefined: as the interactions that built them say. */
  readonly journeys: readonly string[] | undefined;
  /** They are never merged by themselves again. */
  readonly keepApart: boolean;
}

interface Planned {
  readonly sides: Sides;
  readonly plan: SplitPlan;
  readonly change: IdentityChange;
  readonly view: SplitView;
}

/** Splits that operators decide. The preview and the split are one plan, folded by one function. */
export class SplitRequests {
  constructor(private readonly options: SplitRequestsOptions) {}

  /** What it would do now. Throws the problems of `split`. */
  async preview(order: SplitOrder): Promise<SplitView> {
    const { view } = await this.plan(order);
    return view;
  }

  /**
   * Resolves once the log has it. Throws problems: `conflict` when they are not one, `not-found`, `invalid-request`, and
   * `busy` while the log has not folded what made them one.
   */
  async split(order: SplitOrder): Promise<SplitView> {
    const { store, codec, log } = this.options;
    const { sides, change, view } = await this.plan(order);
    const { subject, other, merge } = sides;
    const record = codec.encode('IdentityChange', change);
    if (record.length > MOST_RECORD_BYTES) {
      refuse(
        'invalid-request',
        'What is to be restored is more than one record of the log holds.',
        [{ pointer: '/journeys', detail: 'name the journeys that go, fewer at a time' }],
      );
    }
    // Before the pointer: whoever resolves their identifiers next must know.
    if (order.keepApart) await store.rulings.keepApart(subject, other);
    if (merge === undefined) {
      await store.untold.note({
        kind: 'split',
        from: other,
        into: subject,
        at: change.time,
        record,
      });
    } else if (!(await store.merges.part({ ...merge, at: change.time }, record))) {
      refuse('conflict', `${other} is not one with ${subject} any more; look again.`);
    }
    await finishSplit({ store, log, codec }, change);
    return view;
  }

  private async plan(order: SplitOrder): Promise<Planned> {
    const { store, identifiers, clock, catalogue, subjects } = this.options;
    const { subject, reason, operator, journeys } = order;
    const time = clock.now();
    const sides = await findSides(store, identifiers, subject, order.leaving, time);
    await this.ensureTold(sides);
    const [from = emptySubject(subject), to = emptySubject(sides.other)] = await Promise.all([
      subjects.state(subject),
      subjects.state(sides.other),
    ]);
    refuseStrangers(from, journeys);
    const pasts = await this.pasts(sides, from);
    const plan = planSplit(subject, pasts, speakerOf(identifiers, sides), journeys);
    const change: IdentityChange = {
      id: `split-${sides.other}-${subject}-${time}`,
      kind: 'split',
      subjectId: subject,
      otherSubjectId: sides.other,
      identifiers: identifiersGoing(sides),
      time,
      reason,
      journeys: plan.running.flatMap(({ journey, side }) =>
        side === 'leaving' ? [journey.journeyId] : [],
      ),
      operator,
      restored: plan.restored.map(({ journey, side }) => {
        return { ...journey, subjectId: side === 'leaving' ? sides.other : subject };
      }),
      fieldsBack: plan.fieldsBack,
    };
    const foreseen = previewMerge(catalogue.current(), change, { from, to }, time);
    return { sides, plan, change, view: splitView(sides, plan, foreseen) };
  }

  /** A merge that the log has not folded yet would come behind the split, and undo it. */
  private async ensureTold({ family, merge }: Sides): Promise<void> {
    if (merge === undefined) return;
    for (const member of family) {
      const state = await this.options.subjects.state(member as SubjectId);
      if ((state?.mergedInto ?? null) === null) {
        const detail = `The log has not taken in yet that ${member} was merged; send it again in a moment.`;
        throw new Refusal('busy', detail, [], RETRY_AFTER_S);
      }
      // Waits for journeys that are on their way.
      for (const { journeyId, survivor } of state?.moved ?? []) {
        if (survivor === null) await this.options.subjects.journey(journeyId as JourneyId);
      }
    }
  }

  private async pasts(sides: Sides, { journeys }: SubjectState): Promise<readonly JourneyPast[]> {
    const pasts: JourneyPast[] = [];
    for (const journey of [...journeys, ...(await this.endedElsewhere(sides))]) {
      const { journeyId } = journey;
      const past = await this.pastOf(journeyId);
      pasts.push({ journey, past, began: sideItBegan(sides, journeyId) });
    }
    return pasts;
  }

  /** Journeys that ended as merged with subjects that became this one later. */
  private async endedElsewhere({ subject }: Sides): Promise<readonly JourneyState[]> {
    const { store, subjects } = this.options;
    const members = (await store.merges.of(subject)).map(({ from }) => from);
    const states = await Promise.all(members.map((member) => subjects.state(member)));
    return states
      .flatMap((state) => state?.journeys ?? [])
      .filter(({ outcome }) => outcome === 'merged');
  }

  /** Undefined: the log does not reach back so far. */
  private async pastOf(journeyId: string): Promise<readonly PastStep[] | undefined> {
    const { log, codec, catalogue, journeys: store } = this.options;
    try {
      return await historyOf({ log, codec, catalogue, store }, journeyId as JourneyId);
    } catch (error) {
      if (error instanceof ThroughlineError && error.code === 'NOT_FOUND') return undefined;
      throw error;
    }
  }
}

function refuseStrangers(
  { subjectId, journeys }: SubjectState,
  chosen: readonly string[] | undefined,
): void {
  const faults = (chosen ?? []).flatMap((journeyId, index) =>
    journeys.some((one) => one.journeyId === journeyId)
      ? []
      : [
          {
            pointer: `/journeys${pointerStep(index)}`,
            detail: `journey ${journeyId} is not with customer ${subjectId}, running or lately ended`,
          },
        ],
  );
  if (faults.length > 0) refuse('invalid-request', 'A journey is not this customer’s.', faults);
}
