import { didYouMean, nearest } from '#statechart';
import { type ActionSource, type DefinitionSource } from '../definition/definition.js';
import { covers, overlaps } from './overlaps.js';
import { type Report } from '../definition/report.js';
import { type PlacedState } from '../definition/state-graph.js';
import { transitionLists } from '../definition/transition-lists.js';

type Path = readonly (string | number)[];

/** Events that are raised, deferred or collected from, and that nothing in the journey takes. */
export function checkEvents(
  source: DefinitionSource,
  states: readonly PlacedState[],
  report: Report,
): void {
  const taken = [...new Set(states.flatMap(({ source: { on = {} } }) => Object.keys(on)))];
  for (const state of states) {
    for (const { name, path } of raisedIn(state)) {
      if (taken.some((descriptor) => covers(descriptor, name))) continue;
      report(
        path,
        `no state takes \`${name}\`, which is raised here${didYouMean(name, taken)}`,
        'warning',
      );
    }
    state.source.defer?.forEach((descriptor, index) => {
      if (taken.some((other) => overlaps(other, descriptor))) return;
      report(
        [...state.path, 'defer', index],
        `\`${descriptor}\` would wait for ever: no state takes it${didYouMean(descriptor, taken)}`,
        'warning',
      );
    });
  }
  checkSources(source, taken, report);
}

/** Fields may come with events that nothing else takes, unless that is a slip of the pen. */
function checkSources(source: DefinitionSource, taken: readonly string[], report: Report): void {
  const known = [...new Set([...source.startsOn, ...taken])];
  const others = new Set(known);
  const slip = (event: string, path: Path): void => {
    if (others.has(event) || taken.some((descriptor) => overlaps(descriptor, event))) return;
    const meant = nearest(event, known);
    // One letter, or two that changed places: further apart they are two events.
    if (meant === undefined || !isSlip(event, meant)) return;
    report(path, `no state takes \`${event}\`; did you mean \`${meant}\`?`, 'warning');
  };
  for (const [name, field] of Object.entries(source.fields ?? {})) {
    field.from.forEach((event, index) => slip(event, ['fields', name, 'from', index]));
    if (field.verifiedBy !== undefined) slip(field.verifiedBy, ['fields', name, 'verifiedBy']);
  }
}

/** Whether two words differ by one letter, or by two neighbours that changed places. */
function isSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from += 1;
  let back = 0;
  while (back < Math.min(a.length, b.length) - from && a.at(-1 - back) === b.at(-1 - back))
    back += 1;
  const [restA, restB] = [a.slice(from, a.length - back), b.slice(from, b.length - back)];
  if (restA.length <= 1 && restB.length <= 1) return true;
  return restA.length === 2 && restA === [...restB].reverse().join('');
}

function raisedIn(state: PlacedState): { name: string; path: Path }[] {
  const { source, path } = state;
  const among = (actions: readonly ActionSource[] = [], at: Path) =>
    actions.flatMap((action, index) =>
      'raise' in action ? [{ name: action.raise, path: [...at, index, 'raise'] }] : [],
    );
  return [
    ...among(source.entry, [...path, 'entry']),
    ...among(source.exit, [...path, 'exit']),
    ...transitionLists(state).flatMap(({ candidates }) =>
      candidates.flatMap(({ transition, path: at }) =>
        among(transition.actions, [...at, 'actions']),
      ),
    ),
  ];
}
