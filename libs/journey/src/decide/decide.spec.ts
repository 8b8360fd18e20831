import { describe, expect, it } from '@jest/globals';
import { CARD_APPLICATION, JourneyScenario } from '#testing';
import { type DefinitionSource } from '../definition/definition.js';

function started(): JourneyScenario {
  const scenario = new JourneyScenario(CARD_APPLICATION);
  scenario.happens('application.started', { data: { country: 'PT' } });
  return scenario;
}

function inIdentity(): JourneyScenario {
  const scenario = started();
  scenario.happens('application.details-submitted', {
    data: { fullName: 'Ana Silva', income: 52_000, contact: { email: 'ana@example.org' } },
  });
  return scenario;
}

const types = (decision: { journeyEvents: readonly { type: string }[] }): string[] =>
  decision.journeyEvents.map(({ type }) => type);

describe('a start event', () => {
  it('opens a journey that names its subject, and captures what it brings', () => {
    const scenario = new JourneyScenario(CARD_APPLICATION);
    const decision = scenario.happens('application.started', { data: { country: 'PT' } });
    const { journey } = scenario;
    expect(journey.journeyId).toMatch(/^abcdefghijklmnopqrst\.[a-z2-7]{8}$/);
    expect(journey).toMatchObject({
      version: 1,
      status: 'open',
      configuration: ['details'],
      startedOn: 'web',
      fields: { country: { value: '"PT"', channel: 'web', interactionId: 'i-0' } },
    });
    expect(journey.timers.map(({ id }) => id)).toEqual([
      'details:PT30M',
      'details:P14D',
      ':stalled',
    ]);
    expect(types(decision)).toEqual(['started', 'captured']);
    expect(decision.disposition).toMatchObject({
      kind: 'advanced',
      journeyIds: [journey.journeyId],
    });
    expect(decision.changed).toEqual([journey]);
  });

  it('is about the open journey when there is one: nobody starts again', () => {
    const scenario = inIdentity();
    const decision = scenario.happens('application.started', { channel: 'phone' });
    expect(scenario.journeys).toHaveLength(1);
    expect(types(decision)).toEqual(['channel-switched', 'captured', 'restarted']);
    expect(decision.disposition).toMatchObject({ kind: 'captured' });
    expect(decision.disposition.detail).toContain('is open already and goes on');
  });

  it('opens one more where a definition allows many', () => {
    const scenario = new JourneyScenario({
      ...CARD_APPLICATION,
      correlation: { by: 'subject', concurrency: 'many' },
    });
    scenario.happens('application.started');
    scenario.happens('application.started');
    expect(scenario.journeys.map(({ status }) => status)).toEqual(['open', 'open']);
    expect(new Set(scenario.journeys.map(({ journeyId }) => journeyId)).size).toBe(2);
  });

  it('opens one of every definition it starts', () => {
    const scenario = new JourneyScenario(CARD_APPLICATION, {
      ...CARD_APPLICATION,
      journey: 'welcome-pack',
    });
    const { disposition } = scenario.happens('application.started');
    expect(scenario.journeys.map(({ definition }) => definition)).toEqual([
      'card-application',
      'welcome-pack',
    ]);
    expect(disposition.journeyIds).toHaveLength(2);
  });

  it('may carry the initial state on by itself', () => {
    const scenario = new JourneyScenario({
      ...CARD_APPLICATION,
      startsOn: ['application.started', 'application.details-submitted'],
    });
    const decision = scenario.happens('application.details-submitted', {
      data: { fullName: 'Ana', income: 1 },
    });
    expect(scenario.journey.configuration).toEqual(['identity']);
    expect(types(decision)).toEqual(['started', 'captured', 'advanced']);
  });
});

describe('an interaction', () => {
  it('takes the transition its state has for it', () => {
    const scenario = started();
    const decision = scenario.happens('application.details-submitted', {
      data: { fullName: 'Ana Silva', income: 52_000, contact: { email: 'ana@example.org' } },
    });
    expect(decision.disposition.kind).toBe('advanced');
    expect(scenario.journey).toMatchObject({ version: 2, configuration: ['identity'] });
    expect(decision.journeyEvents.at(-1)).toMatchObject({
      id: 'je-3-1-1',
      type: 'advanced',
      from: ['details'],
      to: ['identity'],
      version: 2,
      cause: { kind: 'interaction', id: 'i-1', partition: 3, offset: 1 },
    });
    expect(scenario.journey.timers.map(({ id }) => id)).toEqual([':stalled']);
  });

  it('is captured when it brings fields and no move', () => {
    const scenario = inIdentity();
    const decision = scenario.happens('profile.changed', { data: { income: 60_000 } });
    expect(decision.disposition.kind).toBe('captured');
    expect(decision.journeyEvents).toMatchObject([{ type: 'captured', fields: ['income'] }]);
    expect(scenario.journey.fields['income']).toMatchObject({
      value: '60000',
      interactionId: 'i-2',
    });
  });

  it('switches the channel when the customer or an agent comes on another one', () => {
    const scenario = inIdentity();
    const decision = scenario.happens('identity.submitted', {
      channel: 'phone',
      actor: 'agent',
      data: { idNumber: 'P-1' },
    });
    expect(decision.journeyEvents[0]).toMatchObject({
      type: 'channel-switched',
      channel: 'phone',
      previousChannel: 'web',
    });
    expect(scenario.journey.lastChannel).toBe('phone');
  });

  it('of a system switches nothing', () => {
    const scenario = inIdentity();
    scenario.happens('identity.submitted', {
      channel: 'back-office',
      actor: 'system',
      data: { idNumber: 'P-1' },
    });
    expect(scenario.journey.lastChannel).toBe('web');
  });

  it('ends the journey in a final state, by its outcome', () => {
    const scenario = inIdentity();
    const { journeyEvents } = scenario.happens('application.withdrawn');
    expect(journeyEvents.at(-1)).toMatchObject({ type: 'cancelled', outcome: 'cancelled' });
    expect(scenario.journey).toMatchObject({ status: 'ended', timers: [], endedAt: scenario.now });
  });

  it('asks downstream services for what the definition says, with computed input', () => {
    const scenario = inIdentity();
    scenario.happens('identity.submitted', { data: { idNumber: 'P-1' } });
    const { actions } = scenario.happens('identity.verified', { data: { level: 0.9 } });
    expect(actions).toMatchObject([
      { id: 'ac-3-3-0', kind: 'call', name: 'credit-check', definition: 'card-application' },
    ]);
    expect(JSON.parse(actions[0]?.input ?? '')).toEqual({
      id: 'P-1',
      at: new Date(scenario.now).toISOString(),
    });
  });

  it('touches journeys of several definitions', () => {
    const scenario = new JourneyScenario(CARD_APPLICATION, {
      ...CARD_APPLICATION,
      journey: 'welcome-pack',
    });
    scenario.happens('application.started');
    const { disposition, changed } = scenario.happens('application.withdrawn');
    expect(changed).toHaveLength(2);
    expect(disposition.journeyIds).toEqual(scenario.journeys.map(({ journeyId }) => journeyId));
  });
});

describe('a field', () => {
  it('of a wrong type is not captured, and the disposition says why', () => {
    const scenario = started();
    const { disposition } = scenario.happens('application.details-submitted', {
      data: { fullName: 'Ana', income: 'much' },
    });
    expect(disposition).toMatchObject({
      kind: 'advanced',
      detail: 'income not captured: it must be of type number, what came is string',
    });
    expect(scenario.journey.fields).not.toHaveProperty('income');
  });

  it('is not taken from data that is not JSON', () => {
    const scenario = inIdentity();
    const decision = scenario.happens('profile.changed', {
      dataContentType: 'avro/x.v1',
      data: {},
    });
    expect(decision.disposition).toMatchObject({ kind: 'unmatched' });
    expect(decision.disposition.detail).toContain('data is avro/x.v1, not JSON');
  });

  it('that prefers the first value keeps it', () => {
    const scenario = started();
    const { disposition } = scenario.happens('profile.changed', { data: { country: 'ES' } });
    expect(scenario.journey.fields['country']?.value).toBe('"PT"');
    expect(disposition).toMatchObject({
      kind: 'captured',
      detail: 'country kept as it was: the first value stays',
    });
  });

  it('that prefers the latest value takes it by when it happened, not when it arrived', () => {
    const scenario = inIdentity();
    scenario.happens('profile.changed', { data: { income: 1 }, time: scenario.now - 3_600_000 });
    expect(scenario.journey.fields['income']?.value).toBe('52000');
  });

  it('is not younger than now, whatever the sender’s clock says', () => {
    const scenario = inIdentity();
    scenario.happens('profile.changed', { data: { income: 1 }, time: scenario.now + 9e12 });
    scenario.happens('profile.changed', { data: { income: 2 } });
    expect(scenario.journey.fields['income']?.value).toBe('2');
  });

  it('brought by a sender whose clock is out of this world still has a time', () => {
    const scenario = inIdentity();
    for (const time of [-9e15, 9e15]) {
      const { disposition } = scenario.happens('identity.submitted', {
        data: { idNumber: 'P-1' },
        time,
        clock: 'broken',
      });
      expect(disposition.kind).toBe('unmatched');
      expect(new Date(disposition.time).getTime()).toBe(disposition.time);
    }
  });

  it('is verified by its event when no guard refused that', () => {
    const scenario = inIdentity();
    scenario.happens('identity.submitted', { data: { idNumber: 'P-1' } });
    scenario.happens('identity.verified', { data: { level: 0.1 } });
    expect(scenario.journey.fields['idNumber']?.verified).toBe(false);
    scenario.happens('identity.verified', { data: { level: 0.9 } });
    expect(scenario.journey.fields['idNumber']?.verified).toBe(true);
  });

  it('that prefers verified values keeps one', () => {
    const scenario = inIdentity();
    scenario.happens('identity.submitted', { data: { idNumber: 'P-1' } });
    scenario.happens('identity.verified', { data: { level: 0.9 } });
    scenario.happens('identity.submitted', { data: { idNumber: 'P-2' } });
    expect(scenario.journey.fields['idNumber']).toMatchObject({ value: '"P-1"', verified: true });
  });

  it('loses its verification with its value', () => {
    const scenario = new JourneyScenario({
      ...CARD_APPLICATION,
      fields: {
        ...CARD_APPLICATION.fields,
        idNumber: {
          type: 'string',
          from: ['identity.submitted'],
          verifiedBy: 'profile.changed',
        },
      },
    });
    scenario.happens('application.started');
    scenario.happens('identity.submitted', { data: { idNumber: 'P-1' } });
    scenario.happens('profile.changed');
    scenario.happens('identity.submitted', { data: { idNumber: 'P-1' } });
    expect(scenario.journey.fields['idNumber']?.verified).toBe(true);
    scenario.happens('identity.submitted', { data: { idNumber: 'P-2' } });
    expect(scenario.journey.fields['idNumber']?.verified).toBe(false);
  });
});

describe('an event that comes early', () => {
  it('waits for the state that wants it, and is told once', () => {
    const scenario = started();
    const early = scenario.happens('credit.reported', { data: { score: 700 }, actor: 'system' });
    expect(early.disposition).toMatchObject({ kind: 'deferred', reason: null });
    expect(scenario.journey.fields).not.toHaveProperty('score');
    scenario.happens('application.details-submitted', { data: { fullName: 'Ana', income: 1 } });
    expect(scenario.journey.deferred).toHaveLength(1);
    scenario.happens('identity.submitted', { data: { idNumber: 'P-1' } });
    const decision = scenario.happens('identity.verified', { data: { level: 1 } });
    expect(scenario.journey).toMatchObject({
      configuration: ['offer'],
      deferred: [],
      version: 5,
      fields: { score: { value: '700', interactionId: 'i-1' } },
    });
    expect(decision.journeyEvents.at(-1)).toMatchObject({
      type: 'advanced',
      from: ['credit'],
      to: ['offer'],
      cause: { id: 'i-1', offset: 1 },
    });
  });

  it('is refused when too many wait already', () => {
    const scenario = started();
    for (let i = 0; i < 64; i++) scenario.happens('credit.reported', { data: { score: i } });
    const { disposition } = scenario.happens('credit.reported', { data: { score: 64 } });
    expect(disposition).toMatchObject({ kind: 'unmatched', reason: 'state-does-not-accept' });
    expect(disposition.detail).toContain('64 events waiting');
  });
});

describe('a record that changes nothing says why:', () => {
  it('it came before', () => {
    const scenario = inIdentity();
    const before = scenario.state;
    const decision = scenario.again(1);
    expect(decision.disposition).toMatchObject({ kind: 'duplicate', journeyIds: [] });
    expect(scenario.state).toBe(before);
  });

  it('it came with the same id from elsewhere, which is another event', () => {
    const scenario = inIdentity();
    const { disposition } = scenario.happens('profile.changed', {
      id: 'i-1',
      source: '//crm',
      data: { income: 1 },
    });
    expect(disposition.kind).toBe('captured');
  });

  it('no definition knows it', () => {
    const { disposition } = started().happens('weather.changed');
    expect(disposition).toMatchObject({ kind: 'unmatched', reason: 'no-definition' });
    expect(disposition.detail).toContain('`weather.changed`');
  });

  it('no journey is open', () => {
    const { disposition } = new JourneyScenario(CARD_APPLICATION).happens('offer.accepted');
    expect(disposition).toMatchObject({ kind: 'unmatched', reason: 'no-open-journey' });
    expect(disposition.detail).toBe(
      'no open `card-application`, which starts on `application.started`',
    );
  });

  it('the journey it names is not there', () => {
    const { disposition } = started().happens('offer.accepted', { journeyId: 'x.y' });
    expect(disposition).toMatchObject({ kind: 'unmatched', reason: 'no-open-journey' });
  });

  it('the journey it names lives in another time', () => {
    const scenario = started();
    const { journeyId } = scenario.journey;
    const { disposition } = scenario.happens('application.withdrawn', {
      journeyId,
      clock: 'bank-2012',
    });
    expect(disposition).toMatchObject({ kind: 'unmatched', reason: 'no-open-journey' });
    expect(disposition.detail).toContain('runs on the clock `live`');
  });

  it('another state would take it', () => {
    const { disposition } = started().happens('offer.accepted');
    expect(disposition).toMatchObject({ kind: 'unmatched', reason: 'state-does-not-accept' });
    expect(disposition.detail).toMatch(/is in `details`, which does not take.*`offer` would/);
  });

  it('a guard was false, with what it saw, personal values masked', () => {
    const { disposition } = inIdentity().happens('identity.verified', { data: { level: 0.5 } });
    expect(disposition).toMatchObject({ kind: 'unmatched', reason: 'guard-false' });
    expect(disposition.detail).toContain(
      'was false: fields.fullName = •••, event.data.level = 0.5',
    );
    expect(disposition.detail).not.toContain('Ana');
  });

  it('a guard could not be told', () => {
    const { disposition } = inIdentity().happens('identity.verified');
    expect(disposition).toMatchObject({ kind: 'unmatched', reason: 'guard-false' });
    expect(disposition.detail).toContain('could not be told (No such key: level)');
  });

  it('what several journeys would only note is noted in each of them', () => {
    const scenario = new JourneyScenario({
      journey: 'visit',
      version: 1,
      title: 'Visit',
      startsOn: ['visit.asked'],
      correlation: { by: 'data.visit', concurrency: 'many' },
      initial: 'asked',
      states: {
        asked: { on: { 'call.*': {}, 'visit.done': { target: 'over' } } },
        over: { type: 'final', outcome: 'over' },
      },
    });
    scenario.happens('visit.asked', { data: { visit: 'a' } });
    scenario.happens('visit.asked', { data: { visit: 'b' } });
    const { disposition } = scenario.happens('call.started', { channel: 'phone' });
    expect(disposition).toMatchObject({
      kind: 'captured',
      journeyIds: [{}, {}].map(() => expect.any(String)),
    });
    expect(scenario.journeys.map(({ lastChannel }) => lastChannel)).toEqual(['phone', 'phone']);
    expect(scenario.happens('visit.done').disposition.reason).toBe('several-match');
  });

  it('several journeys would take it', () => {
    const scenario = new JourneyScenario({
      ...CARD_APPLICATION,
      correlation: { by: 'subject', concurrency: 'many' },
    });
    scenario.happens('application.started');
    scenario.happens('application.started');
    const { disposition } = scenario.happens('application.withdrawn');
    expect(disposition).toMatchObject({ kind: 'unmatched', reason: 'several-match' });
    const [first] = scenario.journeys;
    const named = scenario.happens('application.withdrawn', {
      journeyId: first?.journeyId ?? null,
    });
    expect(named.disposition).toMatchObject({ kind: 'advanced', journeyIds: [first?.journeyId] });
  });

  it('the journey is over', () => {
    const scenario = started();
    scenario.happens('application.withdrawn');
    const { disposition } = scenario.happens('offer.accepted');
    expect(disposition).toMatchObject({ kind: 'unmatched', reason: 'journey-closed' });
    expect(disposition.detail).toContain('ended at 2026-11-21T10:02:00.000Z: cancelled');
  });

  it('it is declared to mean nothing, open or over', () => {
    const scenario = started();
    expect(scenario.happens('page.viewed').disposition.kind).toBe('ignored');
    scenario.happens('application.withdrawn');
    expect(scenario.happens('page.viewed').disposition.kind).toBe('ignored');
  });

  it('it is too late', () => {
    const scenario = inIdentity();
    const { version } = scenario.journey;
    const { disposition } = scenario.happens('profile.changed', {
      data: { income: 1 },
      time: scenario.now - 2 * 86_400_000,
    });
    expect(disposition).toMatchObject({
      kind: 'late',
      journeyIds: [scenario.journey.journeyId],
    });
    expect(scenario.journey.version).toBe(version);
  });

  it('identities changed, which is not its business yet', () => {
    const scenario = started();
    const { subjectId } = scenario.journey;
    const decision = scenario.append({
      name: 'IdentityChange',
      value: {
        id: 'x',
        kind: 'linked',
        subjectId,
        otherSubjectId: null,
        identifiers: [],
        time: 0,
        reason: null,
        journeys: [],
        operator: null,
        restored: [],
        fieldsBack: [],
      },
    });
    expect(decision.disposition).toMatchObject({ kind: 'ignored', reason: 'identity' });
  });
});

describe('journeys told apart by a value in the data', () => {
  const orders: DefinitionSource = {
    journey: 'order',
    version: 1,
    title: 'Order',
    startsOn: ['order.placed'],
    correlation: { by: 'data.orderId' },
    initial: 'placed',
    states: {
      placed: { on: { 'order.paid': { target: 'paid' } } },
      paid: { type: 'final', outcome: 'paid' },
    },
  };

  it('are one per value', () => {
    const scenario = new JourneyScenario(orders);
    for (const orderId of ['a', 'b', 'a']) scenario.happens('order.placed', { data: { orderId } });
    expect(scenario.journeys.map(({ correlation }) => correlation)).toEqual(['a', 'b']);
    scenario.happens('order.paid', { data: { orderId: 'b' } });
    expect(scenario.journeys.map(({ status }) => status)).toEqual(['open', 'ended']);
  });

  it('take a value the sender names beside the data', () => {
    const scenario = new JourneyScenario(orders);
    scenario.happens('order.placed', { data: { orderId: 7 } });
    scenario.happens('order.placed', { data: { orderId: 8 } });
    expect(scenario.happens('order.paid').disposition.reason).toBe('several-match');
    scenario.happens('order.paid', { correlation: '7' });
    expect(scenario.journeys.map(({ status }) => status)).toEqual(['ended', 'open']);
  });
});

describe('what is kept of a subject', () => {
  it('is at most sixteen ended journeys; older ones are handed over', () => {
    const scenario = new JourneyScenario(CARD_APPLICATION);
    const archived: string[] = [];
    for (let i = 0; i < 18; i++) {
      scenario.happens('application.started');
      const decision = scenario.happens('application.withdrawn');
      archived.push(...decision.archived.map(({ journeyId }) => journeyId));
    }
    expect(scenario.journeys).toHaveLength(16);
    expect(archived).toHaveLength(2);
    expect(scenario.journeys.map(({ journeyId }) => journeyId)).not.toContain(archived[0]);
  });

  it('is at most 256 interactions, of the last seven days', () => {
    const scenario = started();
    for (let i = 0; i < 300; i++) scenario.happens('page.viewed');
    expect(scenario.state?.recentIds).toHaveLength(256);
    scenario.happens('page.viewed', { at: '2026-12-21T10:00:00Z' });
    expect(scenario.state?.recentIds).toHaveLength(1);
  });
});

describe('an operator', () => {
  it('cancels a journey', () => {
    const scenario = inIdentity();
    const decision = scenario.operator('cancel');
    expect(scenario.journey).toMatchObject({ status: 'ended', outcome: 'cancelled', timers: [] });
    expect(decision.journeyEvents).toMatchObject([
      { type: 'cancelled', cause: { kind: 'command', actorId: 'olga' } },
    ]);
    expect(scenario.operator('cancel').disposition.reason).toBe('journey-closed');
  });

  it('leaves a note', () => {
    const scenario = inIdentity();
    const { version } = scenario.journey;
    expect(scenario.operator('note').disposition.kind).toBe('captured');
    expect(scenario.journey.version).toBe(version + 1);
    expect(scenario.journey.recent.at(-1)).toMatchObject({ type: 'note', channel: 'operator' });
  });

  it('is told what is not understood', () => {
    expect(inIdentity().operator('teleport').disposition).toMatchObject({
      kind: 'unmatched',
      reason: 'unknown-command',
    });
    expect(inIdentity().operator('cancel', { journeyId: 'x.y' }).disposition).toMatchObject({
      kind: 'unmatched',
      reason: 'no-open-journey',
    });
  });
});
