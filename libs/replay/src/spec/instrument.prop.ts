import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CARD_APPLICATION, compiled, interaction } from '#testing';
import { type Action, type PlacedEntry, LATEST_SEMANTICS } from '#contracts';
import { playSubject } from '../play-subject.js';
import { instrument } from './instrument.js';

const TYPES = [
  'application.details-submitted',
  'application.withdrawn',
  'identity.verified',
  'credit.reported',
  'offer.accepted',
];
const logs = fc
  .array(
    fc.record({
      type: fc.constantFrom(...TYPES),
      hours: fc.integer({ min: 0, max: 400 }),
      score: fc.integer({ min: 590, max: 610 }),
    }),
    { maxLength: 12 },
  )
  .map((rest): readonly PlacedEntry[] => {
    let time = 0;
    return [{ type: 'application.started', hours: 0, score: 0 }, ...rest].map(
      ({ type, hours, score }, offset) => {
        time += hours * 3_600_000;
        const data = new TextEncoder().encode(
          JSON.stringify({ fullName: 'Ana', level: 0.9, score }),
        );
        const value = interaction({ id: `i-${offset}`, type, time, subjectId: 'ana', data });
        return {
          entry: { name: 'Interaction', value },
          partition: 0,
          offset,
          timestamp: time,
          semantics: LATEST_SEMANTICS,
        };
      },
    );
  });

describe('for all logs', () => {
  it('a definition with marks does what it does without them, and marks where it goes', () => {
    const instrumented = instrument(CARD_APPLICATION);
    const marked = compiled(instrumented.source);
    const plain = compiled(CARD_APPLICATION);
    const sent = ({ kind, name, input, time }: Action) => ({ kind, name, input, time });
    fc.assert(
      fc.property(logs, (records) => {
        const expected = playSubject(plain, records, 1e12);
        const came = playSubject(marked, records, 1e12);
        expect(came.trajectories).toEqual(expected.trajectories);
        const entered = new Set<string>();
        came.played.forEach(({ decision }, index) => {
          const other = expected.played[index]?.decision;
          expect(decision.disposition).toEqual(other?.disposition);
          expect(decision.journeyEvents).toEqual(other?.journeyEvents);
          expect(decision.state).toEqual(other?.state);
          const own = decision.actions.filter(({ name }) => instrumented.place(name) === undefined);
          expect(own.map(sent)).toEqual(other?.actions.map(sent));
          for (const { name } of decision.actions) {
            const place = instrumented.place(name);
            if (place?.kind === 'state') entered.add(place.label);
          }
        });
        for (const { stays } of came.trajectories) {
          for (const state of stays.flatMap(({ states }) => states))
            expect(entered).toContain(state);
        }
      }),
    );
  });
});
