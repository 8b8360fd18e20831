import { describe, expect, it } from '@jest/globals';
import { type DefinitionSource } from '#journey';
import { instrument } from './instrument.js';

const EVERYTHING: DefinitionSource = {
  journey: 'everything',
  version: 1,
  title: 'Every kind of transition',
  startsOn: ['begun'],
  initial: 'outer',
  states: {
    outer: {
      type: 'parallel',
      onDone: [{ guard: 'false', target: 'left' }, { target: 'over' }],
      states: {
        left: {
          entry: [{ task: 'look' }],
          on: { go: { target: 'over', actions: [{ notify: 'gone' }] }, note: {} },
          after: { P1D: {}, P2D: [{ guard: 'false' }, { target: ['left', 'right'] }] },
        },
        right: {
          always: { guard: 'false', target: 'over' },
          invoke: [
            { service: 'crm', onDone: { target: 'over' }, onError: [{ target: 'over' }, {}] },
            { service: 'crm', id: 'again' },
          ],
        },
        back: { type: 'history', history: 'deep', target: 'left' },
      },
    },
    over: { type: 'final' },
  },
};

describe('an instrumented definition', () => {
  const { source, places, place } = instrument(EVERYTHING);

  it('names every state but history, and every transition, each with its path', () => {
    expect(places.filter(({ kind }) => kind === 'state').map(({ label }) => label)).toEqual([
      'outer',
      'left',
      'right',
      'over',
    ]);
    const transitions = places.filter(({ kind }) => kind === 'transition');
    expect(transitions.map(({ label, path }) => `${label}  ${path.slice(-4).join('/')}`)).toEqual([
      'outer: onDone #1 → left  states/outer/onDone/0',
      'outer: onDone #2 → over  states/outer/onDone/1',
      'left: go → over  left/on/go/0',
      'left: note  left/on/note/0',
      'left: after P1D  left/after/P1D/0',
      'left: after P2D #1  left/after/P2D/0',
      'left: after P2D #2 → left, right  left/after/P2D/1',
      'right: always → over  states/right/always/0',
      'right: crm onDone → over  invoke/0/onDone/0',
      'right: crm onError #1 → over  invoke/0/onError/0',
      'right: crm onError #2  invoke/0/onError/1',
    ]);
  });

  it('has a mark before what each of them does, and nothing else that is new', () => {
    const marks: string[] = [];
    const unmarked = JSON.parse(JSON.stringify(source), (key, value: unknown) => {
      if (key !== 'entry' && key !== 'actions') return value;
      const [mark, ...rest] = value as { emit: string }[];
      if (mark !== undefined) marks.push(mark.emit);
      return rest.length === 0 ? undefined : rest;
    }) as unknown;
    expect(unmarked).toEqual(EVERYTHING);
    expect(new Set(marks.map(place))).toEqual(new Set(places));
    expect(marks).toHaveLength(places.length);
  });

  it('tells its marks from the actions a definition may have', () => {
    for (const name of ['look', 'gone', 'order.placed', '']) expect(place(name)).toBeUndefined();
  });
});
