import { describe, expect, it } from '@jest/globals';
import { compileDefinition } from '../compile/compile-definition.js';
import { type DefinitionSource, type StateSource } from '../definition/definition.js';

const DONE: StateSource = { type: 'final', outcome: 'done' };
const GO: StateSource = { backstage: true, on: { go: { target: 'done' } } };

/** Faults of a journey with the state `at`, and others if given. */
function faults(at: StateSource, over: Partial<DefinitionSource> = {}): string[] {
  const source: DefinitionSource = {
    journey: 'small',
    version: 1,
    title: 'Small',
    startsOn: ['go.first'],
    initial: 'at',
    ...over,
    states: { at, ...over.states, done: DONE },
  };
  return compileDefinition(source).faults.map(
    ({ path, message, severity }) => `${severity} ${path.join('.')}: ${message}`,
  );
}

it('what is right is not found fault with', () => {
  expect(faults(GO)).toEqual([]);
});

it('an erasure that takes nothing out is warned of', () => {
  const fields = { note: { type: 'string', from: ['go'] } } as const;
  const named = { note: { ...fields.note, pii: true } };
  const of = (over: Partial<DefinitionSource>) =>
    faults({ ...GO, needs: ['note'], channels: { web: '/note' }, backstage: false }, over);
  const warned = expect.stringContaining('warning onErase: `anonymise` takes out personal fields');
  expect(of({ onErase: 'anonymise', fields })).toEqual([warned]);
  expect(of({ onErase: 'anonymise', fields: named })).toEqual([]);
  expect(of({ onErase: 'end', fields })).toEqual([]);
});

describe('a transition that is never taken', () => {
  it('stands after one that has no guard', () => {
    const go = [{ target: 'done' }, { target: 'done', guard: '1 < 2' }];
    expect(faults({ ...GO, on: { go } })).toEqual([
      'warning states.at.on.go.1: this is never asked: candidate 1 before it has no guard and is always taken in `at`; give that one a guard or put it last',
    ]);
  });

  it('stands after a broader one', () => {
    const on = { 'call.*': {}, 'call.ended': { target: 'done' }, call: { target: 'done' } };
    expect(faults({ ...GO, on })).toEqual([
      'warning states.at.on.call.ended: `call.ended` is never taken in `at`: `call.*` above it takes every such event, whatever its guards; put `call.ended` first',
      'warning states.at.on.call: `call` is never taken in `at`: `call.*` above it takes every such event, whatever its guards; put `call` first',
    ]);
    const guarded = { 'call.*': { guard: '1 < 2' }, 'call.ended': { target: 'done' } };
    expect(faults({ ...GO, on: guarded })).toEqual([]);
  });

  it('waits in a state that is left at once', () => {
    expect(faults({ ...GO, always: { target: 'done' } })).toEqual([
      'warning states.at.on.go: this never happens: `at` is left at once by its `always` without a guard; give that a guard',
    ]);
  });

  it('waits for a timer that comes later than one that leaves', () => {
    const at: StateSource = {
      ...GO,
      after: { P2D: { actions: [{ notify: 'hurry' }] }, P1D: { target: 'done' } },
    };
    expect(faults(at)).toEqual([
      'warning states.at.after.P2D: `P2D` never comes: after `P1D` `at` is always left; make it shorter, or give `P1D` a guard',
    ]);
    const outer: StateSource = {
      after: { PT1H: { target: 'done' } },
      states: { in: { ...GO, after: { PT2H: {} } } },
    };
    expect(faults(outer)).toEqual([
      'warning states.at.states.in.after.PT2H: `PT2H` never comes: after `PT1H` `at` is always left; make it shorter, or give `PT1H` a guard',
    ]);
    expect(faults({ ...GO, after: { PT2H: {}, PT1H: {} } })).toEqual([]);
  });
});

describe('an event', () => {
  it('that is raised and that no state takes', () => {
    const at: StateSource = { ...GO, entry: [{ raise: 'g0' }] };
    expect(faults(at)).toEqual([
      'warning states.at.entry.0.raise: no state takes `g0`, which is raised here; did you mean `go`?',
    ]);
    expect(faults({ ...GO, entry: [{ raise: 'go.on' }] })).toEqual([]);
  });

  it('that is deferred and that no state ever takes', () => {
    expect(faults({ ...GO, defer: ['credit.reported'] })).toEqual([
      'warning states.at.defer.0: `credit.reported` would wait for ever: no state takes it',
    ]);
    expect(faults({ ...GO, defer: ['go.*', '*'] })).toEqual([]);
  });

  it('that a field comes with, by a slip of the pen', () => {
    const at: StateSource = {
      ...GO,
      on: { 'details.submitted': { target: 'done' } },
      needs: ['name'],
    };
    const name = { type: 'string', from: ['details.submittde'] } as const;
    expect(faults(at, { fields: { name } })).toEqual([
      'warning fields.name.from.0: no state takes `details.submittde`; did you mean `details.submitted`?',
    ]);
    expect(faults(at, { fields: { name: { ...name, from: ['profile.changed'] } } })).toEqual([]);
  });
});

describe('a field', () => {
  it('that is asked where nothing brings it', () => {
    const name = { type: 'string', from: ['later.submitted'] } as const;
    const later: StateSource = { ...GO, on: { 'later.submitted': { target: 'done' } } };
    const at: StateSource = { ...GO, needs: ['name'], on: { go: { target: 'later' } } };
    expect(faults(at, { fields: { name }, states: { later } })).toEqual([
      'warning states.at.needs.0: `at` asks for `name`, but nothing it takes brings it: that comes with `later.submitted` of `later`',
    ]);
  });

  it('that nothing uses and that nobody shall see', () => {
    const secret = { type: 'string', from: ['go'] } as const;
    expect(faults(GO, { fields: { secret } })).toEqual([
      'warning fields.secret: field `secret` is collected, but no step needs it and no guard or input reads it; leave it out, or give it a `title` if people shall see it',
    ]);
    expect(faults(GO, { fields: { secret: { ...secret, title: 'Secret' } } })).toEqual([]);
    const guarded = { ...GO, on: { go: { target: 'done', guard: 'has(fields.secret)' } } };
    expect(faults(guarded, { fields: { secret } })).toEqual([]);
  });

  it.each([
    [{ type: 'number', format: 'email' }, 'format', '`format` is for string fields'],
    [{ type: 'string', minimum: 1 }, 'minimum', '`minimum` is for number and integer fields'],
    [
      { type: 'integer', minimum: 5, maximum: 2 },
      'minimum',
      'no value of `name` can be at least 5 and at most 2',
    ],
    [{ type: 'integer', enum: [1, 2.5] }, 'enum.1', '`2.5` is not of type integer'],
    [
      { type: 'string', enum: ['1', 2] },
      'enum.1',
      '`2` is not of type string, so `name` can never have it; put it in quotes',
    ],
    [
      { type: 'boolean', enum: ['yes'] },
      'enum',
      '`enum` is for string and number and integer fields',
    ],
  ] as const)('whose rules contradict one another: %j', (rules, at, words) => {
    const name = { title: 'Name', from: ['go'], ...rules };
    expect(faults(GO, { fields: { name } })).toEqual([
      expect.stringMatching(`^error fields\\.name\\.${at.replace('.', '\\.')}: ${words}`),
    ]);
  });

  it('that a transition needs and that does not exist', () => {
    const at = { ...GO, on: { go: { target: 'done', needs: ['nme'] } } };
    const name = { title: 'Name', type: 'string', from: ['go'] } as const;
    expect(faults(at, { fields: { name } })).toEqual([
      'error states.at.on.go.needs.0: `go` of `at` needs field `nme`, which does not exist; did you mean `name`?',
    ]);
  });
});

describe('a step', () => {
  it('that no channel has a way to do', () => {
    expect(faults({ on: { go: { target: 'done' } } })).toEqual([
      'warning states.at: no channel has a way to do `go` in `at`; add `channels`, or `backstage: true` if no customer takes part',
    ]);
    expect(faults({ channels: { web: '/' }, on: { go: { target: 'done' } } })).toEqual([]);
  });

  it('whose channel is a slip of the pen', () => {
    const on = { go: { target: 'done' } };
    const others = { b: { channels: { mobile: '/b' }, on }, c: { channels: { mobile: '/c' }, on } };
    const at = { channels: { moblie: '/a' }, on: { go: { target: 'b' }, went: { target: 'c' } } };
    expect(faults(at, { states: others })).toEqual([
      'warning states.at.channels.moblie: channel `moblie` stands only here; did you mean `mobile`?',
    ]);
  });
});

describe('a call', () => {
  const good = {
    service: 'check',
    timeout: 'PT30S',
    onDone: { target: 'done' },
    onError: { target: 'done' },
  };

  it('whose answer, failure or silence leads nowhere', () => {
    expect(faults({ ...GO, invoke: good })).toEqual([]);
    expect(faults({ ...GO, invoke: { service: 'check' } })).toEqual([
      'warning states.at.invoke: what `check` answers leads nowhere; give this invocation an `onDone`',
      'warning states.at.invoke: when `check` fails, `at` is stuck; give this invocation an `onError`',
      'warning states.at.invoke: `check` may never answer; give this invocation a `timeout`',
    ]);
  });

  it('that is tried never, or too often', () => {
    for (const attempts of [0, 101, 1.5]) {
      expect(faults({ ...GO, invoke: { ...good, retry: { attempts } } })).toEqual([
        'error states.at.invoke.retry.attempts: `attempts` must be a whole number from 1 to 100',
      ]);
    }
  });

  it('called as another one is', () => {
    const found = faults({ ...GO, invoke: [good, { ...good, service: 'other' }] });
    expect(found).toEqual([expect.stringMatching(/^error states\.at\.invoke\.1: .*`at` already/)]);
  });
});

describe('an end', () => {
  it('that is none, or undoes what nobody can undo', () => {
    expect(faults({ ...GO, outcome: 'done' })).toEqual([
      expect.stringMatching(/^warning states\.at\.outcome: `outcome` means nothing here/),
    ]);
    const failed: StateSource = { type: 'final', outcome: 'failed', compensate: true };
    const at = { ...GO, on: { go: { target: 'done' }, fail: { target: 'failed' } } };
    expect(faults(at, { states: { failed } })).toEqual([
      expect.stringMatching(/^warning states\.failed\.compensate: .*nothing says how/),
    ]);
  });
});

describe('regions that are active together', () => {
  const region = (to: string): StateSource => ({
    initial: `${to}1`,
    states: {
      [`${to}1`]: { backstage: true, on: { [to]: { target: `${to}2` } } },
      [`${to}2`]: { type: 'final' },
    },
  });

  it('are all reached, and none of them is a trap', () => {
    const at: StateSource = {
      type: 'parallel',
      onDone: { target: 'done' },
      states: { left: region('l'), right: region('r') },
    };
    expect(faults(at)).toEqual([]);
  });

  it('lead out for one another', () => {
    const waiting: StateSource = { backstage: true, on: { note: {} } };
    const at: StateSource = { type: 'parallel', states: { waiting, leaving: GO } };
    expect(faults(at)).toEqual([]);
  });
});

it('a misspelt target is told once, not also as a trap and an unreachable state', () => {
  expect(faults({ ...GO, on: { go: { target: 'dnoe' } } })).toEqual([
    'error states.at.on.go.target: state `dnoe` does not exist; did you mean `done`?',
  ]);
});
