import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CARD_APPLICATION, compiled, interaction } from '#testing';
import { type PlacedEntry, LATEST_SEMANTICS } from '#contracts';
import { playSubject } from './play-subject.js';
import { Player } from './player.js';
import { Trajectories, type Trajectory } from './trajectory.js';

const HOUR = 3_600_000;
const definitions = compiled(CARD_APPLICATION);

const TYPES = [
  'application.started',
  'application.details-submitted',
  'application.withdrawn',
  'identity.verified',
  'credit.reported',
  'offer.accepted',
];
const DATA = new TextEncoder().encode(
  JSON.stringify({ fullName: 'Ana', income: 1, level: 0.9, score: 700 }),
);

/** One customer's log: the first event starts a journey, any others follow hours or days apart. */
const logs = fc
  .array(fc.record({ type: fc.constantFrom(...TYPES), hours: fc.integer({ min: 0, max: 500 }) }), {
    maxLength: 12,
  })
  .map((rest): readonly PlacedEntry[] => {
    let time = 0;
    return [{ type: TYPES[0] ?? '', hours: 0 }, ...rest].map(({ type, hours }, offset) => {
      time += hours * HOUR;
      const value = interaction({ id: `i-${offset}`, type, time, subjectId: 'ana', data: DATA });
      return {
        entry: { name: 'Interaction', value },
        partition: 0,
        offset,
        timestamp: time,
        semantics: LATEST_SEMANTICS,
      };
    });
  });

/** Without what depends on which record a timer fired in. */
const routes = (trajectories: readonly Trajectory[]): unknown =>
  trajectories.map(({ journeyId, stays, outcome, endedAt }) => ({
    journeyId,
    stays: stays.map(({ states, from, until }) => ({ states, from, until })),
    outcome,
    endedAt,
  }));

describe('for all logs', () => {
  it('journeys go the same ways whether timers fire by records of their own or before the next record', () => {
    fc.assert(
      fc.property(logs, (records) => {
        const end = (records.at(-1)?.timestamp ?? 0) + 1_000 * HOUR;
        const player = new Player(definitions);
        const trajectories = new Trajectories();
        for (const record of records) {
          for (const { decision } of player.advanceTo(record.timestamp)) trajectories.add(decision);
          trajectories.add(player.play(record));
        }
        for (const { decision } of player.advanceTo(end)) trajectories.add(decision);
        const inside = playSubject(definitions, records, end);
        expect(routes(trajectories.all())).toEqual(routes(inside.trajectories));
      }),
    );
  });

  it('stays follow one another without a gap, and end when the journey does', () => {
    fc.assert(
      fc.property(logs, (records) => {
        for (const { stays, startedAt, endedAt } of playSubject(definitions, records)
          .trajectories) {
          expect(stays[0]?.from).toBe(startedAt);
          stays.slice(1).forEach((stay, index) => expect(stays[index]?.until).toBe(stay.from));
          if (endedAt !== null) expect(stays.at(-1)?.from).toBe(endedAt);
          expect(stays.at(-1)?.until).toBeUndefined();
        }
      }),
    );
  });
});
