import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type JourneyEvent, type PlacedEntry, LATEST_SEMANTICS } from '#contracts';
import { compiled, foldAll, interaction, runs } from '#testing';
import { type DefinitionSource, type FieldSource } from '../definition/definition.js';
import { HAND_OFF_EVENTS, isHandOff } from '../record/hand-off-events.js';
import { ContinuityTally } from './figures.js';

const HOUR = 3_600_000;
const T0 = Date.parse('2026-11-21T00:00:00Z');
const NAMES = ['one', 'two', 'three'] as const;
const STALE_AFTER_HOURS = 72;

const ASKING: DefinitionSource = {
  journey: 'asking',
  version: 1,
  title: 'Asking',
  startsOn: ['begun'],
  fields: Object.fromEntries(
    NAMES.map((name): [string, FieldSource] => [
      name,
      { type: 'integer', from: ['told'], staleAfter: `PT${STALE_AFTER_HOURS}H` },
    ]),
  ),
  initial: 'asking',
  states: { asking: { on: { ended: { target: 'over' } } }, over: { type: 'final' } },
};
const DEFINITIONS = compiled(ASKING);

const happening = fc.record({
  type: fc.constantFrom(
    'told',
    'told',
    'told',
    'begun',
    HAND_OFF_EVENTS.made,
    HAND_OFF_EVENTS.expired,
  ),
  channel: fc.constantFrom('web', 'phone'),
  actor: fc.constantFrom('customer', 'agent', 'system'),
  hours: fc.constantFrom(0, 1, 30, 80),
  /** Sent again, so many hours later. */
  again: fc.constantFrom(null, null, 0, 5),
  data: fc.record(
    {
      one: fc.integer({ max: 2, min: 0 }),
      two: fc.integer({ max: 2, min: 0 }),
      three: fc.constant(1),
    },
    { requiredKeys: [] },
  ),
});
type Happening = typeof happening extends fc.Arbitrary<infer H> ? H : never;

/** A customer's log: begun first, and some of it comes twice. */
function logOf(happenings: readonly Happening[]): PlacedEntry[] {
  const begun: Happening = {
    type: 'begun',
    channel: 'web',
    actor: 'customer',
    hours: 0,
    again: null,
    data: {},
  };
  const records: PlacedEntry[] = [];
  let timestamp = T0;
  let journeyId: string | null = null;
  [begun, ...happenings].forEach(({ type, channel, actor, hours, again, data }, number) => {
    timestamp += hours * HOUR;
    const bytes = new TextEncoder().encode(JSON.stringify({ ...data, handOff: `h-${number}` }));
    const who = { kind: actor, id: null };
    const value = interaction({
      id: `i-${number}`,
      type,
      channel,
      journeyId: isHandOff(type) ? journeyId : null,
      actor: who,
      time: timestamp,
      data: bytes,
    });
    for (const late of again === null ? [0] : [0, again]) {
      timestamp += late * HOUR;
      const entry = { name: 'Interaction' as const, value };
      records.push({
        entry,
        partition: 0,
        offset: records.length,
        timestamp,
        semantics: LATEST_SEMANTICS,
      });
    }
    journeyId ??= foldAll(DEFINITIONS, records).state?.journeys[0]?.journeyId ?? null;
  });
  return records;
}

/** How often each field was asked although known, as somebody with a notebook would count it. */
function asked(happenings: readonly Happening[]): Record<string, number> {
  const counts: Record<string, number> = {};
  const notes = new Map<string, { readonly value: unknown; readonly at: number }>();
  let now = 0;
  for (const { type, actor, hours, again, data } of happenings) {
    now += hours;
    const happened = now;
    now += again ?? 0;
    if (type !== 'told') continue;
    for (const [name, value] of Object.entries(data)) {
      const note = notes.get(name);
      const known =
        note !== undefined && note.value === value && happened - note.at <= STALE_AFTER_HOURS;
      if (known && actor !== 'system') counts[name] = (counts[name] ?? 0) + 1;
      notes.set(name, { value, at: happened });
    }
  }
  return counts;
}

function eventsOf(records: readonly PlacedEntry[]): JourneyEvent[] {
  return foldAll(DEFINITIONS, records).decisions.flatMap(({ journeyEvents }) => journeyEvents);
}

const customers = fc.array(happening, { maxLength: 20 });

describe('continuity, for whatever a customer does', () => {
  it('counts as asked again what a notebook does', () => {
    fc.assert(
      fc.property(customers, (happenings) => {
        const tally = new ContinuityTally();
        for (const event of eventsOf(logOf(happenings))) tally.add(event);
        expect(tally.figures()[0]?.repeated.fields).toEqual(asked(happenings));
      }),
      { numRuns: runs(300) },
    );
  });

  it('tells each hand-off once, however often its record comes', () => {
    fc.assert(
      fc.property(customers, (happenings) => {
        const told = eventsOf(logOf(happenings)).flatMap(({ type, handOff }) =>
          handOff === null ? [] : [`${type} ${handOff}`],
        );
        const made = happenings.filter(({ type }) => isHandOff(type));
        expect(told).toHaveLength(made.length);
        expect(new Set(told).size).toBe(told.length);
      }),
      { numRuns: runs(300) },
    );
  });

  it('tells every version of a journey, each event under the version of its record', () => {
    fc.assert(
      fc.property(customers, (happenings) => {
        const { decisions } = foldAll(DEFINITIONS, logOf(happenings));
        for (const { journeyEvents, changed } of decisions) {
          const versions = new Set(journeyEvents.map(({ version }) => version));
          expect([...versions]).toEqual(changed.map(({ version }) => version));
          for (const { elapsed } of journeyEvents) expect(elapsed ?? 0).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: runs(200) },
    );
  });

  it('comes to the same figures when what was published is published again, from anywhere', () => {
    fc.assert(
      fc.property(customers, fc.array(fc.nat()), (happenings, crashes) => {
        const events = eventsOf(logOf(happenings));
        const once = new ContinuityTally();
        for (const event of events) once.add(event);
        const again = new ContinuityTally();
        const until = new Set(crashes.map((at) => at % (events.length + 1)));
        events.forEach((event, at) => {
          again.add(event);
          if (until.has(at)) for (const one of events.slice(at >> 1, at + 1)) again.add(one);
        });
        expect(again.figures()).toEqual(once.figures());
      }),
    );
  });
});
