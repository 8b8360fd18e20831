import { type InvokeSource } from '../definition/definition.js';
import { type Report } from '../definition/report.js';
import { asList, type PlacedState } from '../definition/state-graph.js';
import { invocationsOf, transitionLists } from '../definition/transition-lists.js';

type Path = readonly (string | number)[];

/** Services that are called and whose answer, failure or silence leads nowhere. */
export function checkInvocations(states: readonly PlacedState[], report: Report): void {
  for (const state of states) {
    // The chart tells that an end calls nobody.
    if (state.source.type === 'final') continue;
    for (const { invoke, path } of invocationsOf(state.source, state.path)) {
      checkInvocation(state, invoke, path, report);
    }
  }
}

function checkInvocation(
  state: PlacedState,
  { service, onDone, onError, timeout, retry }: InvokeSource,
  path: Path,
  report: Report,
): void {
  const warn = (message: string, key?: string): void =>
    report(key === undefined ? path : [...path, key], message, 'warning');
  if (asList(onDone).length === 0) {
    warn(`what \`${service}\` answers leads nowhere; give this invocation an \`onDone\``);
  }
  if (asList(onError).length === 0 && !leavesInTime(state)) {
    warn(
      `when \`${service}\` fails, \`${state.name}\` is stuck; give this invocation an \`onError\``,
    );
  }
  if (timeout === undefined) {
    warn(`\`${service}\` may never answer; give this invocation a \`timeout\``);
  }
  if (retry === undefined) return;
  const { attempts, backoff } = retry;
  if (!Number.isInteger(attempts) || attempts < 1 || attempts > 100) {
    report([...path, 'retry', 'attempts'], `\`attempts\` must be a whole number from 1 to 100`);
  } else if (attempts === 1 && backoff !== undefined) {
    report(
      [...path, 'retry', 'backoff'],
      'with one attempt nothing is tried again, so there is nothing to wait for; leave `backoff` out',
      'warning',
    );
  }
}

/** Whether some timer leads out, whatever the service does. */
function leavesInTime(state: PlacedState): boolean {
  return state.lineage.some((one) =>
    transitionLists(one).some(
      ({ kind, candidates }) =>
        kind === 'timer' && candidates.some(({ transition }) => transition.target !== undefined),
    ),
  );
}
