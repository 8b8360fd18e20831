import {
  type Interaction,
  type JourneyState,
  type LogEntry,
  type OperatorCommand,
  type PlacedEntry,
  type SubjectState,
  type TimerDue,
  LATEST_SEMANTICS,
} from '#contracts';
import {
  compileDefinition,
  createDefinitions,
  decide,
  nextDue,
  type Decision,
  type Definition,
  type DefinitionSource,
  type Definitions,
} from '#journey';
import { interaction } from './records.js';

const SUBJECT = 'abcdefghijklmnopqrst';

/** What a test says of an interaction; anything else is a web customer's, one minute after the last record. */
export interface Happening extends Partial<Omit<Interaction, 'data' | 'type' | 'actor'>> {
  readonly data?: Readonly<Record<string, unknown>>;
  readonly actor?: 'customer' | 'agent' | 'system';
  /** ISO 8601; default: a minute later. */
  readonly at?: string;
}

/** What a test says of a command; anything else is Olga's, one minute after the last record. */
export interface Commanding extends Partial<Omit<OperatorCommand, 'data' | 'command'>> {
  readonly data?: unknown;
  /** ISO 8601; default: a minute later. */
  readonly at?: string;
}

function bytesOf(data: unknown): Uint8Array {
  return data === undefined ? new Uint8Array() : new TextEncoder().encode(JSON.stringify(data));
}

/** Compiles definitions or fails with their faults. */
export function compiled(...sources: readonly DefinitionSource[]): Definitions {
  return createDefinitions(sources.map(definitionOf));
}

/** One of them. */
export function definitionOf(source: DefinitionSource): Definition {
  const { definition, faults } = compileDefinition(source);
  if (definition !== undefined) return definition;
  throw new Error(faults.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
}

/** Folds records one by one, keeping the decisions. */
export function foldAll(
  definitions: Definitions,
  records: readonly PlacedEntry[],
): { readonly state: SubjectState | undefined; readonly decisions: readonly Decision[] } {
  const decisions: Decision[] = [];
  let state: SubjectState | undefined;
  for (const record of records) {
    const decision = decide(definitions, state, record);
    state = decision.state;
    decisions.push(decision);
  }
  return { state, decisions };
}

/** A record, or what becomes one by what the records before came to: an answer to a call that one of them made. */
export type Happened = PlacedEntry | ((decisions: readonly Decision[]) => LogEntry);

/**
 * Writes the log of what happened on the live clock, with the timers' own records among it where `pump` says so, over and
 * over again: as a pump would that is now quick and now asleep. Times are those of the placed entries; a record that is
 * made of earlier ones has the time of the one before it. `decisions` handed in are those of `happened`, not of timers.
 */
export function writtenLog(
  definitions: Definitions,
  happened: readonly Happened[],
  pump: readonly boolean[],
): PlacedEntry[] {
  const written: PlacedEntry[] = [];
  const decisions: Decision[] = [];
  let state: SubjectState | undefined;
  let turn = 0;
  const append = (entry: LogEntry, timestamp: number): Decision => {
    const placed = {
      entry,
      partition: 0,
      offset: written.length,
      timestamp,
      semantics: LATEST_SEMANTICS,
    };
    written.push(placed);
    const decision = decide(definitions, state, placed);
    state = decision.state;
    return decision;
  };
  for (const one of happened) {
    const made = typeof one === 'function' ? undefined : one;
    const time = made?.timestamp ?? written.at(-1)?.timestamp ?? 0;
    for (let due = liveTimer(state); due !== undefined; due = liveTimer(state)) {
      if (due.dueAt > time || pump[turn++ % pump.length] !== true) break;
      append({ name: 'TimerDue', value: due }, time);
    }
    const entry = typeof one === 'function' ? one(decisions) : one.entry;
    decisions.push(append(entry, time));
  }
  return written;
}

/** The record of the timer that is due next on the live clock. */
function liveTimer(state: SubjectState | undefined): TimerDue | undefined {
  return (state?.journeys ?? [])
    .filter(({ status, clock }) => status === 'open' && clock === 'live')
    .flatMap(({ journeyId, subjectId, clock, timers }) =>
      timers.map(({ id: timerId, dueAt, generation }) => {
        return { subjectId, journeyId, timerId, generation, dueAt, clock };
      }),
    )
    .reduce<TimerDue | undefined>(
      (first, timer) => (first !== undefined && first.dueAt <= timer.dueAt ? first : timer),
      undefined,
    );
}

/** One customer's log, written record by record on virtual time, and what each record came to. */
export class JourneyScenario {
  definitions: Definitions;
  readonly records: PlacedEntry[] = [];
  state: SubjectState | undefined;
  /** Of the records to come. */
  semantics = LATEST_SEMANTICS;
  private time = Date.parse('2026-11-21T10:00:00Z');

  constructor(...sources: readonly DefinitionSource[]) {
    this.definitions = compiled(...sources);
  }

  /** The latest journey. */
  get journey(): JourneyState {
    const journey = this.journeys.at(-1);
    if (journey === undefined) throw new Error('no journey has started');
    return journey;
  }

  get journeys(): readonly JourneyState[] {
    return this.state?.journeys ?? [];
  }

  get now(): number {
    return this.time;
  }

  /** More definitions are there; what runs stays on its own. */
  deploy(...sources: readonly DefinitionSource[]): void {
    const more = sources.map(definitionOf);
    this.definitions = createDefinitions([...this.definitions.all(), ...more]);
  }

  /** A minute passes, or until `at`, and this happens. */
  happens(type: string, happening: Happening = {}): Decision {
    const { data, actor = 'customer', at, ...overrides } = happening;
    this.time = at === undefined ? this.time + 60_000 : Date.parse(at);
    return this.append({
      name: 'Interaction',
      value: interaction({
        id: `i-${this.records.length}`,
        subjectId: SUBJECT,
        time: this.time,
        data: bytesOf(data),
        ...overrides,
        type,
        actor: { kind: actor, id: null },
      }),
    });
  }

  /** Time passes without a record but those of timers, as the timer pump appends them. */
  untilTime(at: string): readonly Decision[] {
    const decisions: Decision[] = [];
    const until = Date.parse(at);
    for (;;) {
      const due = this.state === undefined ? [] : nextDue(this.state);
      if (!due.some(({ at }) => at <= until)) break;
      const [journey, timer] =
        this.journeys
          .filter(({ status }) => status === 'open')
          .flatMap((one) => one.timers.map((timer) => [one, timer] as const))
          .toSorted(([, a], [, b]) => a.dueAt - b.dueAt)[0] ?? [];
      if (journey === undefined || timer === undefined) break;
      this.time = Math.max(this.time, timer.dueAt);
      decisions.push(this.timer(journey, timer));
    }
    this.time = until;
    return decisions;
  }

  /** A service answers the call an invocation of the latest journey awaits, or the call of that id. */
  answers(
    invocation: string,
    result: unknown = {},
    happening: Happening & { readonly action?: string } = {},
  ): Decision {
    const { action = this.callOf(invocation), ...rest } = happening;
    return this.happens('service.answered', {
      ...this.byService,
      ...rest,
      data: { action, result },
    });
  }

  /** It says that it failed. */
  fails(
    invocation: string,
    error: { readonly code?: string; readonly message?: string; readonly retryable?: boolean } = {},
    happening: Happening & { readonly action?: string } = {},
  ): Decision {
    const { action = this.callOf(invocation), ...rest } = happening;
    return this.happens('service.failed', {
      ...this.byService,
      ...rest,
      data: { action, ...error },
    });
  }

  private get byService() {
    return { actor: 'system', channel: 'service', journeyId: this.journey.journeyId } as const;
  }

  /** The id of the call an invocation of the latest journey made last. */
  callOf(invocation: string): string {
    const call = this.journey.invocations.find(({ id }) => id === invocation);
    if (call === undefined) throw new Error(`the journey knows no invocation ${invocation}`);
    return call.action;
  }

  /** A timer's record, whether or not the timer is still there. */
  timer(
    journey: Pick<JourneyState, 'journeyId' | 'clock'>,
    timer: JourneyState['timers'][number],
  ): Decision {
    const { journeyId, clock } = journey;
    const { id: timerId, dueAt, generation } = timer;
    return this.append({
      name: 'TimerDue',
      value: { subjectId: SUBJECT, journeyId, timerId, generation, dueAt, clock },
    });
  }

  /** `data` is the command's, as JSON. */
  operator(command: string, { data, at, ...overrides }: Commanding = {}): Decision {
    this.time = at === undefined ? this.time + 60_000 : Date.parse(at);
    return this.append({
      name: 'OperatorCommand',
      value: {
        id: `c-${this.records.length}`,
        subjectId: SUBJECT,
        journeyId: this.journeys.at(-1)?.journeyId ?? '',
        command,
        operator: 'olga',
        reason: 'asked by phone',
        time: this.time,
        data: bytesOf(data),
        deployment: 0,
        ...overrides,
      },
    });
  }

  append(entry: LogEntry): Decision {
    const placed = {
      entry,
      partition: 3,
      offset: this.records.length,
      timestamp: this.time,
      semantics: this.semantics,
    };
    this.records.push(placed);
    const decision = decide(this.definitions, this.state, placed);
    this.state = decision.state;
    return decision;
  }

  /** The same log record's content once more, at the log's end. */
  again(index: number): Decision {
    const record = this.records[index];
    if (record === undefined) throw new Error(`there is no record ${index}`);
    return this.append(record.entry);
  }
}
