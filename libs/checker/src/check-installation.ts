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
 * Each is judged as far as the loop has come. What it has not come to — after a crash, records that are accepted and not
 * folded yet — is under way, and told apart from what is lost.
 */
import type { FoldSource } from '#history';
import { decide } from '#journey';
import { checkMoves } from './check-moves.js';
import { checkOutputs } from './check-outputs.js';
import { checkCounts, checkStore, type CheckedStore } from './check-store.js';
import { JourneyDigest } from './digest.js';
import { foldPartition } from './fold-partition.js';
import type { FoldedPartition } from './folded-partition.js';
import { readProgress } from './progress.js';
import { Findings, type CheckCounts, type CheckReport } from './report.js';

export { type CheckReport, type Finding, type FindingCode, type UnderWay } from './report.js';

export interface CheckOptions extends FoldSource {
  readonly store: CheckedStore;
  /** Ids of interactions a sender was told are accepted (C1). Default: none are known. */
  readonly acknowledgedInteractions?: Iterable<string> | AsyncIterable<string>;
  /** ms since the epoch: live timers due before it must have fired (C4). Default: live timers are not judged. */
  readonly now?: number;
  /** Findings listed of each code; default 20. All are counted. */
  readonly maxFindings?: number;
  /** The group that owns journeys; default `throughline-orchestrator`. */
  readonly group?: string;
}

/** Checks an installation. Holds the fold of the whole log in memory: about 2 KB a journey. */
export async function checkInstallation(options: CheckOptions): Promise<CheckReport> {
  const { log, codec, store, now } = options;
  const findings = new Findings(options.maxFindings ?? 20);
  const watermarks = await store.watermarks();
  const source = { ...options, decide: options.decide ?? decide };
  const found = new Set<string>();
  const folded: FoldedPartition[] = [];
  let timers = 0;
  for (const progress of await readProgress(log, watermarks, options.group)) {
    const { partitions } = progress;
    const one = await foldPartition(source, progress, findings, (id) => found.add(id));
    timers += await checkStore({ store, codec, watermarks, partitions, now }, one, findings);
    folded.push(one);
  }
  const published = await checkOutputs({ log, codec }, folded, findings);
  const sent = checkMoves(folded, findings);
  await checkCounts(store, folded, findings);
  for await (const id of options.acknowledgedInteractions ?? []) {
    if (found.has(id)) continue;
    findings.add('C1', 'was acknowledged and is not in the log', `interaction ${id}`);
  }
  return {
    clean: Object.values(findings.found).every((count) => count === 0),
    findings: findings.kept,
    found: findings.found,
    underWay: {
      records: folded.reduce((sum, { notFolded }) => sum + notFolded, 0),
      outputs: published.unpublished + sent.unpublished,
      timers,
    },
    counts: countsOf(folded, published.repeated + sent.repeated),
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
