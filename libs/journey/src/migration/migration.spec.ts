import { describe, expect, it } from '@jest/globals';
import { type JourneyState } from '#contracts';
import { compileDefinition } from '../compile/compile-definition.js';
import { type Definition } from '../definition/compiled-definition.js';
import { type DefinitionSource } from '../definition/definition.js';
import { compileMigration, type Migration } from './compile-migration.js';
import { migrateJourney } from './migrate-journey.js';
import { type MigrationSource } from './migration-source.js';
import { Rehearsing } from './rehearse.js';

const DAY = 86_400_000;
const T0 = Date.parse('2026-11-01T00:00:00Z');

const V1: DefinitionSource = {
  journey: 'visit',
  version: 1,
  title: 'Visit',
  startsOn: ['visit.asked'],
  fields: {
    name: { type: 'string', from: ['visit.asked'] },
    age: { type: 'number', from: ['visit.asked'] },
    mood: { type: 'string', from: ['visit.asked'] },
  },
  initial: 'asked',
  states: {
    asked: {
      on: { 'visit.granted': { target: 'offered' } },
      after: { P1D: { actions: [{ notify: 'wait' }] }, P30D: { target: 'over' } },
    },
    offered: { on: { 'visit.done': { target: 'over' } }, after: { P7D: { target: 'over' } } },
    parked: { on: { 'visit.done': { target: 'over' } } },
    over: { type: 'final', outcome: 'over' },
  },
};

const V2: DefinitionSource = {
  ...V1,
  version: 2,
  fields: {
    fullName: { type: 'string', from: ['visit.asked'] },
    age: { type: 'integer', from: ['visit.asked'], maximum: 120 },
  },
  states: {
    asked: {
      on: { 'visit.granted': { target: 'offering' } },
      after: { P1D: { actions: [{ notify: 'wait' }] }, P21D: { target: 'over' } },
    },
    offering: {
      type: 'parallel',
      onDone: { target: 'over' },
      states: {
        papers: {
          states: {
            sent: { on: { 'visit.done': { target: 'back' } }, after: { P7D: { target: 'over' } } },
            back: { type: 'final' },
          },
        },
        room: {
          states: { free: { on: { 'room.taken': { target: 'taken' } } }, taken: { type: 'final' } },
        },
      },
    },
    over: { type: 'final', outcome: 'over' },
  },
};

const FILE: MigrationSource = {
  migration: 'visit',
  from: 1,
  to: 2,
  states: { offered: ['sent', 'taken'] },
  fields: { name: 'fullName', mood: null },
};

function compiled(source: DefinitionSource): Definition {
  const { definition, faults } = compileDefinition(source);
  if (definition === undefined) throw new Error(JSON.stringify(faults));
  return definition;
}

const v1 = compiled(V1);
const v2 = compiled(V2);

function migration(changes: Partial<MigrationSource> = {}): Migration {
  const { migration: found, faults } = compileMigration({ ...FILE, ...changes }, v1, v2);
  if (found === undefined) throw new Error(JSON.stringify(faults));
  return found;
}

function faultsOf(changes: object): readonly string[] {
  return compileMigration({ ...FILE, ...changes }, v1, v2).faults.map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  );
}

function value(json: string): JourneyState['fields'][string] {
  const from = { channel: 'web', time: T0, interactionId: 'i-1' };
  return { value: json, verified: false, ...from, verification: null };
}

function journey(changes: Partial<JourneyState> = {}): JourneyState {
  return {
    journeyId: 'abcdefghijklmnopqrst.abcdefgh',
    subjectId: 'abcdefghijklmnopqrst',
    definition: 'visit',
    definitionVersion: 1,
    version: 3,
    status: 'open',
    outcome: null,
    clock: 'live',
    correlation: null,
    configuration: ['asked'],
    history: {},
    since: T0,
    startedAt: T0,
    startedOn: 'web',
    lastChannel: 'web',
    lastSeen: T0,
    endedAt: null,
    pausedAt: null,
    migratedFrom: null,
    stalled: false,
    fields: { name: value('"Ana"'), age: value('40'), mood: value('"fine"') },
    timers: [
      { id: 'asked:P1D', dueAt: T0 + DAY, generation: 1 },
      { id: 'asked:P30D', dueAt: T0 + 30 * DAY, generation: 2 },
    ],
    timerGeneration: 2,
    deferred: [],
    invocations: [],
    recent: [],
    reflects: { partition: 0, offset: 7 },
    ...changes,
  };
}

const timersAfter = (changes: Partial<MigrationSource>, days: number, at = journey()) => {
  const moved = migrateJourney(migration(changes), at, T0 + days * DAY);
  if ('stays' in moved) throw new Error(moved.stays);
  return moved.timers.map(({ id, dueAt }) => [id, (dueAt - T0) / DAY]);
};

describe('a migrated journey', () => {
  it('keeps a state that is called the same, and its fields under their new names', () => {
    expect(migrateJourney(migration(), journey(), T0)).toMatchObject({
      configuration: ['asked'],
      fields: { fullName: value('"Ana"'), age: value('40') },
      dropped: ['mood'],
    });
  });

  it('goes where the file leads, into several regions', () => {
    const offered = journey({
      configuration: ['offered'],
      timers: [{ id: 'offered:P7D', dueAt: T0 + 7 * DAY, generation: 3 }],
    });
    expect(migrateJourney(migration(), offered, T0 + DAY)).toMatchObject({
      configuration: ['sent', 'taken'],
      timers: [{ id: 'sent:P7D', dueAt: T0 + 7 * DAY }],
    });
  });

  it('enters by default the regions that the file does not name', () => {
    const offered = journey({ configuration: ['offered'], timers: [] });
    const moved = migrateJourney(migration({ states: { offered: 'sent' } }), offered, T0);
    expect(moved).toMatchObject({ configuration: ['sent', 'free'] });
  });

  it('keeps its deadlines, though the new ones are shorter', () => {
    expect(timersAfter({}, 0.5)).toEqual([
      ['asked:P1D', 1],
      ['asked:P21D', 30],
    ]);
  });

  it('has what has passed counted', () => {
    expect(timersAfter({ timers: 'keep-remainder' }, 10)).toEqual([
      ['asked:P1D', 10],
      ['asked:P21D', 21],
    ]);
  });

  it('begins anew', () => {
    expect(timersAfter({ timers: 'restart' }, 10)).toEqual([
      ['asked:P1D', 11],
      ['asked:P21D', 31],
    ]);
  });

  it('may do otherwise in one state', () => {
    const timers = { default: 'keep-deadline', states: { asked: 'restart' } } as const;
    expect(timersAfter({ timers }, 10)).toContainEqual(['asked:P21D', 31]);
  });

  it('does not do again what a timer did', () => {
    const reminded = journey({ timers: journey().timers.slice(1) });
    expect(timersAfter({}, 10, reminded)).toEqual([['asked:P21D', 30]]);
  });

  it('is due at once, and no earlier, when the time has passed', () => {
    expect(timersAfter({ timers: 'keep-remainder' }, 25)).toContainEqual(['asked:P21D', 25]);
  });
});

describe('a journey stays where it is', () => {
  it.each([
    ['ended', journey({ status: 'ended' }), 'it has ended'],
    ['of another version', journey({ definitionVersion: 2 }), 'it runs on visit@2'],
    [
      'in a state that leads nowhere',
      journey({ configuration: ['parked'] }),
      'it is in `parked`, which version 2 does not have',
    ],
    [
      'with a value the new version does not take',
      journey({ fields: { age: value('130') } }),
      'field `age`: it must be at most 120',
    ],
  ])('when it is %s', (_, stays, words) => {
    expect(migrateJourney(migration(), stays, T0)).toEqual({ stays: words });
  });

  it('when the file is not for it', () => {
    const only = migration({ only: 'fields.age < 40' });
    expect(migrateJourney(only, journey(), T0)).toMatchObject({ leftOut: true });
    const younger = journey({ fields: { age: value('39') } });
    expect(migrateJourney(only, younger, T0)).toHaveProperty('configuration', ['asked']);
  });

  it('when it would end', () => {
    const ending = migration({ states: { parked: 'over', offered: 'sent' } });
    const parked = journey({ configuration: ['parked'] });
    expect(migrateJourney(ending, parked, T0)).toEqual({ stays: 'it would end by being migrated' });
  });
});

describe('a migration file', () => {
  it('tells everything wrong with it at once', () => {
    const faults = faultsOf({
      from: 3,
      states: { offred: 'sent', asked: ['sent', 'back'] },
      fields: { naem: 'fullName', name: 'age' },
      timers: { states: { ofering: 'restart' } },
      only: 'fields.agee > 1',
    });
    expect(faults).toEqual([
      'from: the file is for visit@3, given was visit@1',
      'states.offred: version 1 has no state `offred`; did you mean `offered`?',
      expect.stringContaining('`sent` and `back` cannot be active together'),
      'fields.naem: version 1 has no field `naem`; did you mean `name`?',
      'fields.name: `age` keeps its name, so `name` cannot take it; say what becomes of `age`',
      'timers.states.ofering: version 2 has no state `ofering`; did you mean `offering`?',
      'only: version 1 has no field `agee`; did you mean `age`?',
      expect.stringContaining('version 2 has no state `offered`'),
      expect.stringContaining('version 2 has no state `parked`'),
    ]);
  });

  it('may leave states behind, and says so', () => {
    const { migration: found, faults } = compileMigration(FILE, v1, v2);
    expect(found).toBeDefined();
    expect(faults).toEqual([
      expect.objectContaining({
        severity: 'warning',
        message: expect.stringContaining('no state `parked`'),
      }),
    ]);
  });
});

describe('a rehearsal', () => {
  it('tells how many move, how many cannot and why, and changes nothing', () => {
    const rehearsing = new Rehearsing(
      migration({ only: 'fields.age >= 18', timers: 'keep-remainder' }),
    );
    const all = [
      journey(),
      journey({ journeyId: 'b.b' }),
      journey({ journeyId: 'c.c', configuration: ['offered'], timers: [] }),
      journey({ journeyId: 'd.d', configuration: ['parked'], timers: [] }),
      journey({ journeyId: 'e.e', fields: { age: value('17') } }),
      journey({ journeyId: 'f.f', status: 'ended' }),
      journey({ journeyId: 'g.g', definitionVersion: 2 }),
    ];
    const before = structuredClone(all);
    const moving = all.filter((one) => rehearsing.add(one, T0 + 25 * DAY));
    expect(moving).toHaveLength(3);
    expect(all).toEqual(before);
    const first = journey().journeyId;
    expect(rehearsing.report()).toEqual({
      journey: 'visit',
      from: 1,
      to: 2,
      running: 5,
      moves: { count: 3, examples: [first, 'b.b', 'c.c'] },
      leftOut: { count: 1, examples: ['e.e'] },
      stays: [
        {
          reason: 'it is in `parked`, which version 2 does not have',
          count: 1,
          examples: ['d.d'],
        },
      ],
      states: [
        { from: 'asked', to: 'asked', count: 2, examples: [first, 'b.b'] },
        { from: 'offered', to: 'sent, taken', count: 1, examples: ['c.c'] },
      ],
      dropped: [{ field: 'mood', count: 3, examples: [first, 'b.b', 'c.c'] }],
      timers: {
        atOnce: { count: 2, examples: [first, 'b.b'] },
        sooner: { count: 0, examples: [] },
        later: { count: 0, examples: [] },
        gone: { count: 0, examples: [] },
      },
    });
  });
});
