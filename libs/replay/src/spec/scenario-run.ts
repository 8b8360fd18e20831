import {
  LIVE_CLOCK,
  type Action,
  type Interaction,
  type Invocation,
  type JourneyState,
  type LogEntry,
} from '#contracts';
import { parseDuration, type Definition } from '#journey';
import { Player, type Played } from '../player.js';
import { type CoverageMeter } from './coverage.js';
import {
  describeStep,
  type AnswerStep,
  type CommandStep,
  type EventStep,
  type FailStep,
  type Step,
} from './spec.js';

/** What steps did: their records', their timers', in order, without the actions that only mark what was reached. */
export interface Told extends Played {
  readonly actions: readonly Action[];
}

/** Why a step cannot be done, in words. */
export class ImpossibleStep extends Error {}

const FIRST_CUSTOMER = 'customer';
const encoder = new TextEncoder();

/** One scenario being played: its customers, and the time on its clock. */
export class ScenarioRun {
  /** ms since the epoch. */
  now: number;
  /** Whom the last step was about. */
  customer = FIRST_CUSTOMER;
  private readonly player: Player;
  private readonly subjects = new Map<string, string>();
  private readonly events = new Map<string, Interaction>();
  private steps = 0;

  constructor(
    definitions: Player['definitions'],
    readonly definition: Definition,
    private readonly meter: Pick<CoverageMeter, 'note'>,
    starts: number,
  ) {
    this.player = new Player(definitions);
    this.now = starts;
  }

  /** Does one step after what was due before it. Throws `ImpossibleStep`. */
  perform(step: Step): readonly Told[] {
    this.steps += 1;
    if ('as' in step && step.as !== undefined) this.customer = step.as;
    const told = this.pass(step);
    const entry = this.entry(step);
    if (entry !== undefined) told.push(this.tell(this.player.append(entry, this.now)));
    return told;
  }

  /** A customer's journeys, in the order they started. */
  journeys(customer: string): readonly JourneyState[] {
    return this.player.subject(this.subject(customer))?.journeys ?? [];
  }

  private pass(step: Step): Told[] {
    this.now = this.time(step);
    return this.player.advanceTo(this.now).map((played) => this.tell(played));
  }

  private time(step: Step): number {
    if ('wait' in step) return this.now + durationOf(step.wait);
    if (step.after !== undefined) return this.now + durationOf(step.after);
    if (step.at === undefined) return this.now + usualPause(step);
    const at = Date.parse(step.at);
    if (at >= this.now) return at;
    const now = new Date(this.now).toISOString();
    throw new ImpossibleStep(
      `time does not go back: it is ${now} before \`${describeStep(step)}\``,
    );
  }

  private tell(played: Played): Told {
    return { ...played, actions: this.meter.note(played.decision) };
  }

  private entry(step: Step): LogEntry | undefined {
    if ('wait' in step) return undefined;
    if ('command' in step) return { name: 'OperatorCommand', value: this.command(step) };
    if ('again' in step) return { name: 'Interaction', value: this.earlier(step.again) };
    const value = 'event' in step ? this.event(step) : this.answer(step);
    return { name: 'Interaction', value };
  }

  private event(step: EventStep): Interaction {
    const { event, channel, actor = 'customer', data, identifiers = {}, late, id } = step;
    const interaction = this.interaction({
      ...(id !== undefined && { id }),
      ...(step.source !== undefined && { source: step.source }),
      type: event,
      channel,
      time: late === undefined ? this.now : this.now - durationOf(late),
      identifiers: Object.entries(identifiers).map(([scheme, value]) => ({
        scheme,
        value,
        verified: true,
      })),
      journeyId: step.journey === undefined ? null : this.journey(step.journey).journeyId,
      correlation: step.correlation ?? null,
      actor: { kind: actor, id: actor === 'agent' ? 'agent' : null },
      data: bytesOf(data),
    });
    if (id !== undefined) this.events.set(id, interaction);
    return interaction;
  }

  private earlier(id: string): Interaction {
    const interaction = this.events.get(id);
    if (interaction === undefined) throw new ImpossibleStep(`no event \`${id}\` was sent before`);
    return interaction;
  }

  private answer(step: AnswerStep | FailStep): Interaction {
    const name = 'answer' in step ? step.answer : step.fail;
    const { journeyId, invocations } = this.journey(step.journey);
    const call = callOf(invocations, name);
    if (call === undefined) {
      const others = invocations.map(({ id }) => `\`${id}\``).join(', ');
      const instead = others === '' ? 'no answer' : `only an answer of ${others}`;
      throw new ImpossibleStep(
        `journey ${journeyId} waits for ${instead}, not for one of \`${name}\``,
      );
    }
    const { action } = call;
    const data =
      'answer' in step
        ? { action, result: step.result ?? {} }
        : {
            action,
            code: step.code,
            message: step.message ?? step.code,
            ...(step.retryable !== undefined && { retryable: step.retryable }),
          };
    return this.interaction({
      type: 'answer' in step ? 'service.answered' : 'service.failed',
      channel: 'service',
      source: `//spec/${call.service}`,
      journeyId,
      actor: { kind: 'system', id: call.service },
      data: bytesOf(data),
    });
  }

  private interaction(
    about: Partial<Interaction> & Pick<Interaction, 'type' | 'channel' | 'data'>,
  ): Interaction {
    return {
      id: `step-${this.steps}`,
      source: '//spec',
      time: this.now,
      clock: LIVE_CLOCK,
      subjectId: this.subject(this.customer),
      identifiers: [],
      journeyId: null,
      correlation: null,
      actor: { kind: 'customer', id: null },
      dataContentType: 'application/json',
      encryptionKeyId: null,
      deployment: 0,
      ...about,
    };
  }

  private command({ command, reason, data, journey }: CommandStep) {
    return {
      id: `step-${this.steps}`,
      subjectId: this.subject(this.customer),
      journeyId: this.journey(journey).journeyId,
      command,
      operator: 'operator',
      reason: reason ?? '',
      time: this.now,
      data: bytesOf(data),
      deployment: 0,
    };
  }

  private journey(nth: number | undefined): JourneyState {
    const journeys = this.journeys(this.customer);
    const journey = nth === undefined ? journeys.at(-1) : journeys[nth - 1];
    if (journey !== undefined) return journey;
    throw new ImpossibleStep(
      `\`${this.customer}\` has ${journeys.length === 0 ? 'no journey' : `${journeys.length} journeys only`}`,
    );
  }

  private subject(customer: string): string {
    const known = this.subjects.get(customer);
    if (known !== undefined) return known;
    const subject = `subject${this.subjects.size + 1}`;
    this.subjects.set(customer, subject);
    return subject;
  }
}

/** How long after the step before a step comes that does not say it, ms: people take a minute, services a second. */
function usualPause(step: Step): number {
  return 'answer' in step || 'fail' in step ? 1_000 : 60_000;
}

/** The call that is under way; or else the last one made, whose answer may still matter. */
function callOf(invocations: readonly Invocation[], name: string): Invocation | undefined {
  const named = invocations.filter(({ id, service }) => id === name || service === name);
  return named.find(({ status }) => status === 'running') ?? named.at(-1);
}

/** ms. */
export function durationOf(text: string): number {
  const parsed = parseDuration(text);
  if ('ms' in parsed) return parsed.ms;
  throw new ImpossibleStep(parsed.fault);
}

function bytesOf(data: Readonly<Record<string, unknown>> | undefined): Uint8Array {
  return data === undefined ? new Uint8Array() : encoder.encode(JSON.stringify(data));
}
