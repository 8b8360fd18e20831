import type { Definitions } from '#client';

type Definition = Definitions['definitions'][number];

import { h } from './elements.js';
import { notice } from './notices.js';
import { count } from './words.js';

type State = Definition['states'][number];

/** Every definition with how many journeys are in each of its states now. */
export function overview(definitions: readonly Definition[]): HTMLElement {
  if (definitions.length === 0) {
    return notice('No journey definitions', 'Put one under journeys/ and start again.');
  }
  return h('div', { class: 'definitions' }, ...definitions.map(card));
}

function card(definition: Definition): HTMLElement {
  const counted = definition.states.map((state) => ({ state, count: inState(definition, state) }));
  const running = counted.filter(
    ({ state, count: n }) => state.outcome === null && isShown(state, n),
  );
  const outcomes = counted.filter(({ state }) => state.outcome !== null);
  const open = sum(definition.counts.filter(({ status }) => status !== 'ended'));
  const most = Math.max(1, ...running.map((each) => each.count));
  return h(
    'section',
    { class: 'card' },
    h(
      'header',
      {},
      h('h2', {}, definition.title),
      h('span', { class: 'big' }, count(open)),
      h('span', { class: 'quiet' }, 'open now'),
    ),
    h(
      'ul',
      { class: 'states' },
      ...running.map((each) => stateRow(definition, each.state, each.count, most)),
    ),
    h(
      'ul',
      { class: 'outcomes' },
      ...outcomes.map(({ state, count: n }) =>
        h(
          'li',
          {},
          h('a', { href: filterHref(definition, state) }, state.title),
          h('b', {}, count(n)),
        ),
      ),
    ),
  );
}

function stateRow(definition: Definition, state: State, n: number, most: number): HTMLElement {
  const meter = h('meter', {
    min: '0',
    max: String(most),
    value: String(n),
    'aria-hidden': 'true',
  });
  return h(
    'li',
    { class: state.backstage ? 'backstage' : '' },
    h('a', { href: filterHref(definition, state) }, state.title),
    h('b', {}, count(n)),
    meter,
  );
}

/** States that only hold others are not places a journey waits in. */
function isShown(state: State, n: number): boolean {
  return n > 0 || state.backstage || Object.keys(state.channels).length > 0;
}

function inState({ counts }: Definition, { name }: State): number {
  return sum(counts.filter(({ state }) => state.split(',').includes(name)));
}

function sum(counts: Definition['counts']): number {
  return counts.reduce((total, each) => total + each.count, 0);
}

function filterHref(definition: Definition, state: State): string {
  const query = new URLSearchParams({ definition: definition.name, state: state.name });
  return `#/?${query.toString()}`;
}
