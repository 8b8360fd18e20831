import {
  type FieldValue,
  type Interaction,
  type JourneyEvent,
  type JourneyState,
  type Timer,
} from '#contracts';
import { start, type Step } from '#statechart';
import { type ActionTemplate, type Definition } from './compiled-definition.js';
import { toJson } from './json-value.js';
import { type Occurrence } from './occurrence.js';
import { type Outputs } from './outputs.js';
import { StepScope } from './step-scope.js';

// Invariants:
// J1 A turn raises its journey's version by one, and says at least one journey event under that version.
// J2 `now` never lies before what the journey saw last.
// J3 An ended journey has no timers and defers nothing.

/** The journey's own timer, beside its chart's `<state>:<delay>`. */
export const STALL_TIMER = ':stalled';

const RECENT = 5;

/** What a journey event says beside whose it is. */
type About = Partial<Pick<JourneyEvent, 'previousChannel' | 'from' | 'to' | 'outcome' | 'fields'>>;

type Draft = { -readonly [Key in keyof JourneyState]: JourneyState[Key] };

/** One change of one journey: what one record, or one timer, does to it. Begins as a copy and ends as the new state. */
export class Turn {
  private readonly draft: Draft;
  private readonly saidUpTo: number;

  constructor(
    readonly definition: Definition,
    before: JourneyState,
    readonly occurrence: Occurrence,
    readonly now: number,
    private readonly outputs: Outputs,
  ) {
    this.saidUpTo = outputs.journeyEvents.length;
    const version = before.version + 1;
    this.draft = { ...before, version, reflects: outputs.position };
  }

  get journey(): JourneyState {
    return this.draft;
  }

  get open(): boolean {
    return this.draft.status === 'open';
  }

  /** What expressions see from here. */
  scope(occurrence: Occurrence = this.occurrence): StepScope {
    return new StepScope(this.definition, this.draft, occurrence, this.now);
  }

  /** Enters the chart. */
  begin(): void {
    const step = start(this.definition.chart, this.scope());
    this.configure(step);
    this.say('started', this.occurrence, { from: [], to: step.configuration });
    this.act(step.actions, this.occurrence);
    if (step.done) this.end(step.configuration[0] ?? '', this.occurrence);
  }

  /** Applies a step that was taken. */
  advance(step: Step<ActionTemplate>, occurrence: Occurrence = this.occurrence): void {
    const from = this.draft.configuration;
    this.configure(step);
    this.say('advanced', occurrence, { from, to: step.configuration });
    this.act(step.actions, occurrence);
    if (step.done) this.end(step.configuration[0] ?? '', occurrence);
  }

  setFields(fields: { readonly [name: string]: FieldValue }): void {
    this.draft.fields = fields;
  }

  /** Says that fields were taken; with none: that the journey took note. */
  sayCaptured(fields: readonly string[], occurrence: Occurrence = this.occurrence): void {
    this.say('captured', occurrence, { fields });
  }

  /** Somebody dealt with this journey: it is awake, was seen now, and perhaps on another channel. */
  contact({ type, channel }: Interaction, switchesChannel: boolean): void {
    const { draft, now } = this;
    const previousChannel = draft.lastChannel;
    draft.lastSeen = now;
    draft.recent = [...draft.recent.slice(1 - RECENT), { time: now, channel, type }];
    if (switchesChannel && channel !== previousChannel) {
      draft.lastChannel = channel;
      this.say('channel-switched', this.occurrence, { previousChannel });
    }
    if (draft.stalled) {
      draft.stalled = false;
      this.say('resumed', this.occurrence, {});
    }
    this.watchForStall();
  }

  stall(): void {
    this.draft.stalled = true;
    this.say('stalled', this.occurrence, {});
  }

  note(type: string): void {
    const { draft, now } = this;
    draft.recent = [...draft.recent.slice(1 - RECENT), { time: now, channel: 'operator', type }];
    this.sayCaptured([]);
  }

  dropTimer(id: string): void {
    this.draft.timers = this.draft.timers.filter((timer) => timer.id !== id);
  }

  defer(interaction: Interaction): void {
    this.draft.deferred = [...this.draft.deferred, { ...this.outputs.position, interaction }];
  }

  dropDeferred(waiting: JourneyState['deferred'][number]): void {
    this.draft.deferred = this.draft.deferred.filter((other) => other !== waiting);
  }

  /** Ends the journey with an outcome of its own, not through its chart. */
  cancel(): void {
    this.close('cancelled', this.occurrence);
  }

  /** The journey afterwards. Every version is told by some journey event (J1). */
  finish(): JourneyState {
    if (this.outputs.journeyEvents.length === this.saidUpTo) this.sayCaptured([]);
    return this.draft;
  }

  private end(state: string, occurrence: Occurrence): void {
    this.close(this.definition.states.get(state)?.outcome ?? state, occurrence);
  }

  private close(outcome: string, occurrence: Occurrence): void {
    const { draft } = this;
    draft.status = 'ended';
    draft.outcome = outcome;
    draft.endedAt = this.now;
    draft.stalled = false;
    draft.timers = [];
    draft.deferred = [];
    const type = ENDINGS.has(outcome) ? outcome : 'completed';
    this.say(type, occurrence, { outcome });
  }

  private configure(step: Step<ActionTemplate>): void {
    const { draft, now } = this;
    draft.configuration = step.configuration;
    draft.history = step.history;
    if (step.entered.length > 0) draft.since = now;
    if (step.cancelled.length === 0 && step.started.length === 0) return;
    const timers: Timer[] = draft.timers.filter(({ id }) => !step.cancelled.includes(id));
    for (const { timer, delayMs } of step.started) timers.push(this.timer(timer, delayMs));
    draft.timers = timers;
  }

  private watchForStall(): void {
    const { stalledAfterMs } = this.definition;
    if (stalledAfterMs === undefined || !this.open) return;
    const timers = this.draft.timers.filter(({ id }) => id !== STALL_TIMER);
    this.draft.timers = [...timers, this.timer(STALL_TIMER, stalledAfterMs)];
  }

  private timer(id: string, delayMs: number): Timer {
    this.draft.timerGeneration += 1;
    return { id, dueAt: this.now + delayMs, generation: this.draft.timerGeneration };
  }

  /** Sends the actions of a step. */
  act(actions: readonly ActionTemplate[], occurrence: Occurrence): void {
    if (actions.length === 0) return;
    const { outputs } = this;
    const scope = this.scope(occurrence);
    for (const { kind, name, input } of actions) {
      if (kind === 'raise') continue;
      const values = input.map(([key, expression]) => {
        const evaluated = expression.evaluate(scope.of(expression));
        return [key, 'value' in evaluated ? toJson(evaluated.value) : null];
      });
      const { journeyId, subjectId, definition, definitionVersion } = this.draft;
      outputs.actions.push({
        id: outputs.nextActionId(),
        kind,
        name,
        journeyId,
        subjectId,
        definition,
        definitionVersion,
        time: this.now,
        invocation: null,
        attempt: 1,
        deadline: null,
        input: JSON.stringify(Object.fromEntries(values)),
      });
    }
  }

  private say(type: string, occurrence: Occurrence, about: About): void {
    const { journeyId, subjectId, definition, definitionVersion, version, clock } = this.draft;
    const { configuration } = this.draft;
    this.outputs.journeyEvents.push({
      id: this.outputs.nextEventId(),
      type,
      journeyId,
      subjectId,
      definition,
      definitionVersion,
      version,
      time: this.now,
      clock,
      channel: occurrence.channel ?? null,
      previousChannel: about.previousChannel ?? null,
      from: about.from ?? configuration,
      to: about.to ?? configuration,
      outcome: about.outcome ?? null,
      fields: about.fields ?? [],
      cause: occurrence.cause,
    });
  }
}

/** Outcomes that are journey events of their own; any other is `completed`. */
const ENDINGS = new Set(['cancelled', 'abandoned', 'failed']);
