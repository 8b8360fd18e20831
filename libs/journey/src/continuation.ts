import { type FieldValue, type JourneyState } from '#contracts';
import { activeStates, outgoing } from '#statechart';
import { humanise, type Definition, type Field, type State } from './compiled-definition.js';
import { isInternal } from './internal-events.js';
import { isOwnTimer } from './turn.js';

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
  const { configuration } = journey;
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
    state: configuration,
    stateTitle: stateTitle(definition, configuration),
    since: iso(journey.since),
    startedOn: journey.startedOn,
    lastChannel: journey.lastChannel,
    lastSeen: iso(journey.lastSeen),
    progress: progressOf(definition, configuration),
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

/** What the active states are called; of parallel regions each. */
export function stateTitle(definition: Definition, configuration: readonly string[]): string {
  return configuration
    .map((name) => definition.states.get(name)?.title ?? humanise(name))
    .join(', ');
}

/**
 * Steps done since the start, of those on the shortest way through here to a good outcome. Each active state counts on its
 * own sequence of steps, so in parallel regions they add up: every region has to be gone through.
 */
function progressOf(
  definition: Definition,
  configuration: readonly string[],
): Continuation['progress'] {
  let done = 0;
  let ahead = 0;
  for (const name of activeStates(definition.chart, configuration)) {
    const state = definition.states.get(name);
    done += state?.depth ?? 0;
    ahead += state?.remaining ?? 0;
  }
  return { done, of: done + ahead };
}

/** What a customer or an agent can do now. A state that works without them asks nothing of anyone. */
function nextSteps(
  definition: Definition,
  { configuration }: JourneyState,
  fields: Continuation['fields'],
  channel: string,
): readonly NextStep[] {
  const leaves = configuration.flatMap((name) => definition.states.get(name) ?? []);
  const asking = leaves.filter(({ backstage }) => !backstage);
  const steps = new Map<string, NextStep>();
  for (const { state: owner, descriptor } of outgoing(definition.chart, configuration)) {
    if (descriptor.endsWith('*') || isInternal(descriptor)) continue;
    if (definition.raised.has(descriptor) || steps.has(descriptor)) continue;
    const around = asking.filter(({ lineage }) => lineage.includes(owner));
    const leaf = around.find((one) => promptOf(one, channel) !== null) ?? around[0];
    if (leaf === undefined) continue;
    const { label, needs } = wordsFor(definition, leaf, descriptor);
    const prompt = promptOf(leaf, channel);
    steps.set(descriptor, {
      event: descriptor,
      label: label ?? humanise(descriptor),
      needs: needs.filter((name) => isWanting(fields[name])),
      here: prompt !== null,
      prompt,
    });
  }
  return [...steps.values()];
}

function promptOf({ channels }: State, channel: string): string | null {
  return Object.hasOwn(channels, channel) ? (channels[channel] ?? null) : null;
}

function isWanting(field: ContinuationField | undefined): boolean {
  return field?.status === 'missing' || field?.status === 'stale';
}

/** What the innermost state around a leaf that has something to say of an event calls it and needs for it. */
function wordsFor(
  { states }: Definition,
  leaf: State,
  event: string,
): { readonly label: string | undefined; readonly needs: readonly string[] } {
  const around = leaf.lineage.flatMap((name) => states.get(name) ?? []);
  const label = around.find(({ labels }) => labels.has(event))?.labels.get(event);
  const needs = around.find(({ needsFor }) => needsFor.has(event))?.needsFor.get(event);
  return { label, needs: needs ?? leaf.needs };
}

function dueOf({ timers }: JourneyState): string | null {
  const due = timers.filter(({ id }) => !isOwnTimer(id)).map(({ dueAt }) => dueAt);
  return due.length === 0 ? null : iso(Math.min(...due));
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
