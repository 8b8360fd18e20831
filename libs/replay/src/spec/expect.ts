import { isDeepStrictEqual } from 'node:util';
import { type Action, type JourneyState } from '#contracts';
import { continuation, parseDuration, type Continuation, type Definition } from '#journey';
import { type Told } from './scenario-run.js';
import {
  type ActionExpectation,
  type ContinuationExpectation,
  type Expectation,
  type FieldExpectation,
  type Path,
} from './spec.js';

/** How things stand when an expectation is asked. */
export interface Standing {
  readonly definition: Definition;
  readonly customer: string;
  /** The customer's, in the order they started. */
  readonly journeys: readonly JourneyState[];
  /** What the steps that the expectation is about have told. */
  readonly told: readonly Told[];
  /** ms since the epoch. */
  readonly now: number;
}

/** What is not as expected; `path` leads to it from the expectation. */
export interface Difference {
  readonly path: Path;
  readonly message: string;
}

const FIELD_KEYS = ['collected', 'verified', 'missing', 'stale'] as const;

/** Compares what an expectation says, and only that. No difference: none. */
export function differences(expected: Expectation, standing: Standing): readonly Difference[] {
  const comparison = new Comparison(standing);
  comparison.records(expected);
  const { customer, journeys } = standing;
  if (expected.journeys !== undefined) {
    comparison.same(['journeys'], expected.journeys, journeys.length);
  }
  if (!asksForJourney(expected)) return comparison.found;
  const nth = expected.journey ?? journeys.length;
  const journey = journeys[nth - 1];
  if (journey === undefined) {
    comparison.differs(
      [],
      `\`${customer}\` has no journey${journeys.length === 0 ? '' : ` ${nth}`}`,
    );
    return comparison.found;
  }
  comparison.journey(expected, journey);
  comparison.continuation(expected, journey);
  return comparison.found;
}

const OF_RECORDS = ['as', 'journeys', 'disposition', 'reason', 'detail', 'actions', 'events'];

function asksForJourney(expected: Expectation): boolean {
  return Object.keys(expected).some((key) => !OF_RECORDS.includes(key));
}

class Comparison {
  readonly found: Difference[] = [];

  constructor(private readonly standing: Standing) {}

  differs(path: Path, message: string): void {
    this.found.push({ path, message });
  }

  same(path: Path, expected: unknown, came: unknown): void {
    if (expected === undefined || isDeepStrictEqual(expected, came)) return;
    const of = path.filter((part) => typeof part === 'string').join('.');
    this.differs(path, `${of}: expected ${shown(expected)}, came ${shown(came)}`);
  }

  /** In whatever order. */
  sameSet(path: Path, expected: readonly string[] | undefined, came: readonly string[]): void {
    this.same(path, expected?.toSorted(), came.toSorted());
  }

  records({ disposition, reason, detail, actions, events }: Expectation): void {
    const { told } = this.standing;
    const last = told.at(-1)?.decision.disposition;
    const kind = last?.kind ?? 'nothing';
    this.same(['disposition'], disposition, kind);
    this.same(['reason'], reason, last?.reason ?? null);
    if (detail !== undefined && last?.detail?.includes(detail) !== true) {
      this.differs(
        ['detail'],
        `detail: expected words ${shown(detail)}, came ${shown(last?.detail)}`,
      );
    }
    if (actions !== undefined)
      this.actions(
        actions,
        told.flatMap((one) => one.actions),
      );
    if (events !== undefined) {
      const came = told.flatMap((one) => one.decision.journeyEvents.map(({ type }) => type));
      if (!standInOrder(events, came)) {
        this.differs(
          ['events'],
          `events: expected in this order ${shown(events)}, came ${shown(came)}`,
        );
      }
    }
  }

  journey(expected: Expectation, journey: JourneyState): void {
    const { state } = expected;
    this.sameSet(
      ['state'],
      state === undefined ? undefined : [state].flat(),
      journey.configuration,
    );
    this.same(['status'], expected.status, journey.status);
    this.same(['outcome'], expected.outcome, journey.outcome);
    this.same(['stalled'], expected.stalled, journey.stalled);
    this.same(['channel'], expected.channel, journey.lastChannel);
    const waiting = journey.deferred.map(({ interaction }) => interaction.type);
    this.same(['waiting'], expected.waiting, waiting);
    for (const [name, due] of Object.entries(expected.timers ?? {})) this.timer(name, due, journey);
  }

  continuation(expected: Expectation, journey: JourneyState): void {
    const { fields, progress, continuation: wanted } = expected;
    const { definition, now } = this.standing;
    const channel = wanted?.channel ?? journey.lastChannel;
    const came = continuation(definition, journey, { channel, now });
    for (const [name, field] of Object.entries(fields ?? {})) {
      this.field(['fields', name], field, came.fields[name]);
    }
    this.same(['progress'], progress, came.progress);
    if (wanted !== undefined) this.nextSteps(wanted, came);
  }

  private field(
    path: Path,
    expected: unknown,
    came: Continuation['fields'][string] | undefined,
  ): void {
    if (expected === null) return this.same(path, 'missing', came?.status ?? 'missing');
    if (typeof expected !== 'object' || Array.isArray(expected))
      return this.same(path, expected, came?.value);
    const { value, status, channel } = expected as FieldExpectation;
    this.same([...path, 'value'], value, came?.value);
    this.same([...path, 'status'], status, came?.status);
    this.same([...path, 'channel'], channel, came?.from?.channel);
  }

  private nextSteps(expected: ContinuationExpectation, came: Continuation): void {
    const path = ['continuation'];
    this.sameSet(
      [...path, 'next'],
      expected.next,
      came.next.map(({ event }) => event),
    );
    for (const key of FIELD_KEYS) {
      const names = Object.entries(came.fields).filter(([, { status }]) => status === key);
      this.sameSet(
        [...path, key],
        expected[key],
        names.map(([name]) => name),
      );
    }
    const { event, prompt, needs, here } = expected;
    if (event === undefined && prompt === undefined && needs === undefined && here === undefined)
      return;
    const step = event === undefined ? came.next[0] : came.next.find((one) => one.event === event);
    if (step === undefined) {
      const other = came.next.map((one) => one.event);
      return this.differs(
        [...path, 'event'],
        `continuation: expected a next step ${event ?? ''}, came ${shown(other)}`,
      );
    }
    this.same([...path, 'prompt'], prompt, step.prompt);
    this.sameSet([...path, 'needs'], needs, step.needs);
    this.same([...path, 'here'], here, step.here);
  }

  private timer(name: string, due: string | null, { timers }: JourneyState): void {
    const timer = timers.find(({ id }) => id === name);
    const path = ['timers', name];
    if (due === null || timer === undefined) {
      if (due === null && timer === undefined) return;
      const came = timer === undefined ? 'it is not set' : `it is due ${iso(timer.dueAt)}`;
      const wanted = due === null ? 'no timer' : `a timer due ${due}`;
      return this.differs(
        path,
        `timers.${name}: expected ${wanted}, but ${came}; set are ${shown(timers.map(({ id }) => id))}`,
      );
    }
    const parsed = parseDuration(due);
    const at = 'ms' in parsed ? this.standing.now + parsed.ms : Date.parse(due);
    if (timer.dueAt !== at) {
      this.differs(
        path,
        `timers.${name}: expected ${due}${'ms' in parsed ? ` (${iso(at)})` : ''}, came ${iso(timer.dueAt)}`,
      );
    }
  }

  private actions(expected: readonly ActionExpectation[], came: readonly Action[]): void {
    const fits =
      expected.length === came.length && expected.every((one, index) => isAction(one, came[index]));
    if (fits) return;
    const first = expected.findIndex((one, index) => !isAction(one, came[index]));
    const path = first < 0 ? ['actions'] : ['actions', first];
    const wanted = expected.map(({ input, attempt, ...head }) =>
      [...(Object.entries(head)[0] ?? []), input && shown(input), attempt && `attempt ${attempt}`]
        .filter(Boolean)
        .join(' '),
    );
    const sent = came.map(({ kind, name, input, attempt }) =>
      [kind, name, input === '{}' ? '' : input, attempt > 1 && `attempt ${attempt}`]
        .filter(Boolean)
        .join(' '),
    );
    this.differs(path, `actions: expected ${listed(wanted)}, came ${listed(sent)}`);
  }
}

function isAction(expected: ActionExpectation, came: Action | undefined): boolean {
  if (came === undefined) return false;
  const { input = {}, attempt = came.attempt, ...head } = expected;
  if (!isDeepStrictEqual(head, { [came.kind]: came.name }) || attempt !== came.attempt)
    return false;
  const given = JSON.parse(came.input) as Record<string, unknown>;
  return Object.entries(input).every(([key, value]) => isDeepStrictEqual(value, given[key]));
}

function standInOrder(expected: readonly string[], came: readonly string[]): boolean {
  let next = 0;
  for (const one of came) if (one === expected[next]) next += 1;
  return next === expected.length;
}

function shown(value: unknown): string {
  return JSON.stringify(value ?? null);
}

function listed(items: readonly string[]): string {
  return items.length === 0 ? 'none' : items.join(', ');
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
