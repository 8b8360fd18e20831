import { isDeepStrictEqual } from 'node:util';
import type { Definitions } from '#journey';
import { type Guard, toldBy } from './chart-log.ts';
import { byExpression, ourEngine, type Scheduled, xstateEngine } from './engines.ts';
import type { Log } from './fold-all.ts';
import { xstateEvent } from './xstate-chart.ts';

/** The steps of all journeys' charts, in the order of the log. */
export interface Schedule {
  readonly stimuli: readonly Scheduled[];
  readonly journeys: number;
  /** By text. */
  readonly guards: ReadonlyMap<string, Guard>;
  readonly leftOut: number;
}

const NOBODY = new Set<Guard>();

/**
 * Folds the log, and tells both engines what each record comes to. A journey's steps end where the chart alone does not
 * stand where the whole fold says (an operator moved it), or XState stands elsewhere (docs/conformance/xstate.md).
 */
export function scheduleOf(definitions: Definitions, log: Log, upTo: number): Schedule {
  const stimuli: Scheduled[] = [];
  const journeys = new Map<string, number>();
  const apart = new Set<number>();
  const guards = new Map<string, Guard>();
  let holding = new Set<Guard>();
  let leftOut = 0;
  const ours = ourEngine(byExpression, (guard, holds) => {
    guards.set(guard.text, guard);
    if (holds) holding.add(guard);
  });
  const theirs = xstateEngine(byExpression, guards);
  ours.reset(0);
  theirs.reset(0);
  let at = 0;
  log.reset();
  log.fold(0, upTo, (decision, before) => {
    const record = log.records[at++];
    if (record === undefined) return;
    for (const told of toldBy(definitions, record, decision, before)) {
      const journey = journeys.get(told.journeyId) ?? journeys.size;
      journeys.set(told.journeyId, journey);
      const steps = apart.has(journey)
        ? []
        : told.stimuli.map((stimulus): Scheduled => {
            holding = new Set();
            const about = { definition: told.definition, journey, event: xstateEvent(stimulus) };
            const scheduled = { ...stimulus, ...about, holding };
            ours.tell(scheduled);
            theirs.tell(scheduled);
            return holding.size === 0 ? { ...scheduled, holding: NOBODY } : scheduled;
          });
      const stands = ours.standing(journey);
      const agree =
        isDeepStrictEqual(stands, told.configuration) &&
        isDeepStrictEqual(stands, theirs.standing(journey));
      if (!agree) apart.add(journey);
      if (apart.has(journey)) leftOut += told.stimuli.length;
      else stimuli.push(...steps);
    }
  });
  return { stimuli, journeys: journeys.size, guards, leftOut };
}
