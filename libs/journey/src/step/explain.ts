import { statesAccepting } from '#statechart';
import { type JourneyState } from '#contracts';
import { type Definition } from '../definition/compiled-definition.js';
import { valueAt } from '../record/event-data.js';
import { type Occurrence } from '../record/occurrence.js';
import { type Refusal } from '../turn/step-scope.js';

const MASK = '•••';

/** Which states would have taken an event that the current ones do not. */
export function explainState(definition: Definition, journey: JourneyState, type: string): string {
  const would = statesAccepting(definition.chart, type);
  const others = would.length === 0 ? 'no state of it does' : `${inWords(would)} would`;
  return `${naming(journey)} is in ${inWords(journey.configuration)}, which does not take \`${type}\`; ${others}`;
}

/** Which guards did not hold, and what they see among `values`; personal ones are masked. */
export function explainGuards(
  definition: Definition,
  journey: JourneyState,
  values: JourneyState['fields'],
  occurrence: Occurrence,
  refusals: readonly Refusal[],
): string {
  const guards = refusals.map(({ expression, fault }) => {
    const seen = [
      ...expression.fields.map(
        (name) => `fields.${name} = ${fieldShown(definition, values, name)}`,
      ),
      ...expression.eventPaths.map(
        (path) => `event.${path} = ${eventShown(definition, occurrence, path)}`,
      ),
    ];
    const why = fault === undefined ? 'was false' : `could not be told (${fault})`;
    return `guard \`${expression.text}\` ${why}${seen.length === 0 ? '' : `: ${seen.join(', ')}`}`;
  });
  return `${naming(journey)} is in ${inWords(journey.configuration)}: ${guards.join('; ')}`;
}

/** `age` and `accept` in ms. */
export function explainLate(journey: JourneyState, age: number, accept: number): string {
  return `${naming(journey)} takes this event up to ${inWordsOf(accept)} after it happened; it comes after ${inWordsOf(age)}`;
}

export function explainDeferred({ journeyId }: JourneyState, states: readonly string[]): string {
  return `journey ${journeyId} keeps it until it has left ${inWords(states)}`;
}

export function explainPaused(journey: JourneyState): string {
  const since =
    journey.pausedAt === null ? '' : ` since ${new Date(journey.pausedAt).toISOString()}`;
  return `${naming(journey)} is paused by an operator${since}; it waits until the journey is resumed`;
}

export function explainInternal(type: string): string {
  return `\`${type}\` is raised inside a journey only; a service answers with \`service.answered\` or \`service.failed\``;
}

export function explainSeveral(journeys: readonly JourneyState[]): string {
  const ids = journeys.map(({ journeyId }) => journeyId).join(', ');
  return `${journeys.length} open journeys of \`${journeys[0]?.definition ?? ''}\` would take it: ${ids}; name one by its id, or by its correlation`;
}

export function explainClosed(journeys: readonly JourneyState[]): string {
  return journeys
    .map(({ endedAt, outcome, ...journey }) => {
      const when = endedAt === null ? '' : ` at ${new Date(endedAt).toISOString()}`;
      return `${naming(journey)} ended${when}: ${outcome ?? 'no outcome'}`;
    })
    .join('; ');
}

/** Of definitions that know the event: how a journey of theirs would have been there to take it. */
export function explainNone(knowing: readonly Definition[]): string {
  return knowing
    .map(({ name, startsOn }) => `no open \`${name}\`, which starts on ${inWords([...startsOn])}`)
    .join('; ');
}

function naming({ journeyId, definition }: Pick<JourneyState, 'journeyId' | 'definition'>): string {
  return `journey ${journeyId} of \`${definition}\``;
}

function inWords(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** The two largest units of a time span in ms, e.g. `2 d 3 h`. */
function inWordsOf(ms: number): string {
  const parts: string[] = [];
  let rest = Math.max(ms, 0);
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${unit}`);
    else if (parts.length > 0) break;
  }
  return parts.length === 0 ? 'no time' : parts.slice(0, 2).join(' ');
}

function fieldShown(definition: Definition, values: JourneyState['fields'], name: string): string {
  const value = values[name]?.value;
  if (value === undefined) return 'nothing';
  return definition.fields.get(name)?.source.pii === true ? MASK : value;
}

/** Data no field declares may be personal: only numbers and booleans of it are shown. */
function eventShown(definition: Definition, occurrence: Occurrence, path: string): string {
  const keys = path.split('.');
  const value = valueAt(occurrence.view(), keys);
  if (value === undefined) return 'nothing';
  if (keys[0] !== 'data') return keys[0] === 'actor' ? MASK : JSON.stringify(value);
  const inData = keys.slice(1).join('.');
  const field = [...definition.fields.values()].find((one) => one.path.join('.') === inData);
  const harmless = field === undefined ? isFigure(value) : field.source.pii !== true;
  return harmless ? JSON.stringify(value) : MASK;
}

function isFigure(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'boolean';
}
