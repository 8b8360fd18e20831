import { type Disposition, type JourneyEvent, type Shard, SHARDS, Topics } from '#contracts';
import type { EventLog, JourneyReader, RecordCodec, StoredRecord } from '#ports';

const MINUTE = 60_000;
const DAY = 86_400_000;
const CLOCK = 'bpic2012';

/** What an installation holds and has published. */
export interface Published {
  readonly log: EventLog;
  readonly journeys: JourneyReader;
  readonly codec: RecordCodec;
}

/** One customer of the bank, as the log of record, the dispositions and the journey events tell. */
interface Customer {
  calls: number;
  /** Of the last offer sent, ms since the epoch. */
  sentAt: number | undefined;
  returned: boolean;
  started: number;
  readonly outcomes: string[];
  endedAt: number;
  /** States it last moved out of. */
  left: readonly string[];
  /** When the 30 days of its last offer were over, ms since the epoch; undefined: they never were. */
  expiredAt: number | undefined;
}

/** The customers of the bank's log by subject, with what became of the records. */
export interface BankLog {
  readonly customers: ReadonlyMap<string, Customer>;
  /** Different interactions in the log of record. */
  readonly interactions: number;
  /** Records in the log of record that have no disposition. */
  readonly withoutDisposition: number;
  /** Dispositions of interactions that were not told a second time, by kind. */
  readonly dispositions: Readonly<Record<string, number>>;
  /** Journeys in the store by outcome, or by status where they have none. */
  readonly stored: Readonly<Record<string, number>>;
}

/** Reads an installation that has taken in the bank's log: everything from what it stored and published. */
export async function readBankLog(published: Published): Promise<BankLog> {
  const customers = new Map<string, Customer>();
  const customer = (subject: string): Customer => {
    const known = customers.get(subject) ?? newCustomer();
    customers.set(subject, known);
    return known;
  };
  const dispositions = await readDispositions(published);
  const read = await readInteractions(published, dispositions, customer);
  await readJourneyEvents(published, customer);
  return { customers, ...read, ...dispositions, stored: await readStore(published) };
}

function newCustomer(): Customer {
  return {
    calls: 0,
    sentAt: undefined,
    returned: false,
    started: 0,
    outcomes: [],
    endedAt: 0,
    left: [],
    expiredAt: undefined,
  };
}

interface Dispositions {
  readonly dispositions: Readonly<Record<string, number>>;
  /** By partition, then offset. */
  readonly kinds: readonly (readonly (string | undefined)[])[];
}

async function readDispositions(published: Published): Promise<Dispositions> {
  const dispositions: Record<string, number> = {};
  const kinds: (string | undefined)[][] = [];
  for await (const record of recordsOf(published, Topics.dispositions)) {
    const { partition, offset, kind, recordKind } = decoded<Disposition>(published, record);
    const ofPartition = (kinds[partition] ??= []);
    if (ofPartition[offset] !== undefined) continue;
    ofPartition[offset] = kind;
    if (recordKind !== 'interaction' || kind === 'duplicate') continue;
    dispositions[kind] = (dispositions[kind] ?? 0) + 1;
  }
  return { dispositions, kinds };
}

async function readInteractions(
  published: Published,
  { kinds }: Dispositions,
  customer: (subject: string) => Customer,
): Promise<Pick<BankLog, 'interactions' | 'withoutDisposition'>> {
  const ids = new Set<string>();
  let withoutDisposition = 0;
  for await (const record of recordsOf(published, Topics.interactions)) {
    const kind = kinds[record.partition]?.[record.offset];
    if (kind === undefined) withoutDisposition += 1;
    const { name, value } = published.codec.decode(record.value, record.headers);
    if (name !== 'Interaction' || value.clock !== CLOCK) continue;
    ids.add(value.id);
    if (kind !== 'duplicate') tell(customer(value.subjectId), value);
  }
  return { interactions: ids.size, withoutDisposition };
}

function tell(
  customer: Customer,
  { type, channel, time }: { type: string; channel: string; time: number },
): void {
  if (channel === 'phone' && type.endsWith('.complete')) customer.calls += 1;
  if (type === 'loan.offer.sent') customer.sentAt = time;
  if (type === 'loan.offer.sent-back') customer.returned = true;
}

async function readJourneyEvents(
  published: Published,
  customer: (subject: string) => Customer,
): Promise<void> {
  const seen = new Set<string>();
  for await (const record of recordsOf(published, Topics.journeyEvents)) {
    const event = decoded<JourneyEvent>(published, record);
    if (seen.has(event.id)) continue;
    seen.add(event.id);
    const one = customer(event.subjectId);
    if (event.type === 'started') one.started += 1;
    if (event.type === 'advanced') {
      one.left = event.from;
      if (event.cause.kind === 'timer' && event.to.includes('expired')) one.expiredAt = event.time;
    }
    if (event.outcome === null) continue;
    one.outcomes.push(event.outcome);
    one.endedAt = event.time;
  }
}

async function readStore({ journeys, codec }: Published): Promise<Record<string, number>> {
  const stored: Record<string, number> = {};
  for (let shard = 0; shard < SHARDS; shard++) {
    for await (const { state } of journeys.scan(shard as Shard)) {
      const { name, value } = codec.decode(state);
      if (name !== 'SubjectState') throw new Error(`the store holds a ${name}`);
      for (const { status, outcome } of value.journeys) {
        const became = outcome ?? status;
        stored[became] = (stored[became] ?? 0) + 1;
      }
    }
  }
  return stored;
}

function decoded<T>({ codec }: Published, { value, headers }: StoredRecord): T {
  return codec.decode(value, headers).value as T;
}

async function* recordsOf({ log }: Published, topic: string): AsyncGenerator<StoredRecord> {
  for (const { partition, earliest, latest } of await log.bounds(topic)) {
    for (let from = earliest; from < latest;) {
      const { records, next } = await log.read(topic, partition, from, {
        maxRecords: 5_000,
        waitMs: 1_000,
      });
      yield* records;
      from = next;
    }
  }
}

/** The figures that were counted from the bank's file by other means: `bankLogFigures` must come to the same. */
export const BANK_LOG_FIGURES = {
  started: 13_087,
  ended: { declined: 7_635, cancelled: 2_807, approved: 2_246 },
  endedTwice: 0,
  open: 399,
  stored: { declined: 7_635, cancelled: 2_807, approved: 2_246, open: 399 },
  calls: { completed: 34_383, customersWithSixOrMore: 2_347, mostOfOne: 65 },
  records: { interactions: 262_200, accountedFor: 262_200, withoutDisposition: 0 },
  neverReturned: {
    customers: 1_761,
    cancelledBeforeDay30: 918,
    cancelledOnDay30Or31: 564,
    cancelledLater: 0,
    declined: 48,
    open: 231,
  },
} as const;

/** The same figures, counted from what the installation stored and published. */
export function bankLogFigures(
  bank: BankLog,
): Readonly<Record<keyof typeof BANK_LOG_FIGURES, unknown>> {
  const all = [...bank.customers.values()];
  const count = (of: (customer: Customer) => boolean): number => all.filter(of).length;
  const ended = (outcome: string): number => count((one) => one.outcomes.includes(outcome));
  return {
    started: all.reduce((sum, { started }) => sum + started, 0),
    ended: {
      declined: ended('declined'),
      cancelled: ended('cancelled'),
      approved: ended('approved'),
    },
    endedTwice: count(({ outcomes }) => outcomes.length > 1),
    open: count(({ started, outcomes }) => started > outcomes.length),
    stored: bank.stored,
    calls: {
      completed: all.reduce((sum, { calls }) => sum + calls, 0),
      customersWithSixOrMore: count(({ calls }) => calls >= 6),
      mostOfOne: Math.max(...all.map(({ calls }) => calls)),
    },
    records: {
      interactions: bank.interactions,
      accountedFor: Object.values(bank.dispositions).reduce((sum, some) => sum + some, 0),
      withoutDisposition: bank.withoutDisposition,
    },
    neverReturned: neverReturned(all),
  };
}

function neverReturned(all: readonly Customer[]): Record<string, number> {
  const waited = all.filter(({ sentAt, returned }) => sentAt !== undefined && !returned);
  const days = ({ endedAt, sentAt = 0 }: Customer): number => Math.floor((endedAt - sentAt) / DAY);
  const cancelled = waited.filter(({ outcomes }) => outcomes.includes('cancelled'));
  return {
    customers: waited.length,
    cancelledBeforeDay30: cancelled.filter((one) => days(one) < 30).length,
    cancelledOnDay30Or31: cancelled.filter((one) => [30, 31].includes(days(one))).length,
    cancelledLater: cancelled.filter((one) => days(one) > 31).length,
    declined: waited.filter(({ outcomes }) => outcomes.includes('declined')).length,
    open: waited.filter(({ outcomes }) => outcomes.length === 0).length,
  };
}

/** How the timer of 30 days explains the cancellations on day 30: minutes from its firing to the bank's cancelling. */
export function expiryExplains(bank: BankLog): {
  customers: number;
  soonest: number;
  latest: number;
} {
  const minutes = [...bank.customers.values()]
    .filter(({ outcomes, expiredAt }) => outcomes.includes('cancelled') && expiredAt !== undefined)
    .filter(({ returned, left }) => !returned && left.includes('expired'))
    .map(({ endedAt, expiredAt = 0 }) => (endedAt - expiredAt) / MINUTE);
  return {
    customers: minutes.length,
    soonest: Math.min(...minutes),
    latest: Math.max(...minutes),
  };
}
