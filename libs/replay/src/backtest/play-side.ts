import { type PlacedEntry } from '#contracts';
import { type Decision, type Definitions } from '#journey';
import { Player } from '../player.js';
import { Tally } from './tally.js';
import { Trajectories, type Trajectory } from '../trajectory.js';

/** A journey of the definition in question, as it went under one version. */
export interface PlayedJourney {
  readonly trajectory: Trajectory;
  /** By kind and name. */
  readonly actions: Tally;
  /** Fired, by id. */
  readonly timers: Tally;
}

/** What became of one record. */
export interface Came {
  /** Kind, with the reason where there is one. */
  readonly to: string;
  readonly journeyIds: readonly string[];
}

/** What one customer's records came to under one version. */
export interface PlayedSide {
  readonly journeys: ReadonlyMap<string, PlayedJourney>;
  /** Of each record played, in order. */
  readonly came: readonly Came[];
  /** Why the play ended early. */
  readonly fault: string | undefined;
}

/**
 * Plays one customer's records, then fires what is due by the end of each clock. Only told: nothing is sent.
 * A definition that does not come to rest ends the play; `fault` says why.
 */
export function playSide(
  definitions: Definitions,
  name: string,
  records: readonly PlacedEntry[],
  ends: ReadonlyMap<string, number>,
): PlayedSide {
  const player = new Player(definitions);
  const gathered = new Gathered(name);
  const came: Came[] = [];
  let fault: string | undefined;
  try {
    for (const record of records) {
      const decision = player.play(record);
      gathered.add(decision);
      const { kind, reason, journeyIds } = decision.disposition;
      came.push({ to: reason === null ? kind : `${kind}: ${reason}`, journeyIds });
    }
    for (const [clock, end] of ends) {
      for (const { decision } of player.advanceTo(end, clock)) gathered.add(decision);
    }
  } catch (error) {
    fault = error instanceof Error ? error.message : String(error);
  }
  return { journeys: gathered.journeys(), came, fault };
}

/** The journeys of one definition, out of what was decided. */
class Gathered {
  private readonly trajectories = new Trajectories();
  private readonly actions = new Map<string, Tally>();
  private readonly timers = new Map<string, Tally>();
  private readonly fired = new Set<string>();

  constructor(private readonly name: string) {}

  add(decision: Decision): void {
    this.trajectories.add(decision);
    for (const { kind, name, definition, journeyId } of decision.actions) {
      if (definition === this.name) tallyOf(this.actions, journeyId).add(`${kind}: ${name}`);
    }
    for (const { cause, definition, journeyId, version } of decision.journeyEvents) {
      if (cause.kind !== 'timer' || definition !== this.name) continue;
      // One firing may be told by several events, all of the same version of the journey.
      const firing = `${journeyId}/${version}`;
      if (this.fired.has(firing)) continue;
      this.fired.add(firing);
      tallyOf(this.timers, journeyId).add(cause.type);
    }
  }

  journeys(): ReadonlyMap<string, PlayedJourney> {
    const journeys = new Map<string, PlayedJourney>();
    for (const trajectory of this.trajectories.all()) {
      const { journeyId, definition } = trajectory;
      if (definition !== this.name) continue;
      const actions = this.actions.get(journeyId) ?? new Tally();
      const timers = this.timers.get(journeyId) ?? new Tally();
      journeys.set(journeyId, { trajectory, actions, timers });
    }
    return journeys;
  }
}

function tallyOf(tallies: Map<string, Tally>, journeyId: string): Tally {
  const tally = tallies.get(journeyId) ?? new Tally();
  tallies.set(journeyId, tally);
  return tally;
}
