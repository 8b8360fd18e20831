import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createMachine, initialTransition, transition } from 'xstate';
import {
  differencesInXState,
  parseDefinition,
  toMermaid,
  toScxml,
  toXStateMachine,
} from '#definitions';
import { type DefinitionSource } from '#journey';
import { checkMermaid } from '../testing/mermaid-grammar.js';

const JOURNEYS = join(import.meta.dirname, '../../../../journeys');
const shipped = readdirSync(JOURNEYS, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /v\d+[.]yaml$/.test(file),
);

const ORDER: DefinitionSource = {
  journey: 'order',
  version: 2,
  title: 'An "order"',
  startsOn: ['order.placed'],
  initial: 'open',
  states: {
    open: {
      type: 'parallel',
      on: { 'order.cancelled': { target: 'cancelled', actions: [{ raise: 'stock.freed' }] } },
      onDone: { target: 'shipped' },
      states: {
        payment: {
          title: 'Pay: card or bill?',
          initial: 'charging',
          states: {
            charging: {
              title: 'We charge the card',
              invoke: {
                service: 'charge-card',
                input: { amount: 'fields.amount * 2.0' },
                timeout: 'PT30S',
                onDone: [{ guard: 'event.data.ok && event.data.fee < 3', target: 'paid' }],
                onError: { target: 'payment-failed' },
              },
            },
            'payment-failed': {
              on: { 'payment.retried': { target: 'charging' } },
              after: { P3D: [{ guard: 'state.size() > 1', target: 'cancelled' }, {}] },
            },
            paid: { type: 'final' },
          },
        },
        packing: {
          on: {
            'packing.*': { target: 'boxed', internal: true },
            'packing.paused': { target: 'packed-before' },
          },
          states: {
            waiting: { always: { guard: 'fields.urgent', target: 'boxed' } },
            boxed: { on: { 'parcel.handed-over': { target: 'note' } } },
            note: { type: 'final' },
            'packed-before': { type: 'history', history: 'deep', target: 'waiting' },
          },
        },
      },
    },
    shipped: { type: 'final', outcome: 'shipped', entry: [{ notify: 'on-its-way' }] },
    cancelled: { type: 'final', outcome: 'cancelled' },
  },
};

/** With guards that hold once something has happened. */
function machineOf(source: DefinitionSource) {
  const machine = toXStateMachine(source) as Parameters<typeof createMachine>[0];
  const guards = { cel: ({ event }: { event: { type: string } }) => event.type !== 'xstate.init' };
  return createMachine(machine, { guards } as unknown as Parameters<typeof createMachine>[1]);
}

describe('an exported journey', () => {
  it.each(shipped)('draws %s, and XState takes it', (file) => {
    const { definition } = parseDefinition(readFileSync(join(JOURNEYS, file), 'utf8'), file);
    if (definition === undefined) throw new Error(`${file} has faults`);
    expect(checkMermaid(toMermaid(definition.source)).length).toBe(definition.states.size);
    const machine = machineOf(definition.source);
    const [snapshot] = initialTransition(machine);
    expect(snapshot.status).toBe('active');
  });

  it('is a Mermaid diagram with regions, titles, guards, timers and services', () => {
    const diagram = toMermaid(ORDER);
    expect(checkMermaid(diagram)).toHaveLength(12);
    const lines = diagram.split('\n').map((line) => line.trim());
    expect(lines).toEqual(
      expect.arrayContaining([
        'title: "An \\"order\\" (version 2)"',
        'state "Pay#58; card or bill?" as payment {',
        'charging : calls charge-card',
        'charging --> paid : charge-card answered [event.data.ok #38;#38; event.data.fee #60; 3]',
        'charging --> payment_failed : charge-card failed',
        'payment_failed --> cancelled : after P3D [state.size() #62; 1]',
        'payment_failed : after P3D',
        '--',
        'packing.* → boxed',
        'state "H*" as packed_before',
        'packed_before --> waiting : at first',
        'boxed --> note_ : parcel.handed-over',
        'open --> shipped : done',
        'open --> cancelled : order.cancelled / raise stock.freed',
        'shipped --> [*]',
      ]),
    );
  });

  it('is an SCXML document with its services, timers and histories', () => {
    const document = toScxml(ORDER);
    for (const part of [
      '<parallel id="open">',
      '<transition event="done.state.open" target="shipped"/>',
      '<invoke type="https://throughline.example/scxml/service" src="charge-card" id="charging.call" tl:timeout="PT30S">',
      '<param name="amount" expr="fields.amount * 2.0"/>',
      '<transition event="done.invoke.charging.call" cond="event.data.ok &amp;&amp; event.data.fee &lt; 3" target="paid"/>',
      '<send event="after.payment-failed.P3D" id="after.payment-failed.P3D" delay="259200s"/>',
      '<cancel sendid="after.payment-failed.P3D"/>',
      '<transition event="packing.*" target="boxed" type="internal"/>',
      '<history id="packed-before" type="deep">',
      '<raise event="stock.freed"/>',
    ]) {
      expect(document).toContain(part);
    }
  });

  it('goes on in XState by what its services answer', () => {
    const machine = machineOf(ORDER);
    const [start] = initialTransition(machine);
    const [paid] = transition(machine, start, { type: 'xstate.done.actor.charging' });
    expect(paid.value).toEqual({ open: { payment: 'paid', packing: 'boxed' } });
    const [shippedNow] = transition(machine, paid, { type: 'parcel.handed-over' });
    expect(shippedNow).toMatchObject({ value: 'shipped', status: 'done' });
  });

  it('starts in XState where it starts in several regions at once', () => {
    const initial = ['payment-failed', 'boxed'];
    const machine = machineOf({ ...ORDER, initial });
    const [start] = initialTransition(machine);
    expect(start.value).toEqual({ open: { payment: 'payment-failed', packing: 'boxed' } });
  });

  it('says where XState would go another way', () => {
    expect(differencesInXState(ORDER)).toEqual([
      '`charging`: `timeout` is only noted in `meta`; XState does not do it',
      '`packing`: `packing.*` stands before `packing.paused` and takes its events here; XState asks the longer one first',
      '`packing` → `packed-before` leaves `open` and enters it again; XState stays in it',
    ]);
    const selfish: DefinitionSource = {
      ...ORDER,
      states: {
        ...ORDER.states,
        open: {
          type: 'parallel',
          after: { PT1H: {}, PT60M: {} },
          states: {
            left: { on: { again: { target: 'left' }, '*': {} } },
            right: { on: { again: { target: 'right', internal: true } } },
          },
        },
      },
    };
    expect(differencesInXState(selfish)).toEqual([
      '`open`: two timers of one length are one in XState',
      '`left`: `*` would take the timers of `open` in XState',
      '`left` → `left` leaves `open` and enters it again; XState stays in it',
      '`right` → `right` leaves `open` and enters it again; XState stays in it',
    ]);
  });
});
