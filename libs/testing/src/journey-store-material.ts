import { type Epoch, type JourneyId, type Shard, shardOf, type SubjectId } from '#contracts';
import type { JourneySummary, ShardCommit, SubjectWrite } from '#ports';

/** Subjects already found, by shard: hashing finds one of 256. */
const found = new Map<Shard, SubjectId[]>();
let next = 0;

/** `count` subjects of a shard, always the same ones: 20 characters of [a-z2-7], as real ones. */
export function subjectsIn(shard: Shard, count: number): SubjectId[] {
  for (;;) {
    const ready = found.get(shard) ?? [];
    if (ready.length >= count) return ready.slice(0, count);
    const subject = code(next++, 20) as SubjectId;
    const home = shardOf(subject);
    const list = found.get(home);
    if (list) list.push(subject);
    else found.set(home, [subject]);
  }
}

/** The subject's journey number `n`. */
export function journeyOf(subject: SubjectId, n = 0): JourneyId {
  return `${subject}.${code(n, 8)}` as JourneyId;
}

function code(n: number, length: number): string {
  const digits = n.toString(32).replace(/[0189]/g, (digit) => 'wxyz'.charAt('0189'.indexOf(digit)));
  return digits.padStart(length, 'w');
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function text(value: Uint8Array | undefined): string | undefined {
  return value && new TextDecoder().decode(value);
}

/** An open card application in `identity`, last seen on the web at 1,000, unless said otherwise. */
export function summary(
  journeyId: JourneyId,
  differs: Partial<JourneySummary> = {},
): JourneySummary {
  return {
    journeyId,
    definition: 'card-application',
    definitionVersion: 3,
    status: 'open',
    state: 'identity',
    lastChannel: 'web',
    lastSeen: 1_000,
    stalled: false,
    ...differs,
  };
}

/** A subject with one journey and no timer, unless said otherwise. */
export function subjectWrite(
  subject: SubjectId,
  differs: Partial<SubjectWrite> = {},
): SubjectWrite {
  return {
    subject,
    state: bytes(`state of ${subject}`),
    due: [],
    journeys: [summary(journeyOf(subject))],
    archived: [],
    offsets: [],
    ...differs,
  };
}

/** A commit on partition 3 that publishes nothing, unless said otherwise. */
export function shardCommit(
  shard: Shard,
  epoch: Epoch,
  offset: number,
  differs: Partial<Omit<ShardCommit, 'shard' | 'epoch' | 'watermark'>> = {},
): ShardCommit {
  return {
    shard,
    epoch,
    watermark: { partition: 3, offset },
    subjects: [],
    outbox: undefined,
    publishedUpTo: -1,
    ...differs,
  };
}
