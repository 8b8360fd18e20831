/**
 * The checker: reads the whole log and all outputs, folds the log with the pure core, and compares.
 *
 * C1 Every acknowledged interaction is in the log.
 * C2 Every expected output is there once by id, and nothing else.
 * C3 Per journey: versions without a gap, equal to the fold, whatever subjects it goes through.
 * C4 Opened = open + ended, each with one subject, which is no merged one; none idle past its timer; every timer where its clock will find it.
 * C5 Every timer fired once, not early, not after it was cancelled.
 * C6 The store equals the fold, byte for byte.
 *
 * It is about an installation at rest: what is still under way is reported as missing.
 */
import { Topics } from '#contracts';
import type { FoldSource } from '#history';
import { decide } from '#journey';
import { checkMoves } from './check-moves.js';
import { checkOutputs } from './check-outputs.js';
import { checkCounts, checkStore, type CheckedStore } from './check-store.js';
import { JourneyDigest } from './digest.js';
import { foldPartition, type FoldedPartition } from './fold-partition.js';
import { Findings, type CheckCounts, type CheckReport } from './report.js';

export { type CheckCounts, type CheckReport, type Finding, type FindingCode } from './report.js';

export interface CheckOptions extends FoldSource {
  readonly store: CheckedStore;
  /** Ids of interactions a sender was told are accepted (C1). Default: none are known. */
  readonly acknowledgedInteractions?: Iterable<string> | AsyncIterable<string>;
  /** ms since the epoch: live timers due before it must have fired (C4). Default: live timers are not judged. */
  readonly now?: number;
  /** Findings listed of each code; default 20. All are counted. */
  readonly maxFindings?: number;
}

/** Checks an installation. Holds the fold of the whole log in memory: about 2 KB a journey. */
export async function checkInstallation(options: CheckOptions): Promise<CheckReport> {
  const { log, codec, store, now } = options;
  const findings = new Findings(options.maxFindings ?? 20);
  const partitions = await log.partitions(Topics.interactions);
  const watermarks = await store.watermarks();
  const source = { ...options, decide: options.decide ?? decide };
  const found = new Set<string>();
  const folded: FoldedPartition[] = [];
  let repeatedOutputs = 0;
  for (let partition = 0; partition < partitions; partition++) {
    const one = await foldPartition(source, partition, partitions, findings, (id) => found.add(id));
    await checkStore({ store, codec, watermarks, partitions, now }, one, findings);
    folded.push(one);
  }
  repeatedOutputs += await checkOutputs({ log, codec }, folded, findings);
  repeatedOutputs += checkMoves(folded, findings);
  await checkCounts(store, folded, findings);
  for await (const id of options.acknowledgedInteractions ?? []) {
    if (found.has(id)) continue;
    findings.add('C1', 'was acknowledged and is not in the log', `interaction ${id}`);
  }
  return {
    clean: Object.values(findings.found).every((count) => count === 0),
    findings: findings.kept,
    found: findings.found,
    counts: countsOf(folded, repeatedOutputs),
    digest: digestOf(folded),
  };
}

function digestOf(partitions: readonly FoldedPartition[]): string {
  const digest = new JourneyDigest();
  for (const { subjects } of partitions) {
    for (const { state, archived } of subjects.values()) {
      for (const journey of [...archived.values(), ...state.journeys]) digest.add(journey);
    }
  }
  return digest.finish();
}

function countsOf(partitions: readonly FoldedPartition[], repeatedOutputs: number): CheckCounts {
  const sum = (of: (partition: FoldedPartition) => number): number =>
    partitions.reduce((total, partition) => total + of(partition), 0);
  const journeys = { open: 0, ended: 0, other: 0 };
  const outcomes: Record<string, number> = {};
  const dispositions: Record<string, number> = {};
  for (const partition of partitions) {
    for (const [kind, count] of partition.dispositions) {
      dispositions[kind] = (dispositions[kind] ?? 0) + count;
    }
    for (const { state, archived } of partition.subjects.values()) {
      for (const { status, outcome } of [...archived.values(), ...state.journeys]) {
        journeys[status === 'open' || status === 'ended' ? status : 'other'] += 1;
        if (status !== 'ended') continue;
        outcomes[outcome ?? ''] = (outcomes[outcome ?? ''] ?? 0) + 1;
      }
    }
  }
  return {
    records: sum(({ records }) => records),
    interactions: sum(({ interactions }) => interactions),
    subjects: sum(({ subjects }) => subjects.size),
    journeys,
    outcomes,
    dispositions,
    outputs: sum(({ outputs }) => outputs.size),
    repeatedOutputs,
    deadLetters: sum(({ deadLetters }) => deadLetters),
  };
}
