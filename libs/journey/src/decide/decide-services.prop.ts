import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type SubjectState, LATEST_SEMANTICS } from '#contracts';
import { compiled, foldAll, type Happened, interaction, runs, writtenLog } from '#testing';
import { type Decision } from '../fold/decision.js';
import { type DefinitionSource, type InvokeSource } from '../definition/definition.js';

const SUBJECT = 'abcdefghijklmnopqrst';
const HOUR = 3_600_000;
const T0 = Date.parse('2026-11-21T00:00:00Z');

function invoke(id: string, more: Partial<InvokeSource>): InvokeSource {
  return {
    id,
    service: `${id}-service`,
    input: { at: 'now', name: 'fields.name' },
    timeout: 'PT20M',
    compensate: { service: `${id}-undo` },
    ...more,
  };
}

/** Two regions that call services and raise events for each other, left and found again by history. */
const ORDER: DefinitionSource = {
  journey: 'order',
  version: 1,
  title: 'Order',
  startsOn: ['order.placed'],
  stalledAfter: 'P2D',
  fields: {
    name: { type: 'string', from: ['order.placed', 'order.named'] },
    price: { type: 'number', from: ['done.invoke.pay'] },
  },
  initial: 'working',
  states: {
    working: {
      type: 'parallel',
      on: {
        'order.held': { target: 'held' },
        'order.dropped': { target: 'dropped' },
        'order.broken': { target: 'failed' },
      },
      onDone: { target: 'sent' },
      states: {
        paying: {
          initial: 'unpaid',
          defer: ['parcel.packed'],
          states: {
            unpaid: {
              on: { 'order.named': { target: 'charging' } },
              after: {
                P1D: [{ target: 'charging', guard: 'has(fields.name)' }, { target: 'paid' }],
              },
            },
            charging: {
              invoke: invoke('pay', {
                retry: { attempts: 3, backoff: 'PT7M' },
                onDone: [{ target: 'paid', guard: 'event.data.price > 10' }, { target: 'unpaid' }],
                onError: { target: 'unpaid' },
              }),
              exit: [{ raise: 'pay.left' }],
            },
            paid: { type: 'final' },
          },
        },
        packing: {
          initial: 'picking',
          states: {
            picking: {
              invoke: invoke('pick', { onDone: { target: 'packing-up' } }),
              on: { 'pay.left': { target: 'picking', guard: 'fields.name == "again"' } },
            },
            'packing-up': { on: { 'parcel.packed': { target: 'packed' } } },
            packed: { type: 'final' },
          },
        },
        back: { type: 'history', history: 'deep', target: 'unpaid' },
      },
    },
    held: { on: { 'order.freed': { target: 'back' } }, after: { P3D: { target: 'dropped' } } },
    sent: { type: 'final', outcome: 'sent' },
    dropped: { type: 'final', outcome: 'cancelled' },
    failed: { type: 'final', outcome: 'failed' },
  },
};

const DEFINITIONS = compiled(ORDER);

type Step =
  | { readonly event: string; readonly name: string; readonly after: number }
  | { readonly answer: number; readonly price: number; readonly failed: boolean }
  | { readonly command: string; readonly target: string; readonly after: number };

const after = fc.constantFrom(0, 0, 0.1, 0.5, 5, 30, 80);
const events = fc.constantFrom(
  'order.placed',
  'order.named',
  'order.held',
  'order.freed',
  'order.dropped',
  'order.broken',
  'parcel.packed',
  'pay.left',
);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ event: events, name: fc.constantFrom('a', 'again'), after }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      answer: fc.nat({ max: 5 }),
      price: fc.constantFrom(1, 20),
      failed: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      command: fc.constantFrom('pause', 'resume', 'resume', 'cancel', 'advance'),
      target: fc.constantFrom('charging', 'picking', 'held', 'paid'),
      after,
    }),
  },
);
const steps = fc.array(step, { minLength: 1, maxLength: 30 });

/** Each record at a millisecond of its own, so that no timer of an earlier one is due at exactly its time. */
function happened(list: readonly Step[]): Happened[] {
  let timestamp = T0;
  const first: Step = { event: 'order.placed', name: 'a', after: 0 };
  return [first, ...list, { event: 'weather.changed', name: '', after: 500 }].map(
    (one, index): Happened => {
      if ('answer' in one) return (decisions) => answerTo(decisions, one, index);
      timestamp += one.after * HOUR + 1;
      const at = { partition: 0, offset: index, timestamp, semantics: LATEST_SEMANTICS };
      if ('event' in one) {
        const value = interaction({
          id: `i-${index}`,
          type: one.event,
          time: timestamp,
          data: new TextEncoder().encode(JSON.stringify({ name: one.name })),
        });
        return { ...at, entry: { name: 'Interaction', value } };
      }
      const { command, target } = one;
      const data = new TextEncoder().encode(JSON.stringify({ target }));
      return {
        ...at,
        entry: {
          name: 'OperatorCommand',
          value: {
            ...{ id: `c-${index}`, subjectId: SUBJECT, command, operator: 'olga', reason: 'why' },
            ...{ journeyId: FIRST_JOURNEY, time: timestamp, data, deployment: 0 },
          },
        },
      };
    },
  );
}

const FIRST_JOURNEY =
  foldAll(DEFINITIONS, writtenLog(DEFINITIONS, happened([]).slice(0, 1), [false])).state
    ?.journeys[0]?.journeyId ?? '';

/**
 * The answer to a first attempt that one of the records before asked for itself, `back` records ago. What a timer asked
 * for is left out: whether it was asked yet is what the place of the timer's record decides.
 */
function answerTo(
  decisions: readonly Decision[],
  { answer: back, price, failed }: Extract<Step, { answer: number }>,
  index: number,
) {
  const decision = decisions.at(-1 - back);
  const action = decision?.actions.find(
    ({ invocation, attempt, time }) =>
      invocation !== null && attempt === 1 && time === decision.disposition.time,
  );
  const data = failed
    ? { action: action?.id ?? 'none', code: 'busy', message: '' }
    : { action: action?.id ?? 'none', result: { price } };
  const value = interaction({
    id: `i-${index}`,
    type: failed ? 'service.failed' : 'service.answered',
    journeyId: FIRST_JOURNEY,
    actor: { kind: 'system', id: null },
    data: new TextEncoder().encode(JSON.stringify(data)),
  });
  return { name: 'Interaction' as const, value };
}

/** Without what names places in the log. */
function withoutPlaces(state: SubjectState | undefined): unknown {
  return state?.journeys.map(({ reflects: _reflects, deferred, invocations, ...journey }) => ({
    ...journey,
    deferred: deferred.map(({ interaction: { id } }) => id),
    invocations: invocations.map(({ action: _action, ...invocation }) => invocation),
  }));
}

describe('for every log of parallel regions, services and operators', () => {
  it('it does not matter where the timers’ own records stand', () => {
    const pump = fc.array(fc.boolean(), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(steps, pump, (list, choose) => {
        const records = happened(list);
        const without = foldAll(DEFINITIONS, writtenLog(DEFINITIONS, records, [false]));
        const withTimers = foldAll(DEFINITIONS, writtenLog(DEFINITIONS, records, choose));
        expect(withoutPlaces(withTimers.state)).toEqual(withoutPlaces(without.state));
      }),
      { numRuns: runs(200, 4_000) },
    );
  });

  it('every version of a journey has an event, and no id is given twice', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const log = writtenLog(DEFINITIONS, happened(list), [true, false]);
        const { state, decisions } = foldAll(DEFINITIONS, log);
        const said = decisions.flatMap(({ journeyEvents }) => journeyEvents);
        for (const { journeyId, version } of state?.journeys ?? []) {
          const versions = new Set(
            said.filter((event) => event.journeyId === journeyId).map((event) => event.version),
          );
          expect([...versions]).toEqual(Array.from({ length: version }, (_, i) => i + 1));
        }
        const ids = decisions.flatMap(({ journeyEvents, actions }) => [
          ...journeyEvents.map(({ id }) => id),
          ...actions.map(({ id }) => id),
        ]);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });

  it('a service is waited for just as long as its state is active, and each with a timer of its own', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const log = writtenLog(DEFINITIONS, happened(list), [true]);
        for (const { state } of foldAll(DEFINITIONS, log).decisions) {
          for (const { status, invocations, configuration, timers } of state.journeys) {
            const underWay = invocations.filter((one) => /running|waiting/.test(one.status));
            for (const one of underWay) expect(configuration).toContain(one.state);
            expect(new Set(underWay.map(({ id }) => id)).size).toBe(underWay.length);
            const waitedFor = timers.filter(({ id }) => /^:(timeout|retry):/.test(id));
            expect(waitedFor.map(({ id }) => id).toSorted()).toEqual(
              underWay
                .map(({ id, status: now }) => `:${now === 'waiting' ? 'retry' : 'timeout'}:${id}`)
                .toSorted(),
            );
            if (status === 'ended') expect([underWay, timers]).toEqual([[], []]);
          }
        }
      }),
    );
  });

  it('what was done is undone exactly when the journey is cancelled or fails', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const log = writtenLog(DEFINITIONS, happened(list), [true]);
        for (const { changed, actions } of foldAll(DEFINITIONS, log).decisions) {
          for (const { outcome, invocations } of changed) {
            if (outcome !== null) {
              expect(invocations.every(({ status }) => status === 'stopped')).toBe(true);
            }
            if (outcome === 'sent') expect(actions.filter(isUndoing)).toEqual([]);
          }
        }
      }),
    );
  });
});

function isUndoing({ name }: { readonly name: string }): boolean {
  return name.endsWith('-undo');
}
