import { type FieldValue, type JourneyState } from '#contracts';
import { activeStates, outgoing } from '#statechart';
import { humanise, type Definition, type Field, type State } from './compiled-definition.js';
import { STALL_TIMER } from './turn.js';

/** The resume contract of one open journey, as `GET /v1/continuations` returns it. Times are ISO 8601. */
export interface Continuation {
  readonly journeyId: string;
  readonly definition: string;
  readonly version: number;
  readonly title: string;
  readonly state: readonly string[];
  readonly stateTitle: string;
  readonly since: string;
  readonly startedOn: string;
  readonly lastChannel: string;
  readonly lastSeen: string;
  readonly progress: { readonly done: number; readonly of: number };
  readonly fields: Readonly<Record<string, ContinuationField>>;
  readonly next: readonly NextStep[];
  /** When the next timer of the current state fires. */
  readonly due: string | null;
  readonly stalled: boolean;
  readonly lease: null;
  readonly recent: readonly {
    readonly time: string;
    readonly channel: string;
    readonly summary: string;
  }[];
}

export type FieldStatus = 'collected' | 'verified' | 'missing' | 'stale';

export interface ContinuationField {
  readonly status: FieldStatus;
  /** Absent when missing. */
  readonly value?: unknown;
  readonly from?: { readonly channel: string; readonly time: string; readonly interaction: string };
}

export interface NextStep {
  readonly event: string;
  readonly label: string;
  /** Fields still to be collected for it. */
  readonly needs: readonly string[];
  /** Whether the channel that asks can do it. */
  readonly here: boolean;
  /** How this channel does it: a page, or the words to say. */
  readonly prompt: string | null;
}

/**
 * Where a journey stands and how it goes on: what is collected, verified, stale or missing at `now` (ms since the epoch on
 * the journey's clock), and the next steps as `channel` does them; by default the channel it was on last.
 */
export function continuation(
  definition: Definition,
  journey: JourneyState,
  { channel = journey.lastChannel, now }: { readonly channel?: string; readonly now: number },
): Continuation {
  const [leaf = ''] = journey.configuration;
  const state = definition.states.get(leaf);
  const fields = Object.fromEntries(
    [...definition.fields.values()].map((field) => [
      field.name,
      fieldNow(field, journey.fields[field.name], now),
    ]),
  );
  return {
    journeyId: journey.journeyId,
    definition: journey.definition,
    version: journey.definitionVersion,
    title: definition.title,
    state: journey.configuration,
    stateTitle: state?.title ?? humanise(leaf),
    since: iso(journey.since),
    startedOn: journey.startedOn,
    lastChannel: journey.lastChannel,
    lastSeen: iso(journey.lastSeen),
    progress: progressOf(state),
    fields,
    next: journey.status === 'open' ? nextSteps(definition, journey, fields, channel) : [],
    due: dueOf(journey),
    stalled: journey.stalled,
    lease: null,
    recent: journey.recent.map((step) => ({
      time: iso(step.time),
      channel: step.channel,
      summary: humanise(step.type),
    })),
  };
}

function fieldNow(field: Field, held: FieldValue | undefined, now: number): ContinuationField {
  if (held === undefined) return { status: 'missing' };
  const stale = field.staleAfterMs !== undefined && now - held.time > field.staleAfterMs;
  return {
    status: stale ? 'stale' : held.verified ? 'verified' : 'collected',
    value: JSON.parse(held.value) as unknown,
    from: { channel: held.channel, time: iso(held.time), interaction: held.interactionId },
  };
}

/** Steps done since the start, of those on the shortest way through here to a good outcome. */
function progressOf(state: State | undefined): Continuation['progress'] {
  const done = state?.depth ?? 0;
  return { done, of: done + (state?.remaining ?? 0) };
}

/** What a customer or an agent can do now. A state that works without them asks nothing of anyone. */
function nextSteps(
  definition: Definition,
  { configuration }: JourneyState,
  fields: Continuation['fields'],
  channel: string,
): readonly NextStep[] {
  const [leaf = ''] = configuration;
  const state = definition.states.get(leaf);
  if (state === undefined || state.backstage) return [];
  const needs = state.needs.filter((name) => {
    const status = fields[name]?.status;
    return status === 'missing' || status === 'stale';
  });
  const prompt = Object.hasOwn(state.channels, channel) ? (state.channels[channel] ?? null) : null;
  const steps = new Map<string, NextStep>();
  const labels = labelsOf(definition, activeStates(definition.chart, configuration));
  for (const { descriptor } of outgoing(definition.chart, configuration)) {
    if (descriptor.endsWith('*') || descriptor.startsWith('done.state.')) continue;
    if (steps.has(descriptor)) continue;
    const label = labels.get(descriptor) ?? humanise(descriptor);
    steps.set(descriptor, { event: descriptor, label, needs, here: prompt !== null, prompt });
  }
  return [...steps.values()];
}

/** What the active states call their events, innermost first. */
function labelsOf(definition: Definition, active: readonly string[]): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  for (const name of active) {
    for (const [event, label] of definition.states.get(name)?.labels ?? []) {
      if (!labels.has(event)) labels.set(event, label);
    }
  }
  return labels;
}

function dueOf({ timers }: JourneyState): string | null {
  const due = timers.filter(({ id }) => id !== STALL_TIMER).map(({ dueAt }) => dueAt);
  return due.length === 0 ? null : iso(Math.min(...due));
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
