import {
  partitionOf,
  shardOf,
  subjectOf,
  Topics,
  type IdentityChange,
  type Interaction,
  type JourneyId,
  type JourneyState,
  type LogEntry,
  type Shard,
} from '#contracts';
import { decide, type DefinitionSource } from '#journey';
import { type Decide } from '#history';
import type { OutgoingRecord, RecordCodec } from '#ports';
import { fixedCatalogue } from '../fixed-catalogue.js';
import { compiled } from '../journey-scenario.js';
import { interaction } from '../records.js';
import type { SeededRandom } from './random.js';
import { anySplit } from './story-splits.js';

const MINUTE = 60_000;
const IMPORT = 'import-1';
/** As much text as makes an output too large for its topic. */
const HUGE = 80_000;

/** Small, with everything the loop has to carry: timers that fire, chain and are cancelled, deferral, actions, endings. */
const ORDER: DefinitionSource = {
  journey: 'order',
  version: 1,
  title: 'An order',
  startsOn: ['order.started'],
  correlation: { by: 'subject', concurrency: 'one-open' },
  onMerge: 'combine',
  stalledAfter: 'PT10M',
  fields: {
    item: { type: 'string', from: ['order.item-added'] },
    paid: { type: 'number', from: ['order.paid'], path: 'amount' },
  },
  initial: 'basket',
  states: {
    basket: {
      needs: ['item'],
      defer: ['order.delivered'],
      on: {
        'order.item-added': {},
        'order.paid': { target: 'paid', guard: 'event.data.amount > 10' },
      },
      after: { PT2M: { actions: [{ notify: 'basket-waits' }] }, PT30M: { target: 'abandoned' } },
    },
    paid: {
      entry: [{ call: 'warehouse' }],
      on: { 'order.delivered': { target: 'delivered' } },
      after: { PT3M: { target: 'chased' } },
    },
    chased: {
      entry: [{ task: 'call-warehouse' }],
      on: { 'order.delivered': { target: 'delivered' } },
      after: { PT1M: { target: 'lost' } },
    },
    delivered: { type: 'final', outcome: 'delivered' },
    lost: { type: 'final', outcome: 'lost' },
    abandoned: { type: 'final', outcome: 'abandoned' },
  },
};

/** Beside it, so that a merge moves several journeys, of which one ends and others do not. */
const VISIT: DefinitionSource = {
  journey: 'visit',
  version: 1,
  title: 'A visit',
  startsOn: ['order.item-added'],
  onMerge: 'keep-oldest',
  initial: 'looking',
  states: {
    looking: { on: { 'order.paid': { target: 'left' } }, after: { PT25M: { target: 'left' } } },
    left: { type: 'final', outcome: 'left' },
  },
};

const CARE: DefinitionSource = {
  journey: 'care',
  version: 1,
  title: 'Care after an order',
  startsOn: ['order.paid'],
  correlation: { by: 'subject', concurrency: 'many' },
  initial: 'caring',
  states: {
    caring: { after: { PT40M: { target: 'cared' } } },
    cared: { type: 'final', outcome: 'cared' },
  },
};

const TYPES: readonly [string, ...string[]] = [
  'order.started',
  'order.started',
  'order.item-added',
  'order.item-added',
  'order.paid',
  'order.paid',
  'order.delivered',
  'order.unheard-of',
];

export const storyCatalogue = fixedCatalogue(compiled(ORDER, VISIT, CARE));

/** The fold, with a bug in it: it cannot take `order.cursed`. */
export const storyDecide: Decide = (definitions, state, placed) => {
  const { entry } = placed;
  if (entry.name === 'Interaction' && entry.value.type === 'order.cursed') {
    throw new Error('the curse is not implemented');
  }
  return decide(definitions, state, placed);
};

/** What customers, importers and strangers append, record by record. */
export class Story {
  readonly shards: ReadonlySet<Shard>;
  /** Ids of interactions that the log has acknowledged. */
  readonly acknowledged: string[] = [];
  private readonly subjects: readonly [string, ...string[]];
  private readonly imported: readonly [string, ...string[]];
  private readonly told: OutgoingRecord[] = [];
  private importTime: number;
  private count = 0;
  /** How often two of the customers turn out to be one, 0 to 1. */
  private readonly merging: number;
  /** How often one of them turns out to be two, 0 to 1. */
  private readonly splitting: number;
  /** How often the fold fails, 0 to 1; whom it failed for waits for the rest of the story. */
  private readonly cursing: number;

  /** `snapshots`: the journeys as the log tells of them, oldest first. */
  constructor(
    private readonly random: SeededRandom,
    private readonly codec: RecordCodec,
    private readonly partitions: number,
    start: number,
    private readonly snapshots: () => readonly JourneyState[],
  ) {
    const one = (): string => `subject${String(random.below(1_000_000)).padStart(12, 'x')}`;
    this.subjects = [one(), one(), one()];
    // One customer is in both: timers on two clocks.
    this.imported = [one(), this.subjects[0]];
    this.importTime = start - 1_000 * MINUTE;
    this.merging = random.pick([0, 0.03, 0.1]);
    this.splitting = random.pick([0, 1, 4]) * this.merging;
    this.cursing = this.splitting === 0 ? 0.02 : 0.003;
    const homes = Array.from({ length: partitions }, (_, partition) => partition as Shard);
    const subjects = [...this.subjects, ...this.imported];
    this.shards = new Set([...subjects.map((subject) => shardOf(subject)), ...homes]);
  }

  /** The next record: mostly a customer's, now and then one told before, an import's, or rubbish. */
  next(now: number): OutgoingRecord {
    const { random } = this;
    const again = this.told[random.below(this.told.length * 10)];
    if (again !== undefined) return again;
    if (random.chance(0.03)) return this.rubbish();
    if (random.chance(0.1)) return this.clockAdvanced(random.below(this.partitions));
    if (random.chance(this.merging)) return this.merge(now);
    if (random.chance(this.splitting)) return this.split(now);
    const imported = random.chance(0.25);
    if (imported) this.importTime += random.below(3 * MINUTE);
    const subjectId = random.pick(imported ? this.imported : this.subjects);
    const journeyId = random.chance(this.splitting * 2) ? this.someJourney() : null;
    const record = this.record({
      id: `i-${this.count++}`,
      subjectId: journeyId === null ? subjectId : random.pick([subjectId, subjectOf(journeyId)]),
      type: random.chance(this.cursing) ? 'order.cursed' : random.pick(TYPES),
      journeyId,
      time: imported ? this.importTime : now - random.below(MINUTE),
      clock: imported ? IMPORT : 'live',
      channel: random.pick(['web', 'phone', 'branch']),
      data: Buffer.from(JSON.stringify({ item: this.item(), amount: random.below(30) })),
    });
    this.told.push(record);
    return record;
  }

  /** Told last: how far the import's clock has come, on every partition. */
  ending(): readonly OutgoingRecord[] {
    this.importTime += 5 * MINUTE;
    return Array.from({ length: this.partitions }, (_, at) => this.clockAdvanced(at));
  }

  clocks(now: number): readonly (readonly [string, number])[] {
    return [
      ['live', now],
      [IMPORT, this.importTime],
    ];
  }

  /** Any into any, as no one resolver would: also round in circles, and of who is merged already. */
  private merge(now: number): OutgoingRecord {
    const subjects = [...this.subjects, ...this.imported] as const;
    const [subjectId, otherSubjectId] = [this.random.pick(subjects), this.random.pick(subjects)];
    const value: IdentityChange = {
      id: `merge-${this.count++}`,
      kind: 'merged',
      subjectId,
      otherSubjectId,
      identifiers: [],
      time: now,
      reason: null,
      journeys: [],
      operator: null,
      restored: [],
      fieldsBack: [],
    };
    const record = this.outgoing({ name: 'IdentityChange', value }, subjectId);
    this.told.push(record);
    return record;
  }

  /** Any out of any, with any journeys; mostly out of one that has some. */
  private split(now: number): OutgoingRecord {
    const subjects = [...this.subjects, ...this.imported] as const;
    const id = `split-${this.count++}`;
    const value = anySplit(this.random, this.snapshots(), subjects, id, now);
    const record = this.outgoing({ name: 'IdentityChange', value }, value.subjectId);
    this.told.push(record);
    return record;
  }

  private someJourney(): JourneyId | null {
    const [first, ...others] = new Set(this.snapshots().map(({ journeyId }) => journeyId));
    return first === undefined ? null : (this.random.pick([first, ...others]) as JourneyId);
  }

  private record(overrides: Partial<Interaction>): OutgoingRecord {
    const value = interaction(overrides);
    this.acknowledged.push(value.id);
    return this.outgoing({ name: 'Interaction', value }, value.subjectId);
  }

  /** Now and then longer than an output may be, and with it every snapshot of the journey. */
  private item(): string {
    return this.random.chance(0.003) ? 'x'.repeat(HUGE) : `item-${this.count}`;
  }

  private clockAdvanced(partition: number): OutgoingRecord {
    const value = { clock: IMPORT, time: this.importTime };
    return { ...this.outgoing({ name: 'ClockAdvanced', value }, `clock-${partition}`), partition };
  }

  /** Not Avro, and sometimes huge; not ours to know; ours, but no log entry; somebody's who lives on another partition. */
  private rubbish(): OutgoingRecord {
    const subject = this.random.pick(this.subjects);
    const partition = partitionOf(subject, this.partitions);
    const strange = { topic: Topics.interactions, key: subject, partition };
    switch (this.random.below(4)) {
      case 0:
        return { ...strange, value: new Uint8Array(this.random.chance(0.2) ? HUGE : 2).fill(0xff) };
      case 1:
        return { ...strange, value: new Uint8Array([0, 9, 9, 9, 9, 1, 2]) };
      case 2:
        return { ...strange, value: null };
      default: {
        const value = interaction({ id: `misplaced-${this.count++}`, subjectId: subject });
        const elsewhere = (partition + 1) % this.partitions;
        return { ...this.outgoing({ name: 'Interaction', value }, subject), partition: elsewhere };
      }
    }
  }

  private outgoing(entry: LogEntry, key: string): OutgoingRecord {
    return { topic: Topics.interactions, key, value: this.codec.encode(entry.name, entry.value) };
  }
}
