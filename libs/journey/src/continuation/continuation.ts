import { LIVE_CLOCK, type FieldValue, type JourneyState, type Verification } from '#contracts';
import { activeStates, outgoing } from '#statechart';
import { captureFields } from '../fields/capture-fields.js';
import {
  humanise,
  type Definition,
  type Field,
  type State,
} from '../definition/compiled-definition.js';
import { isStale } from '../fields/field-conflict.js';
import { isInternal } from '../definition/internal-events.js';
import { interactionOccurrence } from '../record/occurrence.js';
import { isOwnTimer } from '../turn/turn.js';
import { storyLine } from './story-line.js';

/** The resume contract of one open journey, as `GET /v1/continuations` returns it. Times are ISO 8601. */
export interface Continuation {
  readonly journeyId: string;
  readonly definition: string;
  readonly version: number;
  readonly title: string;
  /** open, or paused: an operator holds it, and nothing can be done until it is resumed. */
  readonly status: string;
  readonly pausedSince: string | null;
  readonly state: readonly string[];
  readonly stateTitle: string;
  readonly since: string;
  readonly startedOn: string;
  readonly lastChannel: string;
  readonly lastSeen: string;
  readonly progress: { readonly done: number; readonly of: number };
  readonly fields: Readonly<Record<string, ContinuationField>>;
  /** Names of the fields that nobody shall be asked for again: known, and still fresh. */
  readonly known: readonly string[];
  readonly next: readonly NextStep[];
  /** Services whose answer is awaited before it goes on. */
  readonly waitingFor: readonly {
    readonly service: string;
    /** When it was asked first. */
    readonly since: string;
    /** From 1. */
    readonly attempt: number;
  }[];
  /** When the next timer of the current state fires; null also while it is paused: timers stand still. */
  readonly due: string | null;
  readonly stalled: boolean;
  /** Who says that they work on it. The journey does not know: who asks the leases fills it in. */
  readonly lease: LeaseShown | null;
  /** The last few things that happened to it, oldest first, in one line each. */
  readonly recent: readonly {
    readonly time: string;
    readonly channel: string;
    readonly summary: string;
  }[];
}

/** Somebody works on a journey, until a time. */
export interface LeaseShown {
  /** An agent's name, or `customer`. */
  readonly holder: string;
  readonly channel: string;
  readonly since: string;
  readonly until: string;
  /** Who held it when this holder took it over, and why. */
  readonly takenFrom: {
    readonly holder: string;
    readonly channel: string;
    readonly reason: string;
  } | null;
}

export type FieldStatus = 'collected' | 'verified' | 'missing' | 'stale';

interface ContinuationField {
  readonly status: FieldStatus;
  /** Absent when missing. */
  readonly value?: unknown;
  readonly from?: FieldSource;
  /** What verified it; a stale value may have been verified. Absent when nothing did. */
  readonly verifiedBy?: FieldSource;
}

/** The interaction that brought a value, or verified it. */
interface FieldSource {
  readonly channel: string;
  readonly time: string;
  readonly interaction: string;
}

interface NextStep {
  readonly event: string;
  readonly label: string;
  /** Fields still to be collected for it: neither known nor fresh. */
  readonly needs: readonly string[];
  /** Whether the channel that asks can do it. */
  readonly here: boolean;
  /** How this channel does it: a page, or the words to say; null: nothing is said of it there. */
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
  const { configuration, status } = journey;
  const waiting = fieldsWaiting(definition, journey, now);
  const fields = Object.fromEntries(
    [...definition.fields.values()].map((field) => [
      field.name,
      fieldNow(field, journey.fields[field.name], waiting[field.name], now),
    ]),
  );
  return {
    journeyId: journey.journeyId,
    definition: journey.definition,
    version: journey.definitionVersion,
    title: definition.title,
    status,
    pausedSince: journey.pausedAt === null ? null : iso(journey.pausedAt),
    state: configuration,
    stateTitle: stateTitle(definition, configuration),
    since: iso(journey.since),
    startedOn: journey.startedOn,
    lastChannel: journey.lastChannel,
    lastSeen: iso(journey.lastSeen),
    progress: progressOf(definition, configuration),
    fields,
    known: Object.keys(fields).filter((name) => !isWanting(fields[name])),
    next: status === 'open' ? nextSteps(definition, journey, fields, channel) : [],
    waitingFor: waitingFor(journey),
    due: status === 'open' ? dueOf(journey) : null,
    stalled: journey.stalled,
    lease: null,
    recent: journey.recent.map((step) => ({
      time: iso(step.time),
      channel: step.channel,
      summary: storyLine(step.type),
    })),
  };
}

/** What time it is for a journey, ms since the epoch, when it is `live` for us: an import's journeys stay where it left them. */
export function nowFor({ clock, lastSeen }: JourneyState, live: number): number {
  return clock === LIVE_CLOCK ? live : lastSeen;
}

/** What the fields would be if what waits in the journey were taken. */
function fieldsWaiting(
  definition: Definition,
  { fields, deferred }: JourneyState,
  now: number,
): JourneyState['fields'] {
  return deferred.reduce((held, { interaction, ...at }) => {
    const occurrence = interactionOccurrence(interaction, at);
    return captureFields(definition, held, occurrence, now).fields;
  }, fields);
}

/** What was said and still waits is known, too: nobody shall be asked for it again. */
function fieldNow(
  field: Field,
  held: FieldValue | undefined,
  waiting: FieldValue | undefined,
  now: number,
): ContinuationField {
  const known = statusOf(field, held, now);
  if (waiting === held || !isWanting(known)) return known;
  const said = statusOf(field, waiting, now);
  return isWanting(said) ? known : said;
}

function statusOf(field: Field, held: FieldValue | undefined, now: number): ContinuationField {
  if (held === undefined) return { status: 'missing' };
  const { verification } = held;
  return {
    status: isStale(field, held, now) ? 'stale' : held.verified ? 'verified' : 'collected',
    value: JSON.parse(held.value) as unknown,
    from: sourceOf(held),
    ...(verification !== null && { verifiedBy: sourceOf(verification) }),
  };
}

function sourceOf({ channel, time, interactionId }: Verification): FieldSource {
  return { channel, time: iso(time), interaction: interactionId };
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
export function progressOf(
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

/**
 * What a customer or an agent can do now. A step belongs to the state whose transition it is: what that state needs, and how
 * it is done on the channel, is said of the step. A state that works without them asks nothing of anyone.
 */
function nextSteps(
  definition: Definition,
  { configuration }: JourneyState,
  fields: Continuation['fields'],
  channel: string,
): readonly NextStep[] {
  const leaves = configuration.flatMap((name) => definition.states.get(name) ?? []);
  const asking = leaves.filter(({ backstage }) => !backstage);
  const owners = new Map<string, Set<string>>();
  for (const { state, descriptor } of outgoing(definition.chart, configuration)) {
    if (descriptor.endsWith('*') || isInternal(descriptor)) continue;
    if (definition.raised.has(descriptor)) continue;
    owners.set(descriptor, (owners.get(descriptor) ?? new Set()).add(state));
  }
  const steps: NextStep[] = [];
  for (const [event, having] of owners) {
    const doing = asking.filter(({ lineage }) => lineage.some((name) => having.has(name)));
    const words = doing.flatMap((leaf) => wordsFor(definition, leaf, having, event) ?? []);
    if (words.length === 0) continue;
    const needs = new Set(words.flatMap((one) => one.needs));
    const prompts = words.flatMap(({ state }) => promptOf(state, channel) ?? []);
    steps.push({
      event,
      label: words.find(({ label }) => label !== undefined)?.label ?? humanise(event),
      needs: [...needs].filter((name) => isWanting(fields[name])),
      here: doing.some((leaf) => promptOf(leaf, channel) !== undefined),
      prompt: prompts[0] ?? null,
    });
  }
  return steps;
}

function promptOf({ channels }: State, channel: string): string | undefined {
  return Object.hasOwn(channels, channel) ? channels[channel] : undefined;
}

function isWanting(field: ContinuationField | undefined): boolean {
  return field?.status === 'missing' || field?.status === 'stale';
}

/** The innermost of the states around a leaf that have this event, and what is said there of it. */
function wordsFor(
  { states }: Definition,
  leaf: State,
  having: ReadonlySet<string>,
  event: string,
):
  | { readonly state: State; readonly label: string | undefined; readonly needs: readonly string[] }
  | undefined {
  const around = leaf.lineage.flatMap((name) => states.get(name) ?? []);
  const own = around.filter(({ name }) => having.has(name));
  const [state] = own;
  if (state === undefined) return undefined;
  const label = own.find(({ labels }) => labels.has(event))?.labels.get(event);
  return { state, label, needs: state.needsFor.get(event) ?? state.needs };
}

/** Whose answers it waits for. */
function waitingFor({ invocations, since: entered }: JourneyState): Continuation['waitingFor'] {
  return invocations
    .filter(({ status }) => status === 'running' || status === 'waiting')
    .map(({ service, since, attempt }) => {
      return { service, since: iso(since === 0 ? entered : since), attempt };
    });
}

function dueOf({ timers }: JourneyState): string | null {
  const due = timers.filter(({ id }) => !isOwnTimer(id)).map(({ dueAt }) => dueAt);
  return due.length === 0 ? null : iso(Math.min(...due));
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
