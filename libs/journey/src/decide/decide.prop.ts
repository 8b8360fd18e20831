import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type JourneyEvent,
  type PlacedEntry,
  type SubjectState,
  LATEST_SEMANTICS,
} from '#contracts';
import { CARD_APPLICATION, compiled, foldAll, interaction, runs, writtenLog } from '#testing';
import { decide } from './decide.js';
import { type Decision } from '../fold/decision.js';

const DEFINITIONS = compiled(CARD_APPLICATION, {
  ...CARD_APPLICATION,
  journey: 'loan-application',
  correlation: { by: 'subject', concurrency: 'many' },
});

const HOUR = 3_600_000;
const T0 = Date.parse('2026-11-21T00:00:00Z');

const data = fc.record(
  {
    fullName: fc.constantFrom('Ana', 'Rui', 7),
    income: fc.constantFrom(1, 52_000, 'much'),
    country: fc.constantFrom('PT', 'ES'),
    idNumber: fc.constantFrom('P-1', 'P-2'),
    level: fc.constantFrom(0.1, 0.9),
    score: fc.constantFrom(500, 700),
  },
  { requiredKeys: [] },
);

const happening = fc.record({
  type: fc.constantFrom(
    'application.started',
    'application.details-submitted',
    'identity.submitted',
    'identity.verified',
    'credit.reported',
    'offer.accepted',
    'application.withdrawn',
    'profile.changed',
    'page.viewed',
    'weather.changed',
  ),
  channel: fc.constantFrom('web', 'phone', 'branch'),
  kind: fc.constantFrom('customer', 'agent', 'system'),
  /** Hours since the record before: often nothing, at times past every timer. */
  after: fc.constantFrom(0, 0, 0.1, 1, 20, 100, 400),
  lateBy: fc.constantFrom(0, 0, 0, 1, 30),
  clock: fc.constantFrom('live', 'live', 'live', 'archive'),
  data,
});

const log = fc.array(happening, { maxLength: 40 }).map((happenings): PlacedEntry[] => {
  let timestamp = T0;
  return happenings.map(({ type, channel, kind, after, lateBy, clock, data }, offset) => {
    timestamp += after * HOUR;
    const value = interaction({
      id: `i-${offset}`,
      type,
      channel,
      clock,
      time: timestamp - lateBy * HOUR,
      actor: { kind, id: null },
      data: new TextEncoder().encode(JSON.stringify(data)),
    });
    return {
      entry: { name: 'Interaction', value },
      partition: 0,
      offset,
      timestamp,
      semantics: LATEST_SEMANTICS,
    };
  });
});

/** A live record at the log's end: by then, whatever was due on that clock has fired. */
function lastOf(records: readonly PlacedEntry[]): PlacedEntry {
  const timestamp = records.at(-1)?.timestamp ?? T0;
  const value = interaction({ id: 'last', type: 'page.viewed', time: timestamp });
  const offset = records.length;
  return {
    entry: { name: 'Interaction', value },
    partition: 0,
    offset,
    timestamp,
    semantics: LATEST_SEMANTICS,
  };
}

/** Rewrites the log: a record's place is where it now stands. */
function placed(records: readonly PlacedEntry[]): PlacedEntry[] {
  return records.map((record, offset) => ({ ...record, offset }));
}

/** Without what names places in the log. */
function withoutPlaces(state: SubjectState | undefined): unknown {
  return state?.journeys.map(({ reflects: _reflects, deferred, ...journey }) => ({
    ...journey,
    deferred: deferred.map(({ interaction: { id } }) => id),
  }));
}

function eventsByJourney(decisions: readonly Decision[]): Map<string, JourneyEvent[]> {
  const events = new Map<string, JourneyEvent[]>();
  for (const event of decisions.flatMap(({ journeyEvents }) => journeyEvents)) {
    events.set(event.journeyId, [...(events.get(event.journeyId) ?? []), event]);
  }
  return events;
}

describe('for every log', () => {
  it('folding it twice gives the same states and the same outputs', () => {
    fc.assert(
      fc.property(log, (records) => {
        expect(foldAll(DEFINITIONS, records)).toEqual(foldAll(DEFINITIONS, records));
      }),
    );
  });

  it('records sent again, at any later place, change nothing but dispositions', () => {
    const doubling = fc.tuple(
      log,
      fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 10 }),
    );
    fc.assert(
      fc.property(doubling, ([records, pairs]) => {
        fc.pre(records.length > 0);
        const doubled = [...records];
        for (const [which, later] of pairs) {
          const original = records[which % records.length];
          if (original === undefined) continue;
          const from = doubled.indexOf(original) + 1;
          const at = from + (later % (doubled.length - from + 1));
          const timestamp = doubled[at - 1]?.timestamp ?? original.timestamp;
          // Inside the dedupe window: what comes again after a week is told apart by nobody.
          if (timestamp - original.timestamp > 6 * 24 * HOUR) continue;
          doubled.splice(at, 0, { ...original, timestamp });
        }
        const once = foldAll(DEFINITIONS, records);
        const twice = foldAll(DEFINITIONS, placed(doubled));
        expect(withoutPlaces(twice.state)).toEqual(withoutPlaces(once.state));
        const duplicates = twice.decisions.filter(
          ({ disposition }) => disposition.kind === 'duplicate',
        );
        expect(duplicates).toHaveLength(doubled.length - records.length);
        for (const { journeyEvents, actions, changed } of duplicates) {
          expect([journeyEvents, actions, changed]).toEqual([[], [], []]);
        }
      }),
    );
  });

  it('it does not matter where the timers’ own records stand', () => {
    const choices = fc.array(fc.boolean(), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(log, choices, (happened, choose) => {
        const records = [...happened, lastOf(happened)];
        const pumped = writtenLog(DEFINITIONS, records, choose);
        const without = foldAll(DEFINITIONS, records);
        const withTimers = foldAll(DEFINITIONS, pumped);
        expect(withoutPlaces(withTimers.state)).toEqual(withoutPlaces(without.state));
      }),
      { numRuns: runs(300) },
    );
  });

  it('every record has one disposition, and every version of a journey an event', () => {
    const kinds = ['advanced', 'captured', 'deferred', 'duplicate', 'late', 'ignored', 'unmatched'];
    fc.assert(
      fc.property(log, (records) => {
        const { state, decisions } = foldAll(DEFINITIONS, records);
        for (const { disposition } of decisions) {
          expect(kinds).toContain(disposition.kind);
          expect(disposition.reason !== null).toBe(
            disposition.kind === 'unmatched' || disposition.kind === 'late',
          );
        }
        const events = eventsByJourney(decisions);
        for (const { journeyId, version } of state?.journeys ?? []) {
          const versions = new Set(events.get(journeyId)?.map((event) => event.version));
          expect([...versions]).toEqual(Array.from({ length: version }, (_, i) => i + 1));
        }
        const ids = decisions.flatMap(({ journeyEvents, actions, disposition }) => [
          ...journeyEvents.map(({ id }) => id),
          ...actions.map(({ id }) => id),
          disposition.id,
        ]);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });

  it('a definition that allows one open journey never has two', () => {
    fc.assert(
      fc.property(log, (records) => {
        const { state } = foldAll(DEFINITIONS, records);
        for (const clock of ['live', 'archive']) {
          const open = (state?.journeys ?? []).filter(
            (journey) =>
              journey.definition === 'card-application' &&
              journey.status === 'open' &&
              journey.clock === clock,
          );
          expect(open.length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('nothing handed in is changed', () => {
    const freeze = <T>(value: T): T => {
      if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
        Object.values(value).forEach(freeze);
        Object.freeze(value);
      }
      return value;
    };
    fc.assert(
      fc.property(log, (records) => {
        let state: SubjectState | undefined;
        for (const record of freeze(records)) {
          state = freeze(decide(DEFINITIONS, state, record).state);
        }
      }),
      { numRuns: runs(30) },
    );
  });
});
