import { nearest } from '#statechart';
import { type DefinitionSource } from '../definition/definition.js';
import { type Report } from '../definition/report.js';
import { type PlacedState } from '../definition/state-graph.js';
import { transitionLists } from '../definition/transition-lists.js';

/** Steps a customer has no way to do, and channels that are called almost like others. */
export function checkChannels(
  source: DefinitionSource,
  states: readonly PlacedState[],
  report: Report,
): void {
  for (const state of states) checkWayToDo(state, report);
  checkNames(source, states, report);
}

function checkWayToDo(state: PlacedState, report: Report): void {
  const { name, path, lineage, children, source } = state;
  if (children.length > 0 || source.type !== undefined) return;
  if (lineage.some((one) => one.source.backstage === true)) return;
  if (lineage.some((one) => Object.keys(one.source.channels ?? {}).length > 0)) return;
  // A transition that neither leads on nor is called anything only takes note.
  const step = transitionLists(state).find(
    ({ kind, candidates }) =>
      kind === 'event' &&
      candidates.some(
        ({ transition: { target, label } }) => target !== undefined || label !== undefined,
      ),
  );
  if (step === undefined) return;
  report(
    path,
    `no channel has a way to do \`${step.on}\` in \`${name}\`; add \`channels\`, or \`backstage: true\` if no customer takes part`,
    'warning',
  );
}

/** A channel that one state has and that is nearly another one: a slip of the pen. */
function checkNames(
  { fields = {} }: DefinitionSource,
  states: readonly PlacedState[],
  report: Report,
): void {
  const uses = new Map<string, (readonly (string | number)[])[]>();
  for (const { source, path } of states) {
    for (const channel of Object.keys(source.channels ?? {})) {
      uses.set(channel, [...(uses.get(channel) ?? []), [...path, 'channels', channel]]);
    }
  }
  const common = [...uses].filter(([, places]) => places.length > 1).map(([channel]) => channel);
  const slip = (channel: string, path: readonly (string | number)[]): void => {
    if (common.includes(channel)) return;
    const meant = nearest(channel, common);
    // `mail` and `email` are two channels: a slip is seldom in the first letter.
    if (meant === undefined || meant[0] !== channel[0]) return;
    report(path, `channel \`${channel}\` stands only here; did you mean \`${meant}\`?`, 'warning');
  };
  for (const [channel, [place, second]] of uses) {
    if (place !== undefined && second === undefined) slip(channel, place);
  }
  for (const [name, { prefer }] of Object.entries(fields)) {
    if (typeof prefer === 'string' || prefer === undefined) continue;
    prefer.forEach((channel, index) => {
      if (!uses.has(channel)) slip(channel, ['fields', name, 'prefer', index]);
    });
  }
}
