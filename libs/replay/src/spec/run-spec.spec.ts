import { describe, expect, it } from '@jest/globals';
import { runSpec, type SpecResult } from './run-spec.js';

const PARCEL = `journey: parcel
version: 1
title: Parcel
startsOn: [parcel.sent]
lateness: { accept: P7D, then: record }
ignore: [scan.*]
fields:
  address: { type: string, from: [parcel.sent, parcel.redirected], pii: true }
  weight: { type: number, from: [parcel.sent] }
initial: underway
states:
  underway:
    title: On its way
    channels: { web: /track, phone: Where shall it go? }
    needs: [address]
    on:
      parcel.redirected: { actions: [{ task: change-label, input: { to: fields.address } }] }
      parcel.delivered:
        - { target: delivered, guard: event.data.signed }
        - { target: lost }
    after:
      P3D: { actions: [{ notify: delayed }] }
      P10D: { target: lost }
  lost: { type: final, outcome: failed, entry: [{ task: search }] }
  delivered: { type: final, outcome: delivered }
`;

const HEAD = 'journey: parcel\nversion: 1\n';
const SENT = '{ event: parcel.sent, channel: web, data: { address: Rua A 1, weight: 2.5 } }';

const run = (spec: string, definition = PARCEL) =>
  runSpec({
    definition: { file: 'v1.yaml', text: definition },
    spec: { file: 'v1.spec.yaml', text: spec },
  });

const resultOf = (spec: string, definition?: string): SpecResult => {
  const { result, faults } = run(spec, definition);
  if (result === undefined) throw new Error(JSON.stringify(faults));
  return result;
};

/** One scenario that begins with a parcel being sent. */
const scenario = (when: string, then: string): string =>
  `${HEAD}scenarios:\n  - name: it\n    given: ${SENT}\n    when: ${when}\n    then: ${then}\n`;

const failuresOf = (when: string, then: string): readonly string[] =>
  resultOf(scenario(when, then)).scenarios.flatMap(({ failures }) =>
    failures.map(({ message }) => message),
  );

const faultsOf = (spec: string): readonly string[] =>
  run(spec).faults.map(({ line, column, message }) => `${line}:${column} ${message}`);

describe('an expectation', () => {
  const REDIRECTED = '{ event: parcel.redirected, channel: phone, data: { address: Rua B 2 } }';

  it.each([
    [
      'the state',
      '{ state: underway }',
      '{ state: lost }',
      'state: expected ["lost"], came ["underway"]',
    ],
    [
      'the status',
      '{ status: open }',
      '{ status: ended }',
      'status: expected "ended", came "open"',
    ],
    [
      'the outcome',
      '{ state: underway }',
      '{ outcome: delivered }',
      'outcome: expected "delivered", came null',
    ],
    [
      'a field',
      '{ fields: { address: Rua B 2 } }',
      '{ fields: { weight: 3 } }',
      'fields.weight: expected 3, came 2.5',
    ],
    [
      'where a field is from',
      '{ fields: { address: { channel: phone, status: collected } } }',
      '{ fields: { address: { status: verified } } }',
      'fields.address.status: expected "verified", came "collected"',
    ],
    [
      'a missing field',
      '{ fields: { address: Rua B 2 } }',
      '{ fields: { address: null } }',
      'fields.address: expected "missing", came "collected"',
    ],
    [
      'the channel',
      '{ channel: phone }',
      '{ channel: web }',
      'channel: expected "web", came "phone"',
    ],
    [
      'the disposition',
      '{ disposition: captured }',
      '{ disposition: advanced }',
      'disposition: expected "advanced", came "captured"',
    ],
    [
      'the actions',
      '{ actions: [{ task: change-label, input: { to: Rua B 2 } }] }',
      '{ actions: [{ task: change-label, input: { to: Rua C 3 } }] }',
      'actions: expected task change-label {"to":"Rua C 3"}, came task change-label {"to":"Rua B 2"}',
    ],
    [
      'that nothing is sent',
      '{ actions: [{ task: change-label }] }',
      '{ actions: [] }',
      'actions: expected none, came task change-label {"to":"Rua B 2"}',
    ],
    [
      'journey events in order',
      '{ events: [channel-switched, captured] }',
      '{ events: [advanced] }',
      'events: expected in this order ["advanced"], came ["channel-switched","captured"]',
    ],
    [
      'a timer',
      "{ timers: { 'underway:P3D': P2DT23H59M, 'lost:P1D': null } }",
      "{ timers: { 'underway:P3D': P1D } }",
      'timers.underway:P3D: expected P1D (2026-01-06T09:02:00.000Z), came 2026-01-08T09:01:00.000Z',
    ],
    [
      'a timer at its time',
      "{ timers: { 'underway:P3D': '2026-01-08T09:01:00Z' } }",
      "{ timers: { 'underway:P9D': P9D } }",
      'timers.underway:P9D: expected a timer due P9D, but it is not set; set are ["underway:P3D","underway:P10D"]',
    ],
    [
      'what the next channel is told',
      '{ continuation: { channel: web, prompt: /track, here: true, needs: [], missing: [] } }',
      '{ continuation: { channel: chat, here: true } }',
      'continuation.here: expected true, came false',
    ],
    [
      'the next steps',
      '{ continuation: { next: [parcel.redirected, parcel.delivered] } }',
      '{ continuation: { next: [parcel.delivered] } }',
      'continuation.next: expected ["parcel.delivered"], came ["parcel.delivered","parcel.redirected"]',
    ],
    [
      'the number of journeys',
      '{ journeys: 1 }',
      '{ journeys: 2 }',
      'journeys: expected 2, came 1',
    ],
    [
      'which journey',
      '{ journey: 1, state: underway }',
      '{ journey: 2, state: underway }',
      '`customer` has no journey 2',
    ],
  ])('compares %s', (_, met, unmet, message) => {
    expect(failuresOf(REDIRECTED, met)).toEqual([]);
    expect(failuresOf(REDIRECTED, unmet)).toEqual([message]);
  });

  it('tells where it stands, after which step, and what became of that', () => {
    const text = scenario('{ event: parcel.returned, channel: web }', '\n      state: lost');
    expect(resultOf(text).scenarios[0]?.failures).toEqual([
      {
        file: 'v1.spec.yaml',
        line: 8,
        column: 7,
        message: 'state: expected ["lost"], came ["underway"]',
        step: 'step 2: parcel.returned on web',
        disposition: 'unmatched, no-definition, no journey definition knows `parcel.returned`',
      },
    ]);
  });

  it('is asked after its own step, and goes on after it was not met', () => {
    const text = `[{ wait: P3D, expect: { actions: [], state: lost } }, { wait: P7D }]`;
    expect(
      failuresOf(text, '{ outcome: failed, actions: [{ notify: delayed }, { task: search }] }'),
    ).toEqual([
      'actions: expected none, came notify delayed',
      'state: expected ["lost"], came ["underway"]',
    ]);
  });
});

describe('a scenario', () => {
  it('fires what is due before a step, in order, and at the time it is due', () => {
    const when = '{ event: parcel.delivered, channel: web, data: { signed: true }, after: P11D }';
    expect(
      failuresOf(when, '{ outcome: failed, disposition: unmatched, reason: journey-closed }'),
    ).toEqual([]);
  });

  it('stops at a step that cannot be done', () => {
    const when = "[{ event: scan.read, channel: web, at: '2026-01-01T00:00:00Z' }, { wait: P10D }]";
    expect(failuresOf(when, '{ outcome: failed }')).toEqual([
      'time does not go back: it is 2026-01-05T09:01:00.000Z before `scan.read on web`',
    ]);
    expect(failuresOf('{ command: cancel, as: nobody }', '{ journeys: 0 }')).toEqual([
      '`nobody` has no journey',
    ]);
    expect(failuresOf('{ answer: crm }', '{ state: underway }')).toEqual([
      expect.stringMatching(/waits for no answer, not for one of `crm`$/),
    ]);
  });

  it('sees late events, repetitions, and customers who do not meet', () => {
    expect(
      failuresOf('{ event: parcel.delivered, channel: web, late: P8D }', '{ disposition: late }'),
    ).toEqual([]);
    const twice = '[{ event: parcel.redirected, channel: web, id: one }, { again: one }]';
    expect(failuresOf(twice, '{ disposition: duplicate }')).toEqual([]);
    const other = '{ event: parcel.sent, channel: phone, as: bert }';
    expect(
      failuresOf(
        other,
        '[{ as: customer, channel: web, journeys: 1 }, { channel: phone, journeys: 1 }]',
      ),
    ).toEqual([]);
  });
});

describe('coverage', () => {
  it('names what no scenario reaches, with its place in the definition', () => {
    const { coverage, spotOf } = resultOf(
      scenario(
        '{ event: parcel.delivered, channel: web, data: { signed: true } }',
        '{ outcome: delivered }',
      ),
    );
    const { states, transitions, dispositionsMissed } = coverage;
    expect(states).toMatchObject({ of: 3, missed: [{ label: 'lost' }] });
    expect(states.missed.map(spotOf)).toEqual([{ file: 'v1.yaml', line: 24, column: 3 }]);
    expect(transitions.of).toBe(5);
    expect(transitions.missed.map((place) => [place.label, spotOf(place).line])).toEqual([
      ['underway: parcel.redirected', 17],
      ['underway: parcel.delivered #2 → lost', 20],
      ['underway: after P3D', 22],
      ['underway: after P10D → lost', 23],
    ]);
    expect(dispositionsMissed).toEqual(['late', 'ignored']);
  });
});

describe('a spec file', () => {
  it('tells every fault of shape at once', () => {
    const text = `${HEAD}colour: red
scenarios:
  - name: one
    when: [{ event: Parcel, channel: web }, { wait: P1M }, { event: a, chanel: web, channel: web }]
    then: {}
  - name: two
    when: { event: a.b, wait: P1D, channel: web }
    then: { disposition: gone }
`;
    expect(faultsOf(text)).toEqual([
      "3:1 a journey's spec has no `colour`; it may have: journey, version, starts, steps, scenarios",
      expect.stringMatching(/^6:21 `Parcel` is not an event type/),
      expect.stringMatching(/^6:53 `P1M` is not a duration/),
      '6:72 an event has no `chanel`; did you mean `channel`?',
      '7:5 `then` must not be empty',
      '9:5 a step has exactly one of event, wait, answer, fail, command, again',
      '9:13 a wait has no `event`; it may have: wait, as, expect',
      expect.stringMatching(/^9:25 an event has no `wait`; it may have: event, channel, /),
      '9:36 a wait has no `channel`; it may have: wait, as, expect',
      expect.stringMatching(/^10:26 `disposition` must be advanced, or captured/),
    ]);
  });

  it('tells every fault of meaning at once', () => {
    const text = `journey: packet
version: 2
steps:
  one: [two]
  two: [one]
scenarios:
  - name: same
    given: ones
    when: { again: first }
    then: { state: losst, outcome: delivred, fields: { adress: x }, continuation: { needs: [wait] } }
  - name: same
    when: { wait: PT0S }
    then: { journeys: 0 }
`;
    expect(faultsOf(text)).toEqual([
      '1:10 the definition beside this file is `journey: parcel`',
      '2:10 the definition beside this file is `version: 1`',
      '4:9 the steps `two` hold themselves',
      '5:9 the steps `one` hold themselves',
      '8:12 there are no steps `ones`; did you mean `one`?',
      '9:20 no event before has the id `first`',
      '10:20 state `losst` does not exist; did you mean `lost`?',
      '10:36 outcome `delivred` does not exist; did you mean `delivered`?',
      '10:56 field `adress` does not exist; did you mean `address`?',
      '10:93 field `wait` does not exist',
      '11:11 another scenario has this name',
      '12:19 duration `PT0S` is shorter than one second',
    ]);
  });

  it('is refused when its named steps grow without bound', () => {
    const doubling = Array.from({ length: 40 }, (_, at) => `  s${at}: [s${at + 1}, s${at + 1}]\n`);
    const steps = `steps:\n${doubling.join('')}  s40: { wait: P1D }\n`;
    const text = `${HEAD}${steps}scenarios:\n  - { name: it, when: s0, then: { journeys: 0 } }\n`;
    expect(faultsOf(text)).toEqual([
      expect.stringMatching(/the scenarios come to more than 50000 steps$/),
    ]);
  });

  it('is not run beside a faulty definition', () => {
    const { faults } = run(
      scenario('{ wait: P1D }', '{ state: lost }'),
      PARCEL.replace('target: lost', 'target: los'),
    );
    expect(faults).toMatchObject([{ file: 'v1.yaml', severity: 'error' }]);
  });
});
