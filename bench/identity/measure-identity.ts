import type { Finding, Report } from '../measure/finding.ts';
import { spread } from '../measure/statistics.ts';
import type { Options } from '../options.ts';
import { inFreshDirectory } from '../services/workspace.ts';
import { groundTruth } from './customers.ts';
import { linkAll } from './link-all.ts';
import { score, type Score } from './score.ts';

const PEOPLE = 300;

/** How well our default rules tell who is who, against customers whose truth is known. One run is one seed. */
export async function measureIdentity({ runs }: Options, report: Report): Promise<void> {
  const scores: Score[] = [];
  for (let seed = 1; seed <= runs; seed++) {
    const truth = groundTruth(seed, PEOPLE);
    scores.push(
      await inFreshDirectory(async (directory) => score(truth, await linkAll(truth, directory))),
    );
  }
  const tell = (what: string, unit: string, of: (one: Score) => number): Finding => ({
    section: 'identity',
    what,
    unit,
    measured: spread(scores.map(of)),
  });
  const percent = (share: number): number => 100 * share;
  report({
    ...tell(
      'pairs of people whose strong identifiers are one subject',
      'pairs',
      (one) => one.strongMerges,
    ),
    goal: { at: 'most', value: 0 },
    note: `${PEOPLE} people, seeds 1 to ${runs}`,
  });
  report(tell('precision over pairs of interactions', '%', (one) => percent(one.precision)));
  report(tell('recall over pairs of interactions', '%', (one) => percent(one.recall)));
  report(tell('F1', '%', (one) => percent(one.f1)));
  report(tell('subjects for each person', '', (one) => one.subjectsPerPerson));
  report(tell('values recognised as shared', 'values', (one) => one.shared));
  report(tell('conflicts told to operators', 'pairs', (one) => one.conflicts));
  const kinds = [...new Set(scores.flatMap((one) => [...one.falseMerges.keys()]))].sort();
  for (const kind of kinds) {
    report(tell(`people put together: ${kind}`, 'pairs', (one) => one.falseMerges.get(kind) ?? 0));
  }
}
