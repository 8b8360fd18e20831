import { didYouMean } from '#statechart';
import { type DefinitionSource, type FieldSource } from '../definition/definition.js';
import { type Report } from '../definition/report.js';
import { type PlacedState } from '../definition/state-graph.js';
import { overlaps } from './overlaps.js';
import { transitionLists } from '../definition/transition-lists.js';

type Path = readonly (string | number)[];

/** Steps that ask for fields which do not exist, or which what the customer does there cannot bring. */
export function checkNeeds(
  source: DefinitionSource,
  states: readonly PlacedState[],
  report: Report,
): void {
  const fields = source.fields ?? {};
  const known = Object.keys(fields);
  const unknown = (asker: string, needs: readonly string[] | undefined, path: Path): void => {
    needs?.forEach((name, index) => {
      if (Object.hasOwn(fields, name)) return;
      const hint = didYouMean(name, known);
      report(
        [...path, 'needs', index],
        `${asker} needs field \`${name}\`, which does not exist${hint}`,
      );
    });
  };
  for (const state of states) {
    unknown(`\`${state.name}\``, state.source.needs, state.path);
    for (const { on, candidates } of transitionLists(state)) {
      for (const { transition, path } of candidates) {
        unknown(
          on === '' ? 'this transition' : `\`${on}\` of \`${state.name}\``,
          transition.needs,
          path,
        );
      }
    }
  }
  checkBrought(source, states, report);
}

/**
 * A field may come with any event, also one that moves nothing. But one that comes only with what other steps are done
 * by is asked in the wrong place.
 */
function checkBrought(
  { fields = {}, startsOn }: DefinitionSource,
  states: readonly PlacedState[],
  report: Report,
): void {
  const takers = new Map<string, string>();
  const taken = new Map<PlacedState, readonly string[]>();
  for (const state of states) {
    const events = Object.keys(state.source.on ?? {});
    taken.set(state, events);
    for (const event of events) if (!takers.has(event)) takers.set(event, state.name);
  }
  const brings = (state: PlacedState, field: FieldSource): boolean =>
    field.from.some(
      (event) =>
        startsOn.includes(event) ||
        !takers.has(event) ||
        around(state).some((one) =>
          taken.get(one)?.some((descriptor) => overlaps(descriptor, event)),
        ),
    );
  for (const state of states) {
    state.source.needs?.forEach((name, index) => {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (field === undefined || field.from.length === 0 || brings(state, field)) return;
      const elsewhere = field.from.map((event) => `\`${event}\` of \`${takers.get(event) ?? ''}\``);
      report(
        [...state.path, 'needs', index],
        `\`${state.name}\` asks for \`${name}\`, but nothing it takes brings it: that comes with ${elsewhere.join(', ')}`,
        'warning',
      );
    });
  }
}

/** The states active together with one, as far as the tree tells: outer ones, inner ones, and other parallel regions. */
function around(state: PlacedState): readonly PlacedState[] {
  const outermost = state.lineage.findLast(({ source }) => source.type === 'parallel') ?? state;
  return [...state.lineage, ...inside(outermost)];
}

function inside(state: PlacedState): readonly PlacedState[] {
  return [state, ...state.children.flatMap(inside)];
}
