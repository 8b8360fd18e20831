import { setTimeout as wait } from 'node:timers/promises';
import { type Interaction } from '#client';
import type { ApiOptions } from '../api-client.js';
import { send } from './story.js';

const CHANNELS = ['web', 'mobile', 'phone', 'branch', 'chat'] as const;
type Channel = (typeof CHANNELS)[number];

const FIRST_NAMES = [
  'Ana',
  'Bo',
  'Chidi',
  'Dilnoza',
  'Emre',
  'Freya',
  'Goran',
  'Hana',
  'Ines',
  'Jonas',
  'Kiri',
  'Lucía',
];
const LAST_NAMES = [
  'Silva',
  'Nguyen',
  'Okafor',
  'Karimova',
  'Yılmaz',
  'Larsen',
  'Horvat',
  'Sato',
  'Moreau',
  'Weber',
];

/** Interactions a second, all customers together. */
const RATE = 4;
/** Customers under way at once. */
const CROWD = 12;

interface Customer {
  readonly email: string;
  readonly phone: string;
  readonly name: string;
  readonly steps: Step[];
}

interface Step {
  readonly type: string;
  readonly data: NonNullable<Interaction['data']>;
  /** Not a customer's step: it comes from a system. */
  readonly backstage?: boolean;
}

/** Steady traffic of made-up customers on five channels, until the signal aborts. Some give up, some switch channels. */
export async function simulateTraffic(
  api: ApiOptions,
  signal: AbortSignal,
  random = Math.random,
): Promise<void> {
  const crowd: Customer[] = [];
  for (
    let number = 0;
    !signal.aborted;
    await wait(1_000 / RATE, undefined, { signal }).catch(() => undefined)
  ) {
    if (crowd.length < CROWD) crowd.push(newCustomer(number++, random));
    const at = Math.floor(random() * crowd.length);
    const customer = crowd[at];
    const step = customer?.steps.shift();
    if (customer && step) await send(api, interactionOf(customer, step, random));
    if (customer?.steps.length === 0) crowd.splice(at, 1);
  }
}

function newCustomer(number: number, random: () => number): Customer {
  const name = `${pick(FIRST_NAMES, random)} ${pick(LAST_NAMES, random)}`;
  const run = `${Date.now().toString(36)}${number}`;
  const email = `customer.${run}@example.org`;
  const phone = `+614${String(Math.floor(random() * 1e8)).padStart(8, '0')}`;
  const steps: Step[] = [
    { type: 'application.started', data: {} },
    {
      type: 'application.details-submitted',
      data: { fullName: name, email, phone, income: 20_000 + Math.floor(random() * 90_000) },
    },
    {
      type: 'identity.verified',
      data: {
        idNumber: `N${1_000_000 + Math.floor(random() * 9_000_000)}`,
        score: 0.7 + random() * 0.3,
      },
    },
    {
      type: 'credit.reported',
      data: { score: 450 + Math.floor(random() * 400), limit: 5_000 },
      backstage: true,
    },
    { type: 'offer.accepted', data: {} },
  ];
  // Two in five stop somewhere on the way.
  const kept = random() < 0.4 ? 1 + Math.floor(random() * 4) : steps.length;
  return { email, phone, name, steps: steps.slice(0, kept) };
}

function interactionOf(customer: Customer, step: Step, random: () => number): Interaction {
  const identifiers = [{ scheme: 'email', value: customer.email }];
  if (step.backstage) {
    return {
      type: step.type,
      channel: 'back-office',
      source: '//bureau.example',
      actor: { kind: 'system' },
      identifiers,
      data: step.data,
    };
  }
  const channel: Channel = pick(CHANNELS, random);
  const isStaffed = channel === 'phone' || channel === 'branch';
  const actor = { kind: isStaffed ? ('agent' as const) : ('customer' as const) };
  return {
    type: step.type,
    channel,
    source: `//bank.example/${channel}`,
    actor,
    identifiers,
    data: step.data,
  };
}

function pick<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)] as T;
}
