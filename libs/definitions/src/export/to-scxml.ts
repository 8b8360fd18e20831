import {
  type ActionSource,
  type DefinitionSource,
  type InvokeSource,
  parseDuration,
  type StateSource,
  type TransitionSource,
} from '#journey';
import { invokeId, listOf, type Place, placesOf, type Trigger, waysOn } from './ways-on.js';

/** Types of `<send>` and `<invoke>`, and the namespace of what SCXML does not know. */
export const SCXML_NAMESPACE = 'https://throughline.example/scxml';

/**
 * A journey definition as an SCXML 1.0 document. `cond` and `expr` are CEL (`datamodel="cel"`, SCXML 5.1 lets a platform
 * define one). Commands are `<send>`s of our own types; a timer is a delayed `<send>` on entry with its `<cancel>` on exit
 * (SCXML 6.2, 6.3); channels, fields and what else SCXML does not know are in our namespace, which others pass over
 * (SCXML 2). One difference: here a timer is an event, so a `*` in an inner state takes it, which our engine rules out.
 */
export function toScxml(definition: DefinitionSource): string {
  const places = [...placesOf(definition).values()];
  const top = places.filter(({ ancestors }) => ancestors.length === 0);
  const content = [
    ...Object.entries(definition.fields ?? {}).map(([name, field]) =>
      element('tl:field', { name, ...plain(field) }),
    ),
    ...top.map(stateElement),
  ];
  const root = element('scxml', rootAttributes(definition), content);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

function rootAttributes(definition: DefinitionSource): Record<string, string | undefined> {
  const { journey, version, title, description, startsOn, initial } = definition;
  return {
    xmlns: 'http://www.w3.org/2005/07/scxml',
    'xmlns:tl': SCXML_NAMESPACE,
    version: '1.0',
    name: journey,
    datamodel: 'cel',
    initial: listOf(initial).join(' '),
    'tl:version': String(version),
    'tl:title': title,
    'tl:description': description,
    'tl:startsOn': startsOn.join(' '),
    'tl:correlation': definition.correlation?.by,
    'tl:concurrency': definition.correlation?.concurrency,
    'tl:stalledAfter': definition.stalledAfter,
    'tl:ignore': definition.ignore?.join(' '),
    ...latenessAttributes(definition.lateness),
  };
}

function stateElement(place: Place): string {
  const { name, source } = place;
  if (source.type === 'history') return historyElement(name, source);
  const kind = source.type ?? 'state';
  const initial = kind === 'parallel' ? [] : listOf(source.initial);
  const attributes = {
    id: name,
    initial: initial.length > 0 ? initial.join(' ') : undefined,
    'tl:title': source.title,
    'tl:outcome': source.outcome,
    'tl:good': source.good?.toString(),
    'tl:compensate': source.compensate?.toString(),
    'tl:needs': source.needs?.join(' '),
    'tl:defer': source.defer?.join(' '),
    'tl:backstage': source.backstage?.toString(),
  };
  const timers = Object.keys(source.after ?? {});
  return element(kind, attributes, [
    ...Object.entries(source.channels ?? {}).map(([channel, how]) =>
      element('tl:channel', { name: channel, how }),
    ),
    ...block('onentry', [
      ...(source.entry ?? []).map(actionElement),
      ...timers.map((timer) => timerElement(name, timer)),
    ]),
    ...block('onexit', [
      ...(source.exit ?? []).map(actionElement),
      ...timers.map((timer) => element('cancel', { sendid: timerEvent(name, timer) })),
    ]),
    ...waysOn(name, source).map(({ trigger, transition }) =>
      transitionElement(name, trigger, transition),
    ),
    ...listOf(source.invoke).map((invoke) => invokeElement(name, invoke)),
    ...place.children.map(stateElement),
  ]);
}

function historyElement(name: string, source: StateSource): string {
  return element('history', { id: name, type: source.history, 'tl:title': source.title }, [
    element('transition', { target: listOf(source.target).join(' ') }),
  ]);
}

function transitionElement(state: string, trigger: Trigger, transition: TransitionSource): string {
  const { target, guard, internal, actions = [], label, needs, lateness } = transition;
  const attributes = {
    event: eventOf(state, trigger),
    cond: guard,
    target: target === undefined ? undefined : listOf(target).join(' '),
    type: internal === true ? 'internal' : undefined,
    'tl:label': label,
    'tl:needs': needs?.join(' '),
    ...latenessAttributes(lateness),
  };
  return element('transition', attributes, actions.map(actionElement));
}

function eventOf(state: string, trigger: Trigger): string | undefined {
  switch (trigger.kind) {
    case 'event':
      return trigger.event;
    case 'done':
      return `done.state.${state}`;
    case 'answered':
      return `done.invoke.${callId(state, trigger.invoke)}`;
    case 'failed':
      return `error.invoke.${callId(state, trigger.invoke)}`;
    case 'after':
      return timerEvent(state, trigger.duration);
    case 'always':
      return undefined;
  }
}

/**
 * Ids are unique in a document (SCXML 3.14), and an invocation is called like its state by default. The longer name's events
 * are still those a descriptor with the shorter one asks for.
 */
function callId(state: string, id: string): string {
  return id === state ? `${id}.call` : id;
}

/** Both the event a timer sends and the id by which it is cancelled. */
function timerEvent(state: string, duration: string): string {
  return `after.${state}.${duration}`;
}

function timerElement(state: string, duration: string): string {
  const parsed = parseDuration(duration);
  const seconds = 'ms' in parsed ? parsed.ms / 1_000 : 0;
  const event = timerEvent(state, duration);
  return element('send', { event, id: event, delay: `${seconds}s` });
}

function actionElement(action: ActionSource): string {
  if ('raise' in action) return element('raise', { event: action.raise });
  const { input, ...head } = action;
  const [[kind, name] = ['', '']] = Object.entries(head);
  return element('send', { event: name, type: `${SCXML_NAMESPACE}/${kind}` }, parameters(input));
}

function invokeElement(state: string, invoke: InvokeSource): string {
  const { service, input, timeout, retry, compensate } = invoke;
  const attributes = {
    type: `${SCXML_NAMESPACE}/service`,
    src: service,
    id: callId(state, invokeId(state, invoke)),
    'tl:timeout': timeout,
    'tl:attempts': retry?.attempts.toString(),
    'tl:backoff': retry?.backoff,
  };
  const undo =
    compensate === undefined
      ? []
      : [element('tl:compensate', { src: compensate.service }, parameters(compensate.input))];
  return element('invoke', attributes, [...parameters(input), ...undo]);
}

function parameters(input: Readonly<Record<string, string>> = {}): string[] {
  return Object.entries(input).map(([name, expr]) => element('param', { name, expr }));
}

function latenessAttributes(
  lateness: TransitionSource['lateness'],
): Record<string, string | undefined> {
  return { 'tl:lateness': lateness?.accept, 'tl:late': lateness?.then };
}

/** Values as attributes: lists with blanks between. */
function plain(values: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(' ') : String(value),
    ]),
  );
}

function block(name: string, content: readonly string[]): string[] {
  return content.length === 0 ? [] : [element(name, {}, content)];
}

function element(
  name: string,
  attributes: Readonly<Record<string, string | undefined>>,
  content: readonly string[] = [],
): string {
  const written = Object.entries(attributes)
    .flatMap(([key, value]) => (value === undefined ? [] : ` ${key}="${escaped(value)}"`))
    .join('');
  if (content.length === 0) return `<${name}${written}/>`;
  const inner = content.join('\n').replaceAll(/^/gm, '  ');
  return `<${name}${written}>\n${inner}\n</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

/** Characters XML 1.0 cannot hold at all become U+FFFD. */
function escaped(text: string): string {
  return text
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\uFFFD')
    .replaceAll(/[&<>"\n\r\t]/g, (character) => ENTITIES[character] ?? character);
}
