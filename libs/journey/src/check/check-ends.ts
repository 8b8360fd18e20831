import { type Report } from '../definition/report.js';
import { endsJourney, type PlacedState } from '../definition/state-graph.js';
import { invocationsOf } from '../definition/transition-lists.js';

/** Ends that do not say how the journey ended, and what only an end can have, elsewhere. */
export function checkEnds(states: readonly PlacedState[], report: Report): void {
  const undoable = states.some(({ source, path }) =>
    invocationsOf(source, path).some(({ invoke }) => invoke.compensate !== undefined),
  );
  for (const state of states) {
    const { name, path, source } = state;
    if (!endsJourney(state)) {
      for (const key of ['outcome', 'good', 'compensate'] as const) {
        if (source[key] === undefined) continue;
        report(
          [...path, key],
          `\`${key}\` means nothing here: \`${name}\` is no final state at the top level, so the journey does not end in it`,
          'warning',
        );
      }
      continue;
    }
    if (source.outcome === undefined) {
      report(
        path,
        `\`${name}\` ends the journey without saying how; give it an \`outcome\` (until then: ${name})`,
        'warning',
      );
    }
    if (source.compensate === true && !undoable) {
      report(
        [...path, 'compensate'],
        `\`${name}\` shall undo what was done, but nothing says how; give an invocation a \`compensate\``,
        'warning',
      );
    }
  }
}
