import { type Definition, type StateSource } from '#journey';
import { type Stay } from '../trajectory.js';
import { named, outcomeOf } from './compare.js';
import { type Came, type PlayedJourney } from './play-side.js';
import { type SideReport, type StateTime } from './report.js';
import { spreadOf } from './spread.js';
import { Tally } from './tally.js';

/** Gathers what the journeys of one version come to. Holds a number for each stay, and nothing of the journeys. */
export class SideFigures {
  private journeys = 0;
  private readonly outcomes: Tally;
  private readonly standing = new Tally();
  private readonly entered = new Tally();
  private readonly stays = new Map<string, number[]>();
  private readonly toEnd = new Map<string, number[]>();
  private readonly dispositions = new Tally();
  private readonly actions = new Tally();
  private readonly timers = new Tally();

  constructor(private readonly definition: Definition) {
    this.outcomes = new Tally(['open', ...outcomesOf(definition)]);
  }

  addJourney(journey: PlayedJourney): void {
    const { trajectory, actions, timers } = journey;
    const { stays, startedAt, endedAt } = trajectory;
    const outcome = outcomeOf(journey);
    this.journeys += 1;
    this.outcomes.add(outcome);
    this.actions.addAll(actions);
    this.timers.addAll(timers);
    if (endedAt === null) {
      this.standing.add(named(stays.at(-1)?.states ?? []));
    } else {
      push(this.toEnd, outcome, endedAt - startedAt);
      push(this.toEnd, 'all', endedAt - startedAt);
    }
    this.addStays(stays, endedAt);
  }

  addRecord({ to }: Came): void {
    this.dispositions.add(to);
  }

  /** `other`: what the other version knows that this one may not. */
  report(other: SideFigures): SideReport {
    const { version, title } = this.definition;
    const outcomes = this.outcomes.asRecord(other.outcomes.names());
    const ends = [...Object.keys(outcomes).filter((outcome) => outcome !== 'open'), 'all'];
    return {
      version,
      title,
      journeys: this.journeys,
      outcomes,
      standing: this.standing.asRecord(other.standing.names()),
      states: Object.fromEntries(
        goingOn(this.definition, other.definition).map((name) => [name, this.stateTime(name)]),
      ),
      timeToEnd: Object.fromEntries(
        ends.map((outcome) => [outcome, spreadOf(this.toEnd.get(outcome) ?? [])]),
      ),
      dispositions: this.dispositions.asRecord(other.dispositions.names()),
      actions: this.actions.asRecord(other.actions.names()),
      timers: this.timers.asRecord(other.timers.names()),
    };
  }

  private stateTime(name: string): StateTime {
    return {
      title: this.definition.states.get(name)?.title ?? name,
      entered: this.entered.asRecord()[name] ?? 0,
      ...spreadOf(this.stays.get(name) ?? []),
    };
  }

  /** A state of a parallel one goes on while its neighbours change. */
  private addStays(stays: readonly Stay[], endedAt: number | null): void {
    const since = new Map<string, number>();
    for (const { states, from } of stays) {
      for (const [state, entered] of since) {
        if (states.includes(state)) continue;
        push(this.stays, state, from - entered);
        since.delete(state);
      }
      for (const state of states) {
        if (since.has(state)) continue;
        since.set(state, from);
        this.entered.add(state);
      }
    }
    if (endedAt === null) return;
    // An operator may end a journey in any state.
    for (const [state, entered] of since) push(this.stays, state, endedAt - entered);
  }
}

function outcomesOf(definition: Definition): readonly string[] {
  return [...definition.states.values()].flatMap(({ outcome }) => outcome ?? []);
}

/** Atomic states of either version that are no ends, in the order of the files. */
function goingOn(definition: Definition, other: Definition): readonly string[] {
  return [...new Set([definition, other].flatMap(({ source }) => steps(source.states)))];
}

function steps(states: Readonly<Record<string, StateSource>>): readonly string[] {
  return Object.entries(states).flatMap(([name, state]) => {
    if (state.states !== undefined) return steps(state.states);
    return state.type === undefined ? [name] : [];
  });
}

function push(lists: Map<string, number[]>, name: string, value: number): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [value]);
  else list.push(value);
}
