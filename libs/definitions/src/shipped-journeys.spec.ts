import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Definition } from '#journey';
import { fire, start, step, type Step } from '#statechart';
import { loadDefinitions } from './index.js';

const JOURNEYS = join(import.meta.dirname, '../../../journeys');

const shipped = new Map<string, Definition>();
let faults: readonly unknown[];

beforeAll(async () => {
  const loaded = await loadDefinitions(JOURNEYS);
  faults = loaded.faults;
  for (const definition of loaded.definitions) shipped.set(definition.name, definition);
});

it('the shipped journeys have no faults and no warnings', () => {
  expect(faults).toEqual([]);
  expect([...shipped.keys()]).toEqual([
    'card-application',
    'loan-application',
    'rebooking',
    'return-and-refund',
    'service-complaint',
    'subscription-activation',
  ]);
});

it('every step a customer takes part in can be done on two channels or more', () => {
  const narrow = [...shipped.values()].flatMap(({ name, states }) =>
    [...states.values()]
      .filter((state) => !state.backstage && state.outcome === undefined)
      .map((state) => [name, state.name, Object.keys(state.channels).length] as const)
      .filter(([, , channels]) => channels === 1),
  );
  expect(narrow).toEqual([]);
});

/** Walks a shipped journey by its chart; guards hold whose text is given. */
function walk(name: string, ...holding: string[]) {
  const definition = shipped.get(name);
  if (definition === undefined) throw new Error(`${name} is not shipped`);
  const context = { guard: ({ text }: { text: string }) => holding.includes(text) };
  let last: Step<{ kind: string; name: string }> = start(definition.chart, context);
  const state = () => last.configuration.join();
  const now = () => ({
    state: state(),
    actions: last.actions.map((action) => `${action.kind} ${action.name}`),
    outcome: last.done ? definition.states.get(state())?.outcome : undefined,
  });
  return {
    now,
    on(event: string) {
      last = step(definition.chart, last, event, context);
      return now();
    },
    after(timer: string) {
      last = fire(definition.chart, last, timer, context);
      return now();
    },
  };
}

describe('card application', () => {
  it('goes from the details over identity and credit to an accepted offer', () => {
    const card = walk('card-application', 'event.data.score >= 0.8', 'event.data.score > 600');
    expect(card.now().state).toBe('details');
    expect(card.on('application.details-submitted').state).toBe('identity');
    expect(card.on('identity.verified')).toMatchObject({
      state: 'credit',
      actions: ['call credit-check'],
    });
    expect(card.on('credit.reported')).toMatchObject({
      state: 'offer',
      actions: ['notify offer-ready'],
    });
    expect(card.on('offer.accepted')).toEqual({
      state: 'accepted',
      outcome: 'accepted',
      actions: ['call issue-card', 'notify welcome'],
    });
  });

  it('sends a link to continue after half an hour, and gives up after two weeks', () => {
    const card = walk('card-application');
    expect(card.after('details:PT30M')).toMatchObject({
      state: 'details',
      actions: ['notify continue-link'],
    });
    expect(card.after('details:P14D')).toMatchObject({ outcome: 'abandoned' });
  });

  it('has a person look when the identity is in doubt', () => {
    const card = walk('card-application');
    card.on('application.details-submitted');
    expect(card.on('identity.verified')).toMatchObject({
      state: 'identity',
      actions: ['task check-identity-by-hand'],
    });
  });

  it('ends declined on poor credit, refused or withdrawn by the customer', () => {
    const poor = walk('card-application', 'event.data.score >= 0.8');
    poor.on('application.details-submitted');
    poor.on('identity.verified');
    expect(poor.on('credit.reported').outcome).toBe('declined');

    const good = walk('card-application', 'event.data.score >= 0.8', 'event.data.score > 600');
    good.on('application.details-submitted');
    good.on('identity.verified');
    good.on('credit.reported');
    expect(good.on('offer.declined').outcome).toBe('refused');

    expect(walk('card-application').on('application.withdrawn').outcome).toBe('withdrawn');
  });

  it('can be done on web, mobile, phone, branch and chat wherever the customer takes part', () => {
    const states = shipped.get('card-application')?.states ?? new Map();
    for (const name of ['details', 'identity', 'offer']) {
      expect(Object.keys(states.get(name)?.channels ?? {}).sort()).toEqual([
        'branch',
        'chat',
        'mobile',
        'phone',
        'web',
      ]);
    }
  });
});

describe('loan application', () => {
  const upToTheOffer = () => {
    const loan = walk('loan-application');
    for (const event of ['partlysubmitted', 'preaccepted', 'accepted']) {
      loan.on(`loan.application.${event}`);
    }
    return loan;
  };

  it('goes over completion, offer and assessment to an approval', () => {
    const loan = upToTheOffer();
    expect(loan.now().state).toBe('offering');
    expect(loan.on('loan.offer.sent').state).toBe('deciding');
    expect(loan.on('loan.work.nabellen-offertes.complete').state).toBe('deciding');
    expect(loan.on('loan.offer.sent-back').state).toBe('assessing');
    expect(loan.on('loan.application.approved').outcome).toBe('approved');
  });

  it('is about to be cancelled 30 days after the last offer was sent', () => {
    const loan = upToTheOffer();
    loan.on('loan.offer.sent');
    expect(loan.after('deciding:P30D').state).toBe('expired');
    expect(loan.on('loan.offer.sent').state).toBe('deciding');
    expect(loan.after('deciding:P30D').state).toBe('expired');
    expect(loan.on('loan.application.cancelled').outcome).toBe('cancelled');
  });
});
