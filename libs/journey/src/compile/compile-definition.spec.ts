import { describe, expect, it } from '@jest/globals';
import { CARD_APPLICATION } from '#testing';
import { compileDefinition } from './compile-definition.js';
import { type DefinitionSource, type StateSource } from '../definition/definition.js';

const DETAILS: StateSource = { backstage: true, on: { 'x.done': { target: 'done' } } };
const DONE: StateSource = { type: 'final', outcome: 'done' };

function source(overrides: Partial<DefinitionSource> = {}): DefinitionSource {
  return {
    journey: 'small',
    version: 1,
    title: 'Small',
    startsOn: ['x.started'],
    initial: 'details',
    states: { details: DETAILS, done: DONE },
    ...overrides,
  };
}

function faults(overrides: Partial<DefinitionSource>): string[] {
  return compileDefinition(source(overrides)).faults.map(
    ({ path, message, severity }) => `${severity} ${path.join('.')}: ${message}`,
  );
}

describe('a definition without faults', () => {
  it('compiles to tables', () => {
    const { definition, faults: found } = compileDefinition(CARD_APPLICATION);
    expect(found).toEqual([]);
    expect(definition?.name).toBe('card-application');
    expect(definition?.stalledAfterMs).toBe(86_400_000);
    expect(definition?.captures.get('credit.reported')?.map(({ name }) => name)).toEqual(['score']);
    expect(definition?.states.get('credit')?.backstage).toBe(true);
  });
});

describe('journeys of customers who turn out to be one', () => {
  it('become one where only one may be open at a time, and go on both where many may', () => {
    const many = { by: 'data.order', concurrency: 'many' } as const;
    expect(compileDefinition(source()).definition?.onMerge).toBe('combine');
    expect(compileDefinition(source({ correlation: many })).definition?.onMerge).toBe('keep-both');
  });
});

describe('a definition at fault is told', () => {
  it('an unknown target, with what was perhaps meant', () => {
    expect(
      faults({ states: { details: { ...DETAILS, on: { x: { target: 'dnoe' } } }, done: DONE } }),
    ).toEqual(
      expect.arrayContaining([
        'error states.details.on.x.target: state `dnoe` does not exist; did you mean `done`?',
      ]),
    );
  });

  it('the place of one of several transitions', () => {
    const details = {
      ...DETAILS,
      on: { x: [{ target: 'done', guard: '1 < 2' }, { target: 'nowhere' }] },
    };
    expect(faults({ states: { details, done: DONE } })).toEqual([
      'error states.details.on.x.1.target: state `nowhere` does not exist',
    ]);
  });

  it('a field nobody declared, in needs and in a guard', () => {
    const details = {
      ...DETAILS,
      needs: ['incme'],
      on: { x: { target: 'done', guard: 'fields.incme > 5.0' } },
    };
    const fields = { income: { type: 'number', from: ['x'] } } as const;
    expect(faults({ fields, states: { details, done: DONE } })).toEqual([
      'error states.details.needs.0: `details` needs field `incme`, which does not exist; did you mean `income`?',
      'error states.details.on.x.guard: field `incme` does not exist; did you mean `income`?',
    ]);
  });

  it('an expression that is none, with the position in it', () => {
    const details = { ...DETAILS, on: { x: { target: 'done', guard: 'event.data.score >' } } };
    expect(faults({ states: { details, done: DONE } })).toEqual([
      expect.stringMatching(/^error states\.details\.on\.x\.guard: .*at character 19/),
    ]);
  });

  it('an action input that is none', () => {
    const details = {
      ...DETAILS,
      on: { x: { target: 'done', actions: [{ notify: 'hello', input: { to: 'fields.' } }] } },
    };
    expect(faults({ states: { details, done: DONE } })).toEqual([
      expect.stringMatching(/^error states\.details\.on\.x\.actions\.0\.input\.to: /),
    ]);
  });

  it('a duration that is none, wherever it stands', () => {
    expect(
      faults({
        stalledAfter: '1 day',
        lateness: { accept: 'P1M', then: 'record' },
        states: { details: { ...DETAILS, after: { PT: { target: 'done' } } }, done: DONE },
      }),
    ).toEqual([
      expect.stringMatching(/^error states\.details\.after\.PT: /),
      expect.stringMatching(/^error lateness\.accept: .*months or years/),
      expect.stringMatching(/^error stalledAfter: /),
    ]);
  });

  it('a state no way leads to, once for all inside it', () => {
    const island = { initial: 'hut', states: { hut: DETAILS, cave: DETAILS } };
    expect(faults({ states: { details: DETAILS, island, done: DONE } })).toEqual([
      'warning states.island: no way leads to `island` from `details`',
    ]);
  });

  it('a trap', () => {
    const trap = { ...DETAILS, on: { y: { actions: [{ task: 'dig' }] } } };
    const details = { ...DETAILS, on: { x: { target: 'trap' }, z: { target: 'done' } } };
    expect(faults({ states: { details, trap, done: DONE } })).toEqual([
      'error states.trap: `trap` is a trap: nothing leads out of it and it is not final',
    ]);
  });

  it('states the journey never ends from', () => {
    const details = { ...DETAILS, on: { x: { target: 'ping' }, z: { target: 'done' } } };
    const ping = { ...DETAILS, on: { x: { target: 'pong' } } };
    const pong = { ...DETAILS, on: { x: { target: 'ping' } } };
    expect(faults({ states: { details, ping, pong, done: DONE } })).toEqual([
      'warning states.ping: from `ping` the journey can never end',
      'warning states.pong: from `pong` the journey can never end',
    ]);
  });

  it('a final state with a timer, and one without an outcome', () => {
    const done: StateSource = { type: 'final', after: { PT1H: { target: 'details' } } };
    expect(faults({ states: { details: DETAILS, done } })).toEqual([
      'warning states.done: `done` ends the journey without saying how; give it an `outcome` (until then: done)',
      expect.stringMatching(/^error states\.done\.after: .*timers/),
    ]);
  });

  it('a name that two states have', () => {
    const details = { initial: 'done', states: { done: DETAILS } };
    expect(faults({ states: { details, done: DONE } })).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^error states\.done: state `done` exists already/),
      ]),
    );
  });

  it('that nothing starts it, and a field nothing brings', () => {
    expect(
      faults({ startsOn: [], fields: { name: { type: 'string', title: 'Name', from: [] } } }),
    ).toEqual([
      'error startsOn: no event starts this journey; name at least one',
      'error fields.name.from: field `name` is never collected; name an event for it',
    ]);
  });

  it('a field whose name every object has', () => {
    const fields = Object.fromEntries([
      ['constructor', { type: 'string', title: 'Title', from: ['x'] } as const],
    ]);
    expect(faults({ fields })).toEqual([
      'error fields.constructor: `constructor` is a reserved word; call the field otherwise',
    ]);
  });

  it('a correlation that is neither the subject nor in the data', () => {
    expect(faults({ correlation: { by: 'order.id' } })).toEqual([
      expect.stringMatching(/^error correlation\.by: /),
    ]);
  });
});
