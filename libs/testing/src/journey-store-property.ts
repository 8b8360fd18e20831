import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runs } from './depth.js';
import type { Epoch, JourneyId, Shard, SubjectId } from '#contracts';
import {
  FencedError,
  type JourneyQuery,
  type JourneyStorage,
  type JourneySummary,
  type ShardCommit,
  type SubjectWrite,
} from '#ports';
import type { StorePlace } from './journey-store-contract.js';
import { bytes, journeyOf, subjectsIn, summary, text } from './journey-store-material.js';
import { JourneyStoreModel } from './journey-store-model.js';

const SHARDS_USED = [0, 17, 255] as Shard[];
const SUBJECTS = new Map(SHARDS_USED.map((shard) => [shard, subjectsIn(shard, 3)]));
const CLOCKS = ['live', 'bank 2012', 'import:2'];
const QUERIES: Omit<JourneyQuery, 'limit'>[] = [
  {},
  { state: 'b' },
  { definition: 'rebooking', status: 'open' },
  { channel: 'phone', seenBefore: 2 },
  { seenBefore: 3 },
];

interface CommitPlan {
  readonly shard: Shard;
  /** Added to the shard's epoch: -1 is a zombie's. */
  readonly epoch: -1 | 0;
  /** Added to the watermark's offset; 0 and below repeat. */
  readonly ahead: number;
  readonly partition: number;
  /** Added to the offset it should build on; undefined: not told. */
  readonly follows: number | undefined;
  readonly subjects: readonly Omit<SubjectWrite, 'offsets'>[];
  readonly outbox: string | undefined;
  readonly published: number;
}

type Step =
  | { readonly do: 'take'; readonly shard: Shard }
  | { readonly do: 'reset'; readonly shard: Shard; readonly epoch: -1 | 0 }
  | { readonly do: 'commit'; readonly plans: readonly CommitPlan[] };

const shard = fc.constantFrom(...SHARDS_USED);
const epoch = fc.constantFrom<(-1 | 0)[]>(0, 0, 0, 0, -1);

const summaries = (subject: SubjectId, other: SubjectId): fc.Arbitrary<JourneySummary[]> => {
  // 9 is a journey that began with another subject and was moved here.
  const ids = [0, 1, 2].map((n) => journeyOf(subject, n)).concat(journeyOf(other, 9));
  const one = (id: JourneyId) =>
    fc
      .record({
        definition: fc.constantFrom('card-application', 'rebooking'),
        definitionVersion: fc.constantFrom(1, 2),
        status: fc.constantFrom('open', 'ended'),
        state: fc.constantFrom('a', 'b', 'b,c'),
        lastChannel: fc.constantFrom('web', 'phone'),
        lastSeen: fc.nat(4),
        stalled: fc.boolean(),
      })
      .map((differs) => summary(id, differs));
  return fc.subarray(ids).chain((some) => fc.tuple(...some.map(one)));
};

const write = (at: Shard, subject: SubjectId): fc.Arbitrary<Omit<SubjectWrite, 'offsets'>> => {
  const subjects = SUBJECTS.get(at) ?? [];
  const other = subjects[(subjects.indexOf(subject) + 1) % subjects.length] ?? subject;
  return fc.record({
    subject: fc.constant(subject),
    state: fc.uint8Array({ maxLength: 8 }),
    due: fc
      .subarray(CLOCKS)
      .chain((some) => fc.tuple(...some.map((clock) => fc.nat(9).map((at) => ({ clock, at }))))),
    journeys: summaries(subject, other),
    archived: fc
      .subarray([5, 6])
      .map((ns) =>
        ns.map((n) => ({ journeyId: journeyOf(subject, n), state: bytes(`archived ${n}`) })),
      ),
    forgetsArchived: fc.constantFrom(false, false, false, true),
  });
};

const plan: fc.Arbitrary<CommitPlan> = shard.chain((at) =>
  fc.record({
    shard: fc.constant(at),
    epoch,
    ahead: fc.constantFrom(1, 1, 2, 3, 0, -1),
    partition: fc.constantFrom(3, 3, 3, 11),
    follows: fc.constantFrom(undefined, 0, 0, 0, 1),
    subjects: fc
      .subarray(SUBJECTS.get(at) ?? [])
      .chain((subjects) => fc.tuple(...subjects.map((subject) => write(at, subject)))),
    outbox: fc.option(fc.string(), { nil: undefined }),
    published: fc.integer({ min: -1, max: 5 }),
  }),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ do: fc.constant('take' as const), shard }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reset' as const), shard, epoch }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('commit' as const),
      plans: fc.uniqueArray(plan, { minLength: 1, maxLength: 3, selector: (one) => one.shard }),
    }),
  },
);

/** Whatever owners do, a store answers as the plain model of its port does. */
export function journeyStoreProperty(
  place: () => Promise<StorePlace<JourneyStorage>>,
  bounded: number,
): void {
  it('answers as the model of its port does, after any commits, takings and resets', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const at = await place();
        const store = await at.open();
        try {
          const model = new JourneyStoreModel();
          for (const one of SHARDS_USED) model.took(one, (await store.take(one)).epoch);
          for (const one of steps) await follow(one, store, model);
          await expectSame(store, model);
        } finally {
          await store.close();
          await at.remove();
        }
      }),
      { numRuns: runs(bounded) },
    );
  }, 600_000);
}

async function follow(step: Step, store: JourneyStorage, model: JourneyStoreModel): Promise<void> {
  if (step.do === 'take') {
    const lease = await store.take(step.shard);
    const { watermark, outbox } = model.shard(step.shard);
    expect(lease.watermark).toEqual(watermark);
    expect(lease.outbox.map(({ sequence, payload }) => [sequence, text(payload)])).toEqual(
      outbox.map(({ sequence, payload }) => [sequence, text(payload)]),
    );
    model.took(step.shard, lease.epoch);
    return;
  }
  if (step.do === 'reset') {
    const under = (model.shard(step.shard).epoch + step.epoch) as Epoch;
    const outcome = store.reset(step.shard, under);
    if (step.epoch === -1) await expect(outcome).rejects.toThrow(FencedError);
    else {
      await outcome;
      model.reset(step.shard);
    }
    return;
  }
  const commits = step.plans.map((plan) => commitOf(plan, model));
  const expected = commits.map((commit) => model.commit(commit));
  const fenced = commits.filter((_, i) => expected[i] === 'fenced').map((one) => one.shard);
  const answer = store.commit(commits);
  if (fenced.length === 0) expect(await answer).toEqual(expected);
  else await expect(answer).rejects.toMatchObject({ code: 'FENCED', shards: fenced });
}

function commitOf(plan: CommitPlan, model: JourneyStoreModel): ShardCommit {
  const held = model.shard(plan.shard);
  const stands = held.watermark?.offset ?? -1;
  const offset = Math.max(0, stands + plan.ahead);
  return {
    shard: plan.shard,
    epoch: (held.epoch + plan.epoch) as Epoch,
    watermark: { partition: plan.partition, offset },
    ...(plan.follows === undefined ? {} : { follows: stands + plan.follows }),
    subjects: plan.subjects.map((write) => ({ ...write, offsets: [offset] })),
    outbox: plan.outbox === undefined ? undefined : bytes(plan.outbox),
    publishedUpTo: Math.min(plan.published, held.sequence),
  };
}

async function expectSame(store: JourneyStorage, model: JourneyStoreModel): Promise<void> {
  for (const query of QUERIES) {
    const expected = model.journeys(query);
    for (const limit of [2, 200]) expect(await everyPage(store, query, limit)).toEqual(expected);
  }
  const counts = (list: readonly object[]) => new Set(list.map((one) => JSON.stringify(one)));
  expect(counts(await store.counts())).toEqual(counts(model.counts()));
  for (const clock of CLOCKS) {
    const due = await store.due(SHARDS_USED, clock, 7, 100);
    const expected = model.due(SHARDS_USED, clock, 7);
    expect(due.map((one) => one.at)).toEqual(expected.map((one) => one.at));
    expect(counts(due)).toEqual(counts(expected));
  }
  const watermarks = await store.watermarks();
  for (const one of SHARDS_USED) {
    const { epoch: held, watermark, subjects, histories, archived } = model.shard(one);
    expect(watermarks.get(one)).toEqual(watermark);
    const states = await store.load(one, SUBJECTS.get(one) ?? [], held);
    for (const [i, subject] of (SUBJECTS.get(one) ?? []).entries()) {
      expect(states[i] && [...states[i]]).toEqual(
        subjects.has(subject) ? [...(subjects.get(subject)?.state ?? [])] : undefined,
      );
      expect(await store.history(subject)).toEqual(histories.get(subject) ?? []);
      for (const id of [5, 6].map((n) => journeyOf(subject, n))) {
        expect(text(await store.archived(id))).toBe(text(archived.get(id)));
      }
    }
  }
}

async function everyPage(
  store: JourneyStorage,
  query: Omit<JourneyQuery, 'limit'>,
  limit: number,
): Promise<JourneySummary[]> {
  const found: JourneySummary[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await store.search({ ...query, limit, ...(cursor ? { cursor } : {}) });
    found.push(...page.journeys);
    cursor = page.cursor;
    if (cursor === undefined) return found;
  }
}
