import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type LogEntry, type PlacedEntry, LATEST_SEMANTICS } from '#contracts';
import { compiled, foldAll, interaction } from '#testing';
import { type DefinitionSource, type OnErase } from '../index.js';

/** Is in every personal value, and in nothing else. */
const PERSONAL = 'Ana Silva';
const SUBJECT = 'ana00000000000000000';

const claim = (onErase: OnErase): DefinitionSource => ({
  journey: `claim-${onErase}`,
  version: 1,
  title: 'Claim',
  startsOn: ['claim.begun'],
  correlation: { by: 'data.about.name', concurrency: 'many' },
  onErase,
  fields: {
    kind: { type: 'string', from: ['claim.begun', 'claim.told'] },
    name: { type: 'string', pii: true, from: ['claim.begun', 'claim.told'], path: 'about.name' },
    phone: { type: 'string', recognise: true, from: ['claim.told'] },
  },
  initial: 'begun',
  states: {
    begun: {
      on: {
        'claim.told': {
          target: 'told',
          actions: [{ notify: 'thanks', input: { to: 'fields.name', again: 'event.data.phone' } }],
        },
      },
      defer: ['claim.closed'],
    },
    told: {
      invoke: {
        service: 'assess',
        input: { name: 'fields.name', kind: 'fields.kind' },
        timeout: 'PT1H',
        retry: { attempts: 3 },
        compensate: { service: 'forget' },
        onDone: { target: 'assessed' },
        onError: { target: 'begun' },
      },
      on: { 'claim.told': { guard: `fields.name == 'somebody else'` } },
    },
    assessed: {
      on: { 'claim.told': { target: 'told' }, 'claim.closed': { target: 'over' } },
      after: { P1D: { actions: [{ notify: 'reminder', input: { to: 'fields.name' } }] } },
    },
    over: { type: 'final', outcome: 'settled' },
  },
});

const DEFINITIONS = compiled(claim('end'), claim('anonymise'));

const happening = fc.record({
  type: fc.constantFrom('claim.begun', 'claim.told', 'claim.told', 'claim.closed', 'page.viewed'),
  /** Of the journeys that are there: the one it names; none: by correlation. */
  names: fc.option(fc.nat(3), { nil: undefined }),
  answers: fc.boolean(),
  after: fc.constantFrom(0, 60_000, 7_200_000, 200_000_000),
});

const story = fc.record({
  before: fc.array(happening, { maxLength: 30 }),
  since: fc.array(happening, { maxLength: 15 }),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

const ERASURE: LogEntry = {
  name: 'IdentityChange',
  value: {
    id: 'e-1',
    kind: 'erased',
    subjectId: SUBJECT,
    otherSubjectId: null,
    identifiers: [],
    time: 0,
    reason: null,
    journeys: [],
    operator: null,
    restored: [],
    fieldsBack: [],
  },
};

/** A log in which each record may name what the records before it made. */
function written(before: readonly Happening[], since: readonly Happening[]): PlacedEntry[] {
  const records: PlacedEntry[] = [];
  let timestamp = Date.parse('2026-11-21T10:00:00Z');
  const write = (entry: LogEntry): void => {
    records.push({
      entry,
      partition: 0,
      offset: records.length,
      timestamp,
      semantics: LATEST_SEMANTICS,
    });
  };
  const happens = ({ type, names, answers, after }: Happening): void => {
    timestamp += after;
    const { state, decisions } = foldAll(DEFINITIONS, records);
    const journey = names === undefined ? undefined : state?.journeys[names];
    const calls = decisions.flatMap(({ actions }) => actions).filter(({ kind }) => kind === 'call');
    const call = answers
      ? calls.findLast((one) => one.journeyId === journey?.journeyId)
      : undefined;
    const person = { about: { name: PERSONAL }, phone: `+1 ${PERSONAL}` };
    write({
      name: 'Interaction',
      value: interaction({
        id: `i-${records.length}`,
        subjectId: SUBJECT,
        type: call === undefined ? type : 'service.answered',
        time: timestamp,
        identifiers: [{ scheme: 'name', value: PERSONAL, verified: false }],
        actor: { kind: 'customer', id: PERSONAL },
        journeyId: journey?.journeyId ?? null,
        data: Buffer.from(JSON.stringify({ ...person, kind: 'water', action: call?.id })),
      }),
    });
  };
  before.forEach(happens);
  write(ERASURE);
  since.forEach(happens);
  return records;
}

const json = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) =>
    one instanceof Uint8Array ? Buffer.from(one).toString() : one,
  );

describe('for every story of a customer', () => {
  it('no personal value is kept, or put out, once they are erased (E1)', () => {
    fc.assert(
      fc.property(story, ({ before, since }) => {
        const records = written(before, since);
        const { decisions } = foldAll(DEFINITIONS, records);
        const at = before.length;
        decisions.slice(at).forEach((decision, index) => {
          // A timer that was due before the erasure fires before it, with what it knew.
          const { actions, ...rest } = decision;
          expect(json(index === 0 ? rest : { ...rest, actions })).not.toContain(PERSONAL);
        });
      }),
    );
  });

  it('no journey begins afterwards (E2)', () => {
    fc.assert(
      fc.property(story, ({ before, since }) => {
        const { decisions } = foldAll(DEFINITIONS, written(before, since));
        const later = decisions.slice(before.length);
        expect(later.flatMap(({ journeyEvents }) => journeyEvents)).not.toContainEqual(
          expect.objectContaining({ type: 'started' }),
        );
      }),
    );
  });

  it('with `onErase: end` it is the last change of a journey, and the fold comes to it again (I7)', () => {
    fc.assert(
      fc.property(story, ({ before, since }) => {
        const records = written(before, since);
        const { state, decisions } = foldAll(DEFINITIONS, records);
        const erasure = decisions[before.length];
        const ended = erasure?.state.journeys.filter((one) => one.definition === 'claim-end') ?? [];
        for (const journey of ended) {
          expect(journey.status).toBe('ended');
          expect(state?.journeys.find((one) => one.journeyId === journey.journeyId)).toEqual(
            journey,
          );
        }
        expect(foldAll(DEFINITIONS, records).state).toEqual(state);
      }),
    );
  });
});
