import { type Continuation, type FieldStatus } from '#journey';

/** A spec file as parsed: what `schemas/journey-spec.schema.json` describes. */
export interface SpecSource {
  readonly journey: string;
  readonly version: number;
  /** ISO 8601. */
  readonly starts?: string;
  readonly steps?: Readonly<Record<string, Steps>>;
  readonly scenarios: readonly ScenarioSource[];
}

export interface ScenarioSource {
  readonly name: string;
  readonly given?: Steps;
  readonly when: Steps;
  readonly then: Expectation | readonly Expectation[];
}

/** Steps, or names of blocks of them. */
export type Steps = string | Step | readonly (string | Step)[];

export type Step = EventStep | WaitStep | AnswerStep | FailStep | CommandStep | AgainStep;

interface AnyStep {
  readonly expect?: Expectation;
}

interface TimedStep extends AnyStep {
  readonly as?: string;
  readonly at?: string;
  readonly after?: string;
}

export interface EventStep extends TimedStep {
  readonly event: string;
  readonly channel: string;
  readonly actor?: 'customer' | 'agent' | 'system';
  readonly data?: Readonly<Record<string, unknown>>;
  readonly identifiers?: Readonly<Record<string, string>>;
  /** Counted from 1. */
  readonly journey?: number;
  readonly correlation?: string;
  /** How long it took to arrive. */
  readonly late?: string;
  readonly id?: string;
  readonly source?: string;
}

export interface WaitStep extends AnyStep {
  readonly wait: string;
  readonly as?: string;
}

export interface AnswerStep extends TimedStep {
  readonly answer: string;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly journey?: number;
}

export interface FailStep extends TimedStep {
  readonly fail: string;
  readonly code: string;
  readonly message?: string;
  readonly retryable?: boolean;
  readonly journey?: number;
}

export interface CommandStep extends TimedStep {
  readonly command: string;
  readonly reason?: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly journey?: number;
}

export interface AgainStep extends Omit<TimedStep, 'as'> {
  readonly again: string;
}

/** Only what is there is compared. */
export interface Expectation {
  readonly as?: string;
  readonly journey?: number;
  readonly state?: string | readonly string[];
  readonly status?: string;
  readonly outcome?: string;
  readonly stalled?: boolean;
  readonly channel?: string;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly disposition?: string;
  readonly reason?: string;
  readonly detail?: string;
  readonly actions?: readonly ActionExpectation[];
  readonly events?: readonly string[];
  /** Timer to a duration from now, or an ISO 8601 time, or null. */
  readonly timers?: Readonly<Record<string, string | null>>;
  readonly waiting?: readonly string[];
  readonly continuation?: ContinuationExpectation;
  readonly progress?: Continuation['progress'];
  readonly journeys?: number;
}

export interface FieldExpectation {
  readonly value?: unknown;
  readonly status?: FieldStatus;
  readonly channel?: string;
}

export interface ActionExpectation {
  readonly notify?: string;
  readonly call?: string;
  readonly task?: string;
  readonly emit?: string;
  readonly input?: Readonly<Record<string, unknown>>;
  readonly attempt?: number;
}

export interface ContinuationExpectation extends Partial<
  Readonly<Record<FieldStatus, readonly string[]>>
> {
  readonly channel?: string;
  readonly next?: readonly string[];
  readonly event?: string;
  readonly prompt?: string;
  readonly needs?: readonly string[];
  readonly here?: boolean;
}

/** A step with the path that leads to it from the file's root. */
export interface PlacedStep {
  readonly step: Step;
  readonly path: Path;
}

export type Path = readonly (string | number)[];

/** A step as failures name it. */
export function describeStep(step: Step): string {
  if ('event' in step) return `${step.event} on ${step.channel}`;
  if ('wait' in step) return `wait ${step.wait}`;
  if ('answer' in step) return `answer of ${step.answer}`;
  if ('fail' in step) return `failure of ${step.fail}: ${step.code}`;
  if ('command' in step) return `command ${step.command}`;
  return `${step.again} again`;
}
