import { type PlacedEntry } from '#contracts';
import { type Definitions } from '#journey';
import { Player, type Played } from './player.js';
import { Trajectories, type Trajectory } from './trajectory.js';

/** What one subject's records came to. */
export interface SubjectPlay {
  /** The records, and those of the timers fired by `until`. */
  readonly played: readonly Played[];
  readonly trajectories: readonly Trajectory[];
}

/**
 * Plays the records of one subject, in log order, through definitions. Subjects do not depend on one another, so a long
 * log is played subject by subject and holds no more than one of them. `until` (ms since the epoch): timers due by then
 * fire, too.
 */
export function playSubject(
  definitions: Definitions,
  records: Iterable<PlacedEntry>,
  until?: number,
): SubjectPlay {
  const player = new Player(definitions);
  const played: Played[] = [];
  for (const record of records) played.push({ record, decision: player.play(record) });
  if (until !== undefined) played.push(...player.advanceTo(until));
  const trajectories = new Trajectories();
  for (const { decision } of played) trajectories.add(decision);
  return { played, trajectories: trajectories.all() };
}
