import { partitionOf, Topics, type SubjectState } from '#contracts';
import { checkNotes } from './check-notes.js';
import type { FoldedPartition, Stay } from './folded-partition.js';
import type { Findings } from './report.js';

/** Of records that folds sent on. */
export interface Sent {
  readonly repeated: number;
  /** Not sent on yet. */
  readonly unpublished: number;
}

/**
 * What only all partitions together tell, since journeys move between subjects.
 * C2: what folds sent on is in the log of record, on its subject's partition, with the content the fold gives it, and
 * nothing else claims to be.
 * C3: each version of a journey was told once, by one subject, and none is missing.
 * C4: every journey that was opened is with one subject, and runs with none that was merged; merges go round in no circle.
 * What waits in the log since a fold went wrong, or because the fold has not come to it, is on its way.
 * Returns how many repeats there were, and how many records are not sent on yet.
 */
export function checkMoves(partitions: readonly FoldedPartition[], findings: Findings): Sent {
  const sent = checkSent(partitions, findings);
  checkStays(partitions, findings);
  checkHolders(partitions, findings);
  checkMerges(partitions, findings);
  checkNotes(partitions, findings);
  return sent;
}

function checkSent(partitions: readonly FoldedPartition[], findings: Findings): Sent {
  let repeated = 0;
  let unpublished = 0;
  const wanted = partitions.flatMap(({ outputs }) =>
    [...outputs].filter(([, { topic }]) => topic === Topics.interactions),
  );
  const sent = new Map(wanted);
  for (const [id, output] of wanted) {
    const home = partitions[partitionOf(output.key, partitions.length)];
    const found = home?.received.get(id) ?? [];
    if (found.length === 0) {
      const isUnpublished = partitions.some((one) => one.unpublished.has(id));
      if (isUnpublished) unpublished += 1;
      else findings.add('C2', `${Topics.interactions} lacks ${id}`, `key ${output.key}`);
    }
    repeated += Math.max(0, found.length - 1);
  }
  for (const { partition, received } of partitions) {
    for (const [id, records] of received) {
      for (const { fingerprint, key, offset } of records) {
        const expected = sent.get(id);
        if (expected?.fingerprint === fingerprint && expected.key === key) continue;
        const where = `${Topics.interactions} partition ${partition} offset ${offset}`;
        findings.add('C2', `${id} is not what any record sent on`, where);
      }
    }
  }
  return { repeated, unpublished };
}

function checkStays(partitions: readonly FoldedPartition[], findings: Findings): void {
  const all = new Map<string, Stay[]>();
  for (const { stays } of partitions) {
    for (const [journeyId, here] of stays) {
      all.set(journeyId, [...(all.get(journeyId) ?? []), ...here]);
    }
  }
  for (const [journeyId, stays] of all) {
    let told = 0;
    for (const { from, to } of stays.toSorted((one, other) => one.from - other.from)) {
      if (from !== told + 1) {
        const what = `version ${from} is told where ${told + 1} was to come`;
        findings.add('C3', what, `journey ${journeyId}`);
      }
      told = to;
    }
  }
}

function checkHolders(partitions: readonly FoldedPartition[], findings: Findings): void {
  const held = new Map<string, number>();
  const hold = (journeyId: string): void =>
    void held.set(journeyId, (held.get(journeyId) ?? 0) + 1);
  for (const { subjects } of partitions) {
    for (const { state, archived, forgotten } of subjects.values()) {
      for (const journeyId of [...archived.keys(), ...forgotten]) hold(journeyId);
      for (const { journeyId, status } of state.journeys) {
        hold(journeyId);
        if (state.mergedInto === null || status === 'ended') continue;
        const what = `runs with ${state.subjectId}, who has become ${state.mergedInto}`;
        findings.add('C4', what, `journey ${journeyId}`);
      }
    }
  }
  for (const [journeyId, version] of onTheirWay(partitions)) {
    if (lastTold(partitions, journeyId) === version) hold(journeyId);
  }
  for (const { opened } of partitions) {
    for (const journeyId of opened) {
      const holders = held.get(journeyId) ?? 0;
      if (holders === 1) continue;
      const what = holders === 0 ? 'is neither open nor ended' : `is with ${holders} subjects`;
      findings.add('C4', `was opened, and ${what}`, `journey ${journeyId}`);
    }
  }
}

/** Journeys that left one subject and are not with another, as they left. */
function onTheirWay(partitions: readonly FoldedPartition[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const leave = (journeyId: string, version: number): void =>
    void found.set(journeyId, Math.max(version, found.get(journeyId) ?? 0));
  for (const { waiting, leaving } of partitions) {
    for (const [journeyId, version] of waiting) leave(journeyId, version);
    for (const [id, { key, journeys }] of leaving) {
      if (partitions[partitionOf(key, partitions.length)]?.received.has(id) === true) continue;
      for (const { journeyId, version } of journeys) leave(journeyId, version);
    }
  }
  return found;
}

function lastTold(partitions: readonly FoldedPartition[], journeyId: string): number {
  return Math.max(0, ...partitions.map(({ versions }) => versions.get(journeyId) ?? 0));
}

function checkMerges(partitions: readonly FoldedPartition[], findings: Findings): void {
  const states = new Map<string, SubjectState>();
  const behind = new Set(partitions.flatMap((one) => [...one.behind]));
  const waits = (state: SubjectState): boolean => isFaulted(state) || behind.has(state.subjectId);
  for (const { subjects } of partitions) {
    for (const [subject, { state }] of subjects) states.set(subject, state);
  }
  for (const state of states.values()) {
    const seen = new Set<string>();
    let at: SubjectState | undefined = state;
    while (at !== undefined && at.mergedInto !== null && !waits(at) && !seen.has(at.subjectId)) {
      seen.add(at.subjectId);
      at = states.get(at.mergedInto);
    }
    if (at === undefined || !seen.has(at.subjectId)) continue;
    findings.add('C4', 'has become itself by merges', `subject ${state.subjectId}`);
  }
}

/** Its records wait since a fold went wrong, and with them what would end the circle. */
function isFaulted({ journeys }: SubjectState): boolean {
  return journeys.some(({ status }) => status === 'faulted');
}
