import { describe, expect, it } from '@jest/globals';
import { type IdentityChange, type LogEntry } from '#contracts';
import { compiled, MergingSubjects } from '#testing';
import { type DefinitionSource, type OnErase } from '../index.js';

const ANON = 'anonymous00000000000';
const ANA = 'ana00000000000000000';

const order = (onErase?: OnErase): DefinitionSource => ({
  journey: 'order',
  version: 1,
  title: 'Order',
  startsOn: ['order.started'],
  ...(onErase && { onErase }),
  fields: {
    item: { type: 'string', from: ['order.item-added'] },
    name: { type: 'string', pii: true, from: ['order.named'] },
    email: { type: 'string', identifies: 'email', from: ['order.named'] },
  },
  initial: 'basket',
  states: {
    basket: {
      on: { 'order.item-added': {}, 'order.named': {}, 'order.paid': { target: 'paid' } },
      defer: ['order.delivered'],
      after: { PT30M: { target: 'lost' } },
    },
    paid: {
      invoke: {
        service: 'ship',
        input: { name: 'fields.name', item: 'fields.item' },
        compensate: { service: 'call-back' },
        onError: { target: 'failed' },
        onDone: { target: 'underway' },
      },
    },
    underway: { on: { 'order.named': {}, 'order.delivered': { target: 'delivered' } } },
    delivered: { type: 'final', outcome: 'delivered' },
    lost: { type: 'final', outcome: 'lost' },
    failed: { type: 'final', outcome: 'failed' },
  },
});

const erased = (subjectId: string, id = `erased-${subjectId}`): LogEntry => {
  const value: IdentityChange = {
    id,
    kind: 'erased',
    subjectId,
    otherSubjectId: null,
    identifiers: [],
    time: 0,
    reason: 'asked for',
    journeys: [],
    operator: 'olga',
    restored: [],
    fieldsBack: [],
  };
  return { name: 'IdentityChange', value };
};

function subjects(onErase?: OnErase): MergingSubjects {
  return new MergingSubjects(compiled(order(onErase)));
}

/** A paid order of a named person. */
function paid(all: MergingSubjects, subject = ANA): string {
  const journeyId = all.happens(subject, 'order.started').journeyIds[0] ?? '';
  all.happens(subject, 'order.item-added', null, { item: 'kettle' });
  all.happens(subject, 'order.named', null, { name: 'Ana', email: 'ana@example.org' });
  all.happens(subject, 'order.paid');
  return journeyId;
}

describe('an erasure', () => {
  it('ends what runs, asks nothing of anyone, and keeps no value', () => {
    const all = subjects();
    const journeyId = paid(all);
    const { version } = all.journey(ANA, journeyId);
    expect(all.append(erased(ANA))).toMatchObject({
      kind: 'advanced',
      reason: 'erased',
      journeyIds: [journeyId],
    });
    expect(all.journey(ANA, journeyId)).toMatchObject({
      status: 'ended',
      outcome: 'erased',
      version: version + 1,
      configuration: ['paid'],
      fields: {},
      deferred: [],
      invocations: [],
      recent: [],
      timers: [],
    });
    expect(all.told(journeyId).at(-1)).toBe('erased');
    expect(all.state(ANA).erasedAt).not.toBeNull();
  });

  it('empties what has ended, which stays ended as it did', () => {
    const all = subjects();
    const journeyId = paid(all);
    all.command(ANA, journeyId, 'cancel');
    all.append(erased(ANA));
    expect(all.journey(ANA, journeyId)).toMatchObject({
      status: 'ended',
      outcome: 'cancelled',
      fields: {},
      recent: [],
    });
  });

  it('is done once, however often it is told', () => {
    const all = subjects();
    const journeyId = paid(all);
    all.append(erased(ANA));
    const { version } = all.journey(ANA, journeyId);
    expect(all.append(erased(ANA))).toMatchObject({ kind: 'duplicate' });
    expect(all.append(erased(ANA, 'again'))).toMatchObject({ kind: 'ignored', reason: 'erased' });
    expect(all.journey(ANA, journeyId).version).toBe(version);
  });

  it('lets nothing begin that comes late, and nothing be unmatched', () => {
    const all = subjects();
    const journeyId = paid(all);
    all.append(erased(ANA));
    for (const about of [null, journeyId, `${ANA}.nowhere2`]) {
      expect(all.happens(ANA, 'order.started', about)).toMatchObject({
        kind: 'ignored',
        reason: 'erased',
      });
    }
    expect(all.state(ANA).journeys).toHaveLength(1);
  });

  it('reaches the journeys that were on their way to the customer', () => {
    const sender = subjects();
    const journeyId = paid(sender, ANON);
    sender.merge(ANON, ANA);
    const moved = sender.sent.find(({ name }) => name === 'JourneysMoved');
    const all = subjects();
    all.append(erased(ANA));
    all.append(moved as LogEntry);
    expect(all.journey(ANA, journeyId)).toMatchObject({ outcome: 'erased', fields: {} });
  });

  it('of somebody who was merged leaves the way on that their journeys took', () => {
    const all = subjects('anonymise');
    const journeyId = paid(all, ANON);
    all.merge(ANON, ANA);
    all.append(erased(ANON));
    all.append(erased(ANA));
    expect(all.command(ANON, journeyId, 'cancel')).toMatchObject({ reason: 'forwarded' });
    expect(all.journey(ANA, journeyId)).toMatchObject({ outcome: 'cancelled' });
    expect(all.happens(ANON, 'order.started')).toMatchObject({ reason: 'erased' });
  });

  it('is not undone by a split or a merge that is told late', () => {
    const all = subjects('anonymise');
    const journeyId = paid(all);
    all.append(erased(ANA));
    all.split(ANA, ANON, [journeyId]);
    all.merge(ANA, ANON);
    expect(all.last(ANA)).toMatchObject({ kind: 'ignored', reason: 'erased' });
    expect(all.journey(ANA, journeyId).status).toBe('open');
  });
});

describe('with `onErase: anonymise`', () => {
  it('a journey goes on with what is not personal', () => {
    const all = subjects('anonymise');
    const journeyId = paid(all);
    all.append(erased(ANA));
    const journey = all.journey(ANA, journeyId);
    expect(journey).toMatchObject({ status: 'open', configuration: ['paid'], deferred: [] });
    expect(Object.keys(journey.fields)).toEqual(['item']);
    expect(journey.invocations.map(({ input }) => JSON.parse(input) as unknown)).toEqual([
      { name: null, item: 'kettle' },
    ]);
  });

  it('a service answers it, and nothing personal that is sent by its id is kept', () => {
    const all = subjects('anonymise');
    const journeyId = paid(all);
    const [{ action } = { action: '' }] = all.journey(ANA, journeyId).invocations;
    all.append(erased(ANA));
    expect(all.happens(ANA, 'service.answered', journeyId, { action })).toMatchObject({
      kind: 'advanced',
    });
    all.happens(ANA, 'order.named', journeyId, { name: 'Ana', email: 'ana@example.org' });
    expect(Object.keys(all.journey(ANA, journeyId).fields)).toEqual(['item']);
    all.happens(ANA, 'order.delivered', journeyId);
    expect(all.journey(ANA, journeyId)).toMatchObject({ outcome: 'delivered' });
  });

  it('what waited is gone', () => {
    const all = subjects('anonymise');
    const journeyId = all.happens(ANA, 'order.started').journeyIds[0] ?? '';
    all.happens(ANA, 'order.delivered', null, { note: 'for Ana' });
    expect(all.journey(ANA, journeyId).deferred).toHaveLength(1);
    all.append(erased(ANA));
    expect(all.journey(ANA, journeyId)).toMatchObject({ status: 'open', deferred: [] });
  });
});
