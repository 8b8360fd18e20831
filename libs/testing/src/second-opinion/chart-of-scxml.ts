import { type ChartSource, type StateSource, type TransitionSource } from '#statechart';
import { type Block, chartOf, type Question } from '../scxml/scxml-chart.js';
import { parseXml, type XmlElement } from '../scxml/xml-element.js';
import { type NamedChart } from './random-chart.js';

type State = StateSource<string, string>;
type Way = TransitionSource<string, string>;

/**
 * An exported SCXML document as a chart of names again, by way of the converter of the conformance tests. Delayed `<send>`s
 * with their transitions become timers.
 */
export function chartOfScxml(document: string): NamedChart {
  const { source } = chartOf(parseXml(document), false);
  return { initial: source.initial, states: statesOf(source.states) };
}

function statesOf(states: ChartSource<Question, Block>['states']): Record<string, State> {
  return Object.fromEntries(Object.entries(states).map(([name, state]) => [name, stateOf(state)]));
}

function stateOf(state: StateSource<Question, Block>): State {
  const { entry = [], exit = [], on = {}, always, states, type, initial, history, target } = state;
  const delays = new Map(
    entry
      .flatMap(contentOf)
      .filter((one) => one.getAttribute('delay') !== undefined)
      .map((one) => [
        one.getAttribute('event') ?? '',
        1_000 * Number.parseFloat(one.getAttribute('delay') ?? ''),
      ]),
  );
  const events = Object.entries(on).filter(([event]) => !delays.has(event));
  const timers = [...delays].flatMap(([event, delayMs]) =>
    (on[event] ?? []).map((way) => ({
      name: event.slice(event.lastIndexOf('.') + 1),
      delayMs,
      ...wayOf(way),
    })),
  );
  return {
    ...(type !== undefined && { type }),
    ...(initial !== undefined && { initial }),
    ...(history !== undefined && { history }),
    ...(target !== undefined && { target }),
    ...(type !== 'history' && { entry: namesOf(entry), exit: namesOf(exit) }),
    ...(events.length > 0 && {
      on: Object.fromEntries(events.map(([event, ways]) => [event, ways.map(wayOf)])),
    }),
    ...(always !== undefined && { always: always.map(wayOf) }),
    ...(timers.length > 0 && { after: timers }),
    ...(states !== undefined && { states: statesOf(states) }),
  };
}

function wayOf({ target, guard, actions = [], internal }: TransitionSource<Question, Block>): Way {
  return {
    ...(target !== undefined && { target }),
    ...(guard?.condition !== undefined && { guard: guard.condition }),
    ...(internal === true && { internal }),
    actions: namesOf(actions),
  };
}

function namesOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap(contentOf).flatMap((element) => {
    const event = element.getAttribute('event') ?? '';
    if (element.name === 'raise') return [`raise:${event}`];
    return element.name === 'send' && element.getAttribute('delay') === undefined ? [event] : [];
  });
}

function contentOf({ kind, element }: Block): readonly XmlElement[] {
  return kind === 'content' ? element.elements : [];
}
