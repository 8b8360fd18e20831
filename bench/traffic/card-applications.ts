import { type SubjectId } from '#contracts';
import { type UnlinkedInteraction } from '#customers';
import { type NormalisedIdentifier } from '#identity';
import { type Random, seeded, uniform, zipf } from './random.ts';
import { subjectIdOf } from './subject-ids.ts';

/** An interaction whose customer is known, as it leaves the gateway. */
export interface Arrival {
  readonly subjectId: SubjectId;
  readonly interaction: UnlinkedInteraction;
}

export type Distribution = 'zipf' | 'uniform';

export interface CardTraffic {
  readonly events: number;
  readonly subjects: number;
  readonly distribution: Distribution;
  /** Tells the customers of one run from those of another. */
  readonly run: string;
}

/** Per hundred interactions: sent twice; of a type that no journey knows; giving up instead of going on. */
const DUPLICATES = 1;
const UNKNOWN = 2;
const WITHDRAWN = 3;

interface Customer {
  readonly subjectId: SubjectId;
  readonly number: number;
  step: number;
}

/**
 * Credit card applications on five channels, interleaved: started, detailed, called about, identified, credit checked,
 * accepted; then the same customer begins again. With some noise, as channels send it.
 */
export function* cardApplications(traffic: CardTraffic): Generator<Arrival> {
  const random = seeded(traffic.events + traffic.subjects);
  const choose = { zipf, uniform }[traffic.distribution](traffic.subjects, random);
  const customers = new Map<number, Customer>();
  let last: Arrival | undefined;
  for (let index = 0; index < traffic.events; index++) {
    if (last !== undefined && random() * 100 < DUPLICATES) {
      yield last;
      continue;
    }
    const number = choose();
    let customer = customers.get(number);
    if (customer === undefined) {
      const subjectId = subjectIdOf(`${traffic.run}-${number}`);
      customers.set(number, (customer = { subjectId, number, step: 0 }));
    }
    last = next(customer, `${traffic.run}-${index}`, random);
    yield last;
  }
}

function next(customer: Customer, id: string, random: Random): Arrival {
  const noise = random() * 100;
  const goesOn = noise >= UNKNOWN + WITHDRAWN || customer.step === 0;
  if (!goesOn && noise < UNKNOWN) return arrival(customer, id, PAGE_VIEWED, random);
  const step = goesOn ? (STEPS[customer.step] ?? STARTED) : WITHDRAWAL;
  customer.step = step.isLast ? 0 : customer.step + 1;
  return arrival(customer, id, step, random);
}

function arrival(customer: Customer, id: string, step: Step, random: Random): Arrival {
  const { type, channel, actor } = step;
  return {
    subjectId: customer.subjectId,
    interaction: {
      id,
      source: `//bank.example/${channel}`,
      type,
      channel,
      time: Date.now(),
      identifiers: step.identifiers(customer),
      journeyId: null,
      correlation: null,
      actor,
      data: step.data(customer, random),
    },
  };
}

interface Step {
  readonly type: string;
  readonly channel: string;
  readonly actor: { readonly kind: string; readonly id: string | null };
  readonly identifiers: (customer: Customer) => readonly NormalisedIdentifier[];
  readonly data: (customer: Customer, random: Random) => Readonly<Record<string, unknown>>;
  readonly isLast?: boolean;
}

const CUSTOMER = { kind: 'customer', id: null };
const emailOf = ({ number }: Customer): string => `customer.${number}@example.org`;
const phoneOf = ({ number }: Customer): string => `+6140${String(number).padStart(7, '0')}`;
const known = (scheme: string, value: string, verified: boolean): NormalisedIdentifier => ({
  scheme,
  value,
  verified,
  links: true,
});
const byCookie = (customer: Customer): readonly NormalisedIdentifier[] => [
  known('cookie', `c-${customer.number}`, false),
  known('email', emailOf(customer), true),
];
const byPhone = (customer: Customer): readonly NormalisedIdentifier[] => [
  known('phone', phoneOf(customer), true),
];

const STARTED: Step = {
  type: 'application.started',
  channel: 'web',
  actor: CUSTOMER,
  identifiers: byCookie,
  data: (customer) => ({ email: emailOf(customer) }),
};
const STEPS: readonly Step[] = [
  STARTED,
  {
    type: 'application.details-submitted',
    channel: 'mobile',
    actor: CUSTOMER,
    identifiers: byCookie,
    data: (customer, random) => ({
      fullName: `Ana Silva ${customer.number}`,
      email: emailOf(customer),
      phone: phoneOf(customer),
      income: 20_000 + Math.floor(random() * 90_000),
    }),
  },
  {
    type: 'call.started',
    channel: 'phone',
    actor: CUSTOMER,
    identifiers: byPhone,
    data: () => ({}),
  },
  {
    type: 'identity.verified',
    channel: 'branch',
    actor: { kind: 'agent', id: 'jo' },
    identifiers: byPhone,
    data: ({ number }, random) => ({
      idNumber: `N${1_000_000 + number}`,
      score: 0.8 + random() * 0.2,
    }),
  },
  {
    type: 'credit.reported',
    channel: 'back-office',
    actor: { kind: 'system', id: 'bureau' },
    identifiers: byPhone,
    data: (_, random) => ({ score: 610 + Math.floor(random() * 200), limit: 5_000 }),
  },
  {
    type: 'offer.accepted',
    channel: 'web',
    actor: CUSTOMER,
    identifiers: byCookie,
    data: () => ({}),
    isLast: true,
  },
];
const WITHDRAWAL: Step = {
  ...STARTED,
  type: 'application.withdrawn',
  data: () => ({}),
  isLast: true,
};
const PAGE_VIEWED: Step = { ...STARTED, type: 'page.viewed', data: () => ({ page: '/rates' }) };
