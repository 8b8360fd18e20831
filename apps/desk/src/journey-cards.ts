import { Injectable } from '@nestjs/common';
import { type CardView, type ClaimedView, type QueueView } from '#api';
import { type JourneyId, type JourneyState, type SubjectId } from '#contracts';
import {
  byRelevance,
  type Candidate,
  type Continuation,
  continuation,
  nowFor,
  type RelevantContinuation,
  isRunning,
} from '#journey';
import { CATALOGUE, CLOCK, Inject, JOURNEY_STORAGE, LEASE_STORE, RECORD_CODEC } from '#nest';
import {
  type Clock,
  type DefinitionCatalogue,
  type JourneyStorage,
  type Lease,
  type LeaseStore,
  type RecordCodec,
} from '#ports';
import { findJourney, type StateSource, subjectState } from '#history';

/** Journeys an agent's queue shows at most. */
const QUEUE_LIMIT = 100;

/** A journey of the queue, without who holds it. */
export type QueueRow = Omit<QueueView['journeys'][number], 'claim' | 'journeyId'> & {
  readonly journeyId: JourneyId;
};

/** What an agent sees of one journey that runs, and of its customer. */
export type Card = Pick<ClaimedView, 'continuation'> & Pick<CardView, 'others'>;

/** The channel a desk stands on. */
const CHANNEL = 'phone';

/** Reads what an agent needs to see of a journey. */
@Injectable()
export class JourneyCards {
  constructor(
    @Inject(JOURNEY_STORAGE) private readonly journeys: JourneyStorage,
    @Inject(RECORD_CODEC) private readonly codec: RecordCodec,
    @Inject(CATALOGUE) private readonly catalogue: DefinitionCatalogue,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LEASE_STORE) private readonly leases: LeaseStore,
  ) {}

  /**
   * The resume contract as the phone does it, also of a journey an operator paused, which says so, and what else the customer
   * has under way; undefined when there is no such journey or it has ended.
   */
  async card(id: JourneyId): Promise<Card | undefined> {
    const journey = await findJourney(this.stored, id);
    if (journey === undefined || !isRunning(journey)) return undefined;
    const state = await subjectState(this.stored, journey.subjectId as SubjectId);
    const others = (state?.journeys ?? []).filter(
      (other) => other.journeyId !== id && isRunning(other),
    );
    const live = this.clock.now();
    const [candidate, ...rest] = await this.candidates([journey, ...others], live);
    if (candidate?.journey.journeyId !== id) return undefined;
    return { continuation: candidate.shown, others: byRelevance(rest, CHANNEL, live).map(other) };
  }

  /** Open journeys last seen on the phone, latest first, and behind them those that an operator paused. */
  async queue(): Promise<QueueRow[]> {
    const search = { channel: CHANNEL, limit: QUEUE_LIMIT };
    const [open, paused] = await Promise.all([
      this.journeys.search({ ...search, status: 'open' }),
      this.journeys.search({ ...search, status: 'paused' }),
    ]);
    const rows = [...open.journeys, ...paused.journeys].slice(0, QUEUE_LIMIT);
    return rows.map((row) => {
      const definition = this.catalogue.current().get(row.definition, row.definitionVersion);
      const titles = row.state
        .split(',')
        .map((name) => definition?.states.get(name)?.title ?? name);
      return {
        ...row,
        title: definition?.title ?? row.definition,
        stateTitle: titles.join(', '),
        lastSeen: new Date(row.lastSeen).toISOString(),
      };
    });
  }

  /** Those whose definitions are known here, in the order given. */
  private async candidates(
    journeys: readonly JourneyState[],
    live: number,
  ): Promise<readonly Candidate[]> {
    const ids = journeys.map(({ journeyId }) => journeyId as JourneyId);
    const leases = await this.leases.current(ids, live);
    const definitions = this.catalogue.current();
    return journeys.flatMap((journey, i) => {
      const definition = definitions.get(journey.definition, journey.definitionVersion);
      if (definition === undefined) return [];
      const asked = { channel: CHANNEL, now: nowFor(journey, live) };
      const shown = { ...continuation(definition, journey, asked), lease: shownLease(leases[i]) };
      return [{ journey, shown }];
    });
  }

  private get stored(): StateSource {
    return { store: this.journeys, codec: this.codec };
  }
}

/** Who says that they work on it, also where that is not a desk. */
function shownLease(lease: Lease | undefined): Continuation['lease'] {
  if (lease === undefined) return null;
  const { holder, channel, takenFrom } = lease;
  const since = new Date(lease.since).toISOString();
  return { holder, channel, since, until: new Date(lease.until).toISOString(), takenFrom };
}

function other(shown: RelevantContinuation): Card['others'][number] {
  const { journeyId, title, stateTitle, status, lastSeen, relevance } = shown;
  return { journeyId, title, stateTitle, status, lastSeen, relevance };
}
