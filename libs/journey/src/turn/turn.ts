import {
  type Action,
  type FieldValue,
  type Interaction,
  type Invocation,
  type JourneyState,
  type Position,
  type Timer,
} from '#contracts';
import { type Step } from '#statechart';
import { type ActionTemplate, type Definition } from '../definition/compiled-definition.js';
import { type FieldConflict } from '../fields/field-conflict.js';
import { sayOf, type About } from './journey-event.js';
import { toJson } from '../expression/json-value.js';
import { type Occurrence } from '../record/occurrence.js';
import { type Outputs } from './outputs.js';
import { type Placement } from './placement.js';
import { type Standing } from './standing.js';
import { StepScope } from './step-scope.js';

// Invariants:
// J1 A turn raises its journey's version by one, and says at least one journey event under that version.
// J2 `now` never lies before what the journey saw last.
// J3 An ended journey has no timers and defers nothing.

/** The journey's own timer, beside its chart's `<state>:<delay>`. A name of the journey's own begins with a colon. */
export const STALL_TIMER = ':stalled';

export function isOwnTimer(id: string): boolean {
  return id.startsWith(':');
}

const RECENT = 5;

/** An action beside whose it is. */
type Sending = Pick<Action, 'kind' | 'name' | 'input'> &
  Partial<Pick<Action, 'invocation' | 'attempt' | 'deadline'>>;

type Draft = { -readonly [Key in keyof JourneyState]: JourneyState[Key] };

/** One change of one journey: what one record, or one timer, does to it. Begins as a copy and ends as the new state. */
export class Turn implements Standing {
  readonly definition: Definition;
  readonly occurrence: Occurrence;
  readonly now: number;
  private readonly draft: Draft;
  private readonly saidUpTo: number;

  constructor(
    { definition, journey, occurrence, now }: Standing,
    private readonly outputs: Outputs,
  ) {
    this.definition = definition;
    this.occurrence = occurrence;
    this.now = now;
    this.saidUpTo = outputs.journeyEvents.length;
    const version = journey.version + 1;
    this.draft = { ...journey, version, reflects: outputs.position };
  }

  get journey(): JourneyState {
    return this.draft;
  }

  get open(): boolean {
    return this.draft.status === 'open';
  }

  /** The record that is being folded. */
  get position(): Position {
    return this.outputs.position;
  }

  /** What expressions see from here. */
  scope(occurrence: Occurrence = this.occurrence): StepScope {
    const { definition, draft, now } = this;
    return new StepScope(definition, draft, draft.fields, occurrence, now);
  }

  /** Goes on where a step leads: states, history and the chart's timers. */
  configure(step: Step<ActionTemplate>): void {
    const { draft, now } = this;
    draft.configuration = step.configuration;
    draft.history = step.history;
    if (step.entered.length > 0) draft.since = now;
    if (step.cancelled.length === 0 && step.started.length === 0) return;
    const timers: Timer[] = draft.timers.filter(({ id }) => !step.cancelled.includes(id));
    for (const { timer, delayMs } of step.started) timers.push(this.timer(timer, delayMs));
    draft.timers = timers;
  }

  /** The fields from here on; of an event that was shown, `acceptFields` tells what it brought. */
  setFields(fields: { readonly [name: string]: FieldValue }): void {
    this.draft.fields = fields;
  }

  setInvocations(invocations: readonly Invocation[]): void {
    this.draft.invocations = invocations;
  }

  /** Says that fields were captured; with none: that the journey knows of it. */
  sayCaptured(fields: readonly string[], occurrence: Occurrence = this.occurrence): void {
    this.say('captured', occurrence, { fields });
  }

  /** Keeps for the history where what came differs from what was there. */
  noteConflicts(conflicts: readonly FieldConflict[], { cause }: Occurrence): void {
    const { journeyId } = this.draft;
    for (const one of conflicts) {
      this.outputs.conflicts.push({ ...one, journeyId, cause: cause.id });
    }
  }

  /**
   * Somebody dealt with this journey: it is awake, was seen now, and perhaps on another channel. `came`: when they did, ms
   * since the epoch; before now if it had to wait. How long the journey was left alone is told with what ends it.
   */
  contact(channel: string, type: string, switchesChannel: boolean, came = this.now): void {
    const { draft, now } = this;
    const { lastChannel: previousChannel } = draft;
    const elapsed = Math.max(0, came - draft.lastSeen);
    draft.lastSeen = now;
    draft.recent = [...draft.recent.slice(1 - RECENT), { time: now, channel, type }];
    if (switchesChannel && channel !== previousChannel) {
      draft.lastChannel = channel;
      const there = { ...this.occurrence, channel };
      this.say('channel-switched', there, { previousChannel, elapsed });
    }
    if (draft.stalled) {
      draft.stalled = false;
      this.say('resumed', this.occurrence, { previousChannel, elapsed });
    }
    this.watchForStall();
  }

  /** Says that the journey does not get on, unless that is known. */
  stall(): void {
    if (this.draft.stalled) return;
    this.draft.stalled = true;
    this.say('stalled', this.occurrence, {});
  }

  note(type: string): void {
    const { draft, now } = this;
    draft.recent = [...draft.recent.slice(1 - RECENT), { time: now, channel: 'operator', type }];
    this.sayCaptured([]);
  }

  /** From now on, and until `unpause`, the journey's timers stand still. */
  pause(): void {
    this.draft.status = 'paused';
    this.draft.pausedAt = this.now;
    this.say('paused', this.occurrence, {});
  }

  /**
   * Timers go on with what they had left. They are new ones: a record of theirs that was written before, for a time that
   * no longer holds, must not find them.
   */
  unpause(): void {
    const { draft, now } = this;
    const stood = now - (draft.pausedAt ?? now);
    draft.status = 'open';
    draft.pausedAt = null;
    draft.timers = draft.timers.map(({ id, dueAt }) => this.timer(id, dueAt + stood - now));
    this.say('resumed', this.occurrence, { elapsed: stood });
  }

  /** (Re)starts a timer of the journey's own. */
  setTimer(id: string, delayMs: number): void {
    const timers = this.draft.timers.filter((timer) => timer.id !== id);
    this.draft.timers = [...timers, this.timer(id, delayMs)];
  }

  dropTimer(id: string): void {
    this.draft.timers = this.draft.timers.filter((timer) => timer.id !== id);
  }

  /** `at`: where the interaction stands in the log. */
  defer(interaction: Interaction, at: Position = this.outputs.position): void {
    const { partition, offset } = at;
    this.draft.deferred = [...this.draft.deferred, { partition, offset, interaction }];
  }

  setDeferred(deferred: JourneyState['deferred']): void {
    this.draft.deferred = deferred;
  }

  dropDeferred(waiting: JourneyState['deferred'][number]): void {
    this.draft.deferred = this.draft.deferred.filter((other) => other !== waiting);
  }

  /** Goes on under another version, whose definition this turn has. Timers of the journey's own stay. */
  migrate(moved: Placement): void {
    const { draft } = this;
    const from = draft.configuration;
    const { configuration, history, fields } = moved;
    const at = draft.version;
    draft.migratedFrom = {
      definitionVersion: draft.definitionVersion,
      configuration: from,
      to: configuration,
      at,
    };
    draft.definitionVersion = this.definition.version;
    Object.assign(draft, { configuration, history, fields });
    const own = draft.timers.filter(({ id }) => id.startsWith(':'));
    const timers = moved.timers.map(({ id, dueAt }) => this.timer(id, dueAt - this.now));
    draft.timers = [...own, ...timers];
    this.say('migrated', this.occurrence, { from, to: configuration });
  }

  /** The journey is over. */
  close(outcome: string, occurrence: Occurrence): void {
    const { draft } = this;
    draft.status = 'ended';
    draft.outcome = outcome;
    draft.endedAt = this.now;
    draft.pausedAt = null;
    draft.stalled = false;
    draft.timers = [];
    draft.deferred = [];
    const type = ENDINGS.has(outcome) ? outcome : 'completed';
    this.say(type, occurrence, { outcome });
  }

  /** The journey afterwards. Every version is told by some journey event (J1). */
  finish(): JourneyState {
    if (this.outputs.journeyEvents.length === this.saidUpTo) this.sayCaptured([]);
    return this.draft;
  }

  /** Computes the input of a command; what cannot be computed is null. Returns JSON. */
  input(template: ActionTemplate['input'], occurrence: Occurrence, scope?: StepScope): string {
    if (template.length === 0) return '{}';
    const seen = scope ?? this.scope(occurrence);
    const values = template.map(([key, expression]) => {
      const evaluated = expression.evaluate(seen.of(expression));
      return [key, 'value' in evaluated ? toJson(evaluated.value) : null];
    });
    return JSON.stringify(Object.fromEntries(values));
  }

  /** Sends the actions of a step. */
  act(actions: readonly ActionTemplate[], occurrence: Occurrence): void {
    if (actions.length === 0) return;
    const scope = this.scope(occurrence);
    for (const { kind, name, input } of actions) {
      if (kind !== 'raise') this.send({ kind, name, input: this.input(input, occurrence, scope) });
    }
  }

  /** Sends a command to a downstream service. Returns its id. */
  send({ invocation = null, attempt = 1, deadline = null, ...sending }: Sending): string {
    const { journeyId, subjectId, definition, definitionVersion } = this.draft;
    const id = this.outputs.nextActionId();
    this.outputs.actions.push({
      id,
      kind: sending.kind,
      name: sending.name,
      journeyId,
      subjectId,
      definition,
      definitionVersion,
      time: this.now,
      invocation,
      attempt,
      deadline,
      input: sending.input,
    });
    return id;
  }

  say(type: string, occurrence: Occurrence, about: About): void {
    sayOf(this.draft, type, occurrence, this.now, about, this.outputs);
  }

  private watchForStall(): void {
    const { stalledAfterMs } = this.definition;
    if (stalledAfterMs !== undefined && this.open) this.setTimer(STALL_TIMER, stalledAfterMs);
  }

  private timer(id: string, delayMs: number): Timer {
    this.draft.timerGeneration += 1;
    return { id, dueAt: this.now + delayMs, generation: this.draft.timerGeneration };
  }
}

/** Outcomes that are journey events of their own; any other is `completed`. */
const ENDINGS = new Set(['cancelled', 'abandoned', 'failed', 'merged']);
