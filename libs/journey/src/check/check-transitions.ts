import { parseDuration } from '../definition/duration.js';
import { covers } from './overlaps.js';
import { type Report } from '../definition/report.js';
import { asList, type PlacedState } from '../definition/state-graph.js';
import { type TransitionList, transitionLists } from '../definition/transition-lists.js';

/** Transitions and timers that can never be taken, because another always is; and those that would be for ever. */
export function checkTransitions(states: readonly PlacedState[], report: Report): void {
  for (const state of states) {
    const lists = transitionLists(state);
    for (const list of lists) {
      checkOrder(state, list, report);
      checkKeys(state, list, report);
    }
    checkBroader(state, lists, report);
    checkTimers(state, lists, report);
    checkPassing(state, lists, report);
  }
  checkEndless(states, report);
}

/** A candidate after one without a guard is never asked. */
function checkOrder(state: PlacedState, { candidates }: TransitionList, report: Report): void {
  const taken = candidates.findIndex(({ transition }) => transition.guard === undefined);
  if (taken < 0) return;
  for (const { path } of candidates.slice(taken + 1)) {
    report(
      path,
      `this is never asked: candidate ${taken + 1} before it has no guard and is always taken in \`${state.name}\`; give that one a guard or put it last`,
      'warning',
    );
  }
}

/** Of the transitions of one state the first in the file is taken, not the one that names the event most precisely. */
function checkBroader(state: PlacedState, lists: readonly TransitionList[], report: Report): void {
  const certain: string[] = [];
  for (const { kind, on, path, candidates } of lists) {
    if (kind !== 'event') continue;
    const broader = certain.find((earlier) => covers(earlier, on));
    if (broader !== undefined) {
      report(
        path,
        `\`${on}\` is never taken in \`${state.name}\`: \`${broader}\` above it takes every such event, whatever its guards; put \`${on}\` first`,
        'warning',
      );
    } else if (candidates.some(({ transition }) => transition.guard === undefined)) {
      certain.push(on);
    }
  }
}

/** A timer is cancelled when its state is left: one that always leaves it first, on it or on an outer state, wins. */
function checkTimers(state: PlacedState, lists: readonly TransitionList[], report: Report): void {
  const leaving = state.lineage.flatMap((one) =>
    (one === state ? lists : transitionLists(one)).flatMap((list) => leavingTimer(one, list)),
  );
  for (const { kind, on, path } of lists) {
    const ms = durationOf(on);
    if (kind !== 'timer' || ms === undefined) continue;
    const first = leaving.find(
      (other) => other.ms < ms && !(other.state === state && other.on === on),
    );
    if (first === undefined) continue;
    report(
      path,
      `\`${on}\` never comes: after \`${first.on}\` \`${first.state.name}\` is always left; make it shorter, or give \`${first.on}\` a guard`,
      'warning',
    );
  }
}

function leavingTimer(
  state: PlacedState,
  { kind, on, candidates }: TransitionList,
): { state: PlacedState; on: string; ms: number }[] {
  const ms = durationOf(on);
  if (kind !== 'timer' || ms === undefined) return [];
  // A guarded candidate before it might stay.
  const certain = candidates[0]?.transition;
  if (certain?.guard !== undefined || certain?.target === undefined) return [];
  // An internal transition to the inside does not leave the state.
  return certain.internal === true ? [] : [{ state, on, ms }];
}

function durationOf(on: string): number | undefined {
  const parsed = parseDuration(on);
  return 'ms' in parsed ? parsed.ms : undefined;
}

/** A state left at once never waits for anything. */
function checkPassing(state: PlacedState, lists: readonly TransitionList[], report: Report): void {
  const always = lists.find(({ kind }) => kind === 'always');
  const first = always?.candidates.find(({ transition }) => transition.guard === undefined);
  const targets = asList(first?.transition.target);
  if (targets.length === 0 || targets.includes(state.name)) return;
  if (first?.transition.internal === true) return;
  for (const { kind, path } of lists) {
    if (kind !== 'event' && kind !== 'timer') continue;
    report(
      path,
      `this never happens: \`${state.name}\` is left at once by its \`always\` without a guard; give that a guard`,
      'warning',
    );
  }
}

/** Keys that mean nothing on a transition of this kind. */
function checkKeys(state: PlacedState, list: TransitionList, report: Report): void {
  for (const { transition, path } of list.candidates) {
    if (transition.lateness !== undefined && list.kind !== 'event') {
      report(
        [...path, 'lateness'],
        'only an event can be late; leave `lateness` out here',
        'warning',
      );
    }
    if (transition.internal !== true) continue;
    const inside = new Set(namesInside(state));
    const targets = asList(transition.target);
    if (targets.length > 0 && targets.every((name) => inside.has(name))) continue;
    report(
      [...path, 'internal'],
      `\`internal\` means nothing here: it is for a way to states inside \`${state.name}\`; leave it out`,
      'warning',
    );
  }
}

function namesInside({ children }: PlacedState): readonly string[] {
  return children.flatMap((child) => [child.name, ...namesInside(child)]);
}

/**
 * Eventless transitions that would follow one another for ever. Fields and event stay the same while they do, so a guard
 * that held for one that changes nothing holds again; loops over several guards are left to the bound at run time.
 */
function checkEndless(states: readonly PlacedState[], report: Report): void {
  const next = new Map<string, string>();
  for (const state of states) {
    for (const { kind, candidates } of transitionLists(state)) {
      if (kind !== 'always') continue;
      for (const { transition, path } of candidates) {
        const targets = asList(transition.target);
        const stays = targets.length === 0 || (targets.length === 1 && targets[0] === state.name);
        if (!stays || transition.guard === undefined) continue;
        report(
          path,
          `\`${state.name}\` would take this for ever once its guard holds; give it another target, or an event in place of \`always\``,
        );
      }
      const [only] = candidates;
      const [target, second] = asList(only?.transition.target);
      if (only?.transition.guard !== undefined || second !== undefined) continue;
      if (target !== undefined && target !== state.name) next.set(state.name, target);
    }
  }
  for (const loop of loopsOf(next)) {
    const first = states.find(({ name }) => name === loop[0]);
    if (first === undefined) continue;
    const way = [...loop, loop[0] ?? ''].map((name) => `\`${name}\``).join(' → ');
    report(
      [...first.path, 'always'],
      `${way} go on for ever without an event; give one of them a guard`,
    );
  }
}

/** Circles of at least two states, each told once, beginning with the one that is first in the file. */
function loopsOf(next: ReadonlyMap<string, string>): readonly (readonly string[])[] {
  const loops: string[][] = [];
  const seen = new Set<string>();
  for (const start of next.keys()) {
    const way = new Map<string, number>();
    let at: string | undefined = start;
    while (at !== undefined && !seen.has(at) && !way.has(at)) {
      way.set(at, way.size);
      at = next.get(at);
    }
    const from = at === undefined ? undefined : way.get(at);
    if (from !== undefined) loops.push([...way.keys()].slice(from));
    for (const name of way.keys()) seen.add(name);
  }
  return loops;
}
