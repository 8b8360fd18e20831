import { type Random, seeded } from '../traffic/random.ts';

/** An identifier as a channel sends it. */
export interface SentIdentifier {
  readonly scheme: string;
  readonly value: string;
  readonly verified?: boolean;
}

/** One thing somebody did, as a channel tells it, and who it was in truth. */
export interface Told {
  readonly person: number;
  readonly channel: string;
  readonly identifiers: readonly SentIdentifier[];
}

/** Why a value can be more than one person's. */
export type Trap =
  'family phone' | 'family device' | 'mistyped' | 'passed-on phone' | 'company phone';

export interface GroundTruth {
  readonly told: readonly Told[];
  /** Values that several people gave, and why, by `scheme:value` as sent. */
  readonly traps: ReadonlyMap<string, Trap>;
}

/** What the company blocks: its own number, which agents put into forms where the customer's should stand. */
export const OWN_NUMBER = '+61255501234';
/** Where phone numbers without a country code are. */
export const REGION = 'AU';

const FIRST = 'ana ben cleo dan eva finn gia hugo ida jan kim leo mia noa ola pia'.split(' ');
const LAST = 'silva novak rossi chen smith okafor haddad tanaka'.split(' ');
const NOBODY = ['null', 'anonymous', '-1', '0000000000', 'unknown', 'N/A'];

interface Person {
  readonly number: number;
  readonly customer: string | undefined;
  emails: readonly string[];
  phone: string;
  readonly landline: string | undefined;
  readonly tablet: string | undefined;
  readonly devices: readonly string[];
  readonly office: string | undefined;
  cookie: string;
}

/** People and how their contacts look; the same for the same seed. */
export function groundTruth(seed: number, people: number, contacts = 12): GroundTruth {
  const world = new World(seed, people);
  const told = Array.from({ length: people * contacts }, () => world.contact());
  return { told, traps: world.traps };
}

class World {
  readonly traps = new Map<string, Trap>();
  private readonly random: Random;
  private readonly people: readonly Person[];
  private made = 0;

  constructor(seed: number, people: number) {
    this.random = seeded(seed);
    const all: Person[] = [];
    while (all.length < people) all.push(...this.family(all.length, people - all.length));
    this.people = all;
  }

  /** What a random person does next. Weights are shares of contacts. */
  contact(): Told {
    const person = this.one(this.people);
    if (this.chance(0.02)) this.changes(person);
    if (this.chance(0.08)) person.cookie = this.fresh('k');
    const kinds = [
      browses,
      browses,
      logsIn,
      fillsIn,
      verifies,
      usesApp,
      usesApp,
      calls,
      calls,
      isHelped,
      visits,
      chats,
    ];
    const { channel, identifiers } = this.one(kinds)(person, this);
    return { person: person.number, channel, identifiers };
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  one<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.random() * items.length)];
    if (item === undefined) throw new RangeError('nothing to choose from');
    return item;
  }

  fresh(prefix: string): string {
    return `${prefix}-${++this.made}`;
  }

  /** The same number as different forms and people write it. */
  written(e164: string): string {
    const national = `0${e164.slice(3)}`;
    return this.one([
      e164,
      national,
      `${national.slice(0, 4)} ${national.slice(4)}`,
      `+61 (0)${e164.slice(3)}`,
    ]);
  }

  /** An address as typed by hand: sometimes one letter is another, which may make it somebody else's. */
  typed(email: string): string {
    if (!this.chance(0.04)) return email;
    const at = Math.floor(this.random() * email.indexOf('@'));
    const mistyped =
      email.slice(0, at) + this.one('abcdeiklmnorstv'.split('')) + email.slice(at + 1);
    if (mistyped !== email) this.traps.set(`email:${mistyped}`, 'mistyped');
    return mistyped;
  }

  private family(from: number, atMost: number): Person[] {
    const size = Math.min(atMost, this.one([1, 1, 2, 3, 4]));
    const landline = size > 1 && this.chance(0.5) ? this.phone('2') : undefined;
    const tablet = size > 1 && this.chance(0.4) ? this.fresh('tablet') : undefined;
    if (landline !== undefined) this.traps.set(`phone:${landline}`, 'family phone');
    if (tablet !== undefined) this.traps.set(`device:${tablet}`, 'family device');
    const last = this.one(LAST);
    return Array.from({ length: size }, (_, i) => this.person(from + i, last, landline, tablet));
  }

  private person(
    number: number,
    last: string,
    landline: string | undefined,
    tablet: string | undefined,
  ): Person {
    const devices = Array.from({ length: this.one([1, 1, 2, 3]) }, () => this.fresh('d'));
    return {
      number,
      customer: this.chance(0.7) ? `${100_000 + number}` : undefined,
      emails: [this.email(last)],
      phone: this.phone('4'),
      landline,
      tablet,
      devices,
      office: this.chance(0.1) ? this.office() : undefined,
      cookie: this.fresh('k'),
    };
  }

  /** Addresses are taken one after the other, as mail hosts give them out. */
  private email(last: string): string {
    const name = `${this.one(FIRST)}.${last}`;
    for (let n = 1; ; n++) {
      const email = `${name}${n === 1 ? '' : String(n)}@example.org`;
      if (this.taken.has(email)) continue;
      this.taken.add(email);
      return email;
    }
  }

  private phone(area: string): string {
    return `+61${area}${String(91_570_000 + ++this.made).padStart(8, '0')}`;
  }

  /** One switchboard for a dozen people who are not related. */
  private office(): string {
    if (this.offices.length === 0 || this.chance(0.1)) this.offices.push(this.phone('3'));
    const office = this.one(this.offices);
    this.traps.set(`phone:${office}`, 'company phone');
    return office;
  }

  private changes(person: Person): void {
    if (this.chance(0.6)) {
      person.emails = [...person.emails, this.email(this.one(LAST))];
      return;
    }
    // Somebody else is given a number that has lain idle.
    const before = person.phone;
    person.phone = this.phone('4');
    const heir = this.one(this.people);
    if (heir === person) return;
    heir.phone = before;
    this.traps.set(`phone:${before}`, 'passed-on phone');
  }

  private readonly taken = new Set<string>();
  private readonly offices: string[] = [];
}

type Contact = (person: Person, world: World) => Omit<Told, 'person'>;

const browses: Contact = ({ cookie }) => ({
  channel: 'web',
  identifiers: [{ scheme: 'cookie', value: cookie }],
});

const logsIn: Contact = (person, world) => ({
  channel: 'web',
  identifiers: [
    { scheme: 'cookie', value: person.cookie },
    { scheme: 'customer', value: person.customer ?? world.one(NOBODY) },
  ],
});

const fillsIn: Contact = (person, world) => ({
  channel: 'web',
  identifiers: [
    { scheme: 'cookie', value: person.cookie },
    { scheme: 'email', value: world.typed(newest(person)) },
    { scheme: 'phone', value: world.chance(0.1) ? world.one(NOBODY) : phoneGiven(person, world) },
  ],
});

/** Only an address that is one's own can be verified. */
const verifies: Contact = (person, world) => ({
  channel: 'web',
  identifiers: [
    { scheme: 'email', value: newest(person), verified: true },
    ...(world.chance(0.7) ? [{ scheme: 'cookie', value: person.cookie }] : []),
    ...(world.chance(0.3) && person.customer !== undefined
      ? [{ scheme: 'customer', value: person.customer }]
      : []),
  ],
});

const usesApp: Contact = (person, world) => {
  const device =
    person.tablet !== undefined && world.chance(0.3) ? person.tablet : world.one(person.devices);
  const isKnown = person.customer !== undefined && world.chance(0.5);
  return {
    channel: 'mobile',
    identifiers: [
      { scheme: 'device', value: device },
      ...(isKnown ? [{ scheme: 'customer', value: person.customer ?? '' }] : []),
    ],
  };
};

const calls: Contact = (person, world) => ({
  channel: 'phone',
  identifiers: [
    { scheme: 'call', value: world.fresh('call') },
    { scheme: 'phone', value: world.chance(0.15) ? 'anonymous' : phoneGiven(person, world) },
  ],
});

/** An agent finds out who it is; now and then the company's own number is left in the form. */
const isHelped: Contact = (person, world) => ({
  channel: 'phone',
  identifiers: [
    { scheme: 'call', value: world.fresh('call') },
    {
      scheme: 'phone',
      value: world.chance(0.1) ? world.written(OWN_NUMBER) : phoneGiven(person, world),
    },
    ...(person.customer === undefined
      ? [{ scheme: 'email', value: world.typed(newest(person)) }]
      : [{ scheme: 'customer', value: person.customer }]),
  ],
});

const visits: Contact = (person, world) => ({
  channel: 'branch',
  identifiers: [
    person.customer === undefined
      ? { scheme: 'email', value: newest(person), verified: true }
      : { scheme: 'customer', value: person.customer },
    { scheme: 'phone', value: world.written(person.phone) },
  ],
});

const chats: Contact = (person, world) => ({
  channel: 'chat',
  identifiers: [
    { scheme: 'chat', value: world.fresh('chat') },
    { scheme: 'email', value: world.typed(newest(person)) },
  ],
});

function newest({ emails }: Person): string {
  return emails.at(-1) ?? '';
}

function phoneGiven({ phone, landline, office }: Person, world: World): string {
  if (landline !== undefined && world.chance(0.3)) return world.written(landline);
  if (office !== undefined && world.chance(0.3)) return world.written(office);
  return world.written(phone);
}
