import { sameStates, type Stay } from '../trajectory.js';
import { type PlayedJourney } from './play-side.js';
import { type Difference, type Exit, type JourneyEnd } from './report.js';

/** How the two plays of one journey differ. */
export interface Comparison {
  readonly differences: readonly Difference[];
  readonly fields: readonly string[];
  /** Where they part; undefined: they go the same way at the same times, or one of them does not go at all. */
  readonly parting:
    { readonly state: readonly string[]; readonly live: Exit; readonly draft: Exit } | undefined;
}

const NOT_STARTED: Comparison = { differences: ['started'], fields: [], parting: undefined };

/** `recordsDiffer`: a record about it came to one thing here and to another there. */
export function compareJourneys(
  live: PlayedJourney | undefined,
  draft: PlayedJourney | undefined,
  recordsDiffer: boolean,
): Comparison {
  if (live === undefined || draft === undefined) return NOT_STARTED;
  const [one, other] = [live.trajectory, draft.trajectory];
  const fields = fieldsThatDiffer(live, draft);
  const parting = partingOf(one.stays, other.stays);
  const samePath =
    one.stays.length === other.stays.length &&
    one.stays.every(({ states }, at) => sameStates(states, other.stays[at]?.states ?? []));
  const found: Readonly<Record<Exclude<Difference, 'started'>, boolean>> = {
    outcome: outcomeOf(live) !== outcomeOf(draft),
    finalState: !sameStates(one.stays.at(-1)?.states ?? [], other.stays.at(-1)?.states ?? []),
    path: !samePath,
    times: samePath && (parting !== undefined || one.endedAt !== other.endedAt),
    fields: fields.length > 0,
    actions: !live.actions.equals(draft.actions),
    timers: !live.timers.equals(draft.timers),
    dispositions: recordsDiffer,
  };
  const names = Object.keys(found) as (keyof typeof found)[];
  return { differences: names.filter((name) => found[name]), fields, parting };
}

/** Outcome, or status where there is none. */
export function outcomeOf({ trajectory: { status, outcome } }: PlayedJourney): string {
  return outcome ?? status;
}

export function endOf(journey: PlayedJourney | undefined): JourneyEnd | null {
  if (journey === undefined) return null;
  const { stays, endedAt } = journey.trajectory;
  return { outcome: outcomeOf(journey), path: stays.map(({ states }) => named(states)), endedAt };
}

/** Active states in one word. */
export function named(states: readonly string[]): string {
  return states.join('+');
}

function partingOf(live: readonly Stay[], draft: readonly Stay[]): Comparison['parting'] {
  const until = Math.max(live.length, draft.length);
  for (let at = 0; at < until; at += 1) {
    const [one, other] = [live[at], draft[at]];
    const same = one && other && one.from === other.from && sameStates(one.states, other.states);
    if (same === true) continue;
    return { state: live[at - 1]?.states ?? [], live: exitTo(one), draft: exitTo(other) };
  }
  return undefined;
}

function exitTo(stay: Stay | undefined): Exit {
  if (stay === undefined) return { kind: null, event: null, to: [] };
  return { kind: stay.cause.kind, event: stay.cause.type, to: stay.states };
}

function fieldsThatDiffer(live: PlayedJourney, draft: PlayedJourney): readonly string[] {
  const [one, other] = [live.trajectory.fields, draft.trajectory.fields];
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].sort().filter((name) => {
    const [value, otherValue] = [one[name], other[name]];
    return value?.value !== otherValue?.value || value?.verified !== otherValue?.verified;
  });
}
