import { type Cause, type FieldValue, type JourneyState } from '#contracts';
import { type Decision } from '#journey';

/** A journey's stay in one configuration, times in ms since the epoch on the journey's clock. */
export interface Stay {
  /** Active atomic states. */
  readonly states: readonly string[];
  /** What led here. */
  readonly cause: Cause;
  readonly from: number;
  /** Undefined: it is there still. */
  readonly until: number | undefined;
}

/** Where one journey went. */
export interface Trajectory {
  readonly journeyId: string;
  readonly subjectId: string;
  readonly definition: string;
  readonly definitionVersion: number;
  readonly clock: string;
  readonly startedOn: string;
  readonly startedAt: number;
  readonly status: string;
  readonly outcome: string | null;
  readonly endedAt: number | null;
  readonly fields: { readonly [name: string]: FieldValue };
  /** In the order they happened. Entering the same states again, straight from them, goes on with the stay. */
  readonly stays: readonly Stay[];
}

/** Gathers the trajectories of journeys from what was decided, decision by decision. */
export class Trajectories {
  private readonly stays = new Map<string, Stay[]>();
  private readonly journeys = new Map<string, JourneyState>();

  add({ journeyEvents, changed, archived }: Decision): void {
    for (const { journeyId, to, time, cause } of journeyEvents) {
      const stays = this.stays.get(journeyId) ?? [];
      const last = stays.at(-1);
      if (last !== undefined && sameStates(last.states, to)) continue;
      if (last !== undefined) stays[stays.length - 1] = { ...last, until: time };
      stays.push({ states: to, cause, from: time, until: undefined });
      this.stays.set(journeyId, stays);
    }
    for (const journey of [...changed, ...archived]) this.journeys.set(journey.journeyId, journey);
  }

  /** Of all journeys told of so far, in the order they began to be told of. */
  all(): readonly Trajectory[] {
    return [...this.journeys.values()].map((journey) => ({
      journeyId: journey.journeyId,
      subjectId: journey.subjectId,
      definition: journey.definition,
      definitionVersion: journey.definitionVersion,
      clock: journey.clock,
      startedOn: journey.startedOn,
      startedAt: journey.startedAt,
      status: journey.status,
      outcome: journey.outcome,
      endedAt: journey.endedAt,
      fields: journey.fields,
      stays: this.stays.get(journey.journeyId) ?? [],
    }));
  }
}

/** The same ones, in the same order. */
export function sameStates(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((state, index) => state === others[index]);
}
