import fc from 'fast-check';
import { type ChartSource, type StateSource, type TransitionSource } from '#statechart';

/** Guards are names that hold or do not; actions are names, of which `raise:<event>` raises that event. */
export type NamedChart = ChartSource<string, string>;
type State = StateSource<string, string>;
type Way = TransitionSource<string, string>;
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What happens to a running chart: time passes, then an event comes. */
export interface Stimulus {
  /** ms. */
  readonly advance: number;
  readonly event: string;
  /** Guards that hold while time passes and the event is processed. */
  readonly holding: readonly string[];
}

const EVENTS = ['a', 'a.b', 'a.b.c', 'd', 'd.e', 'x', 'y'];
/** What a state may wait for: each asks for other first tokens. */
const PREFIXES = ['a', 'a.b', 'd', 'd.e', 'x', 'y', ''];
/** What transitions on an event may raise: so that few raise each other for ever. */
const RAISES: Readonly<Record<string, readonly string[]>> = { '': [], x: ['y'], y: [] };
const GUARDS = ['g0', 'g1', 'g2'];
const RAISED = 'raise:';

interface WayDraft {
  readonly kind: 'on' | 'done' | 'always' | 'after';
  readonly prefix: string;
  readonly target: number | null;
  /** With it, the transition leads into two regions of a parallel state, where there is one. */
  readonly second: number | null;
  readonly guard: string | null;
  readonly internal: boolean;
  readonly raise: string | null;
}

interface StateDraft {
  readonly parent: number;
  readonly top: boolean;
  readonly kind: 'plain' | 'parallel' | 'final' | 'shallow' | 'deep';
  readonly start: number;
  readonly entryRaise: string | null;
  readonly ways: readonly WayDraft[];
}

const raise = fc.oneof(
  { weight: 15, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constantFrom('x', 'y') },
);

const way: fc.Arbitrary<WayDraft> = fc.record({
  kind: fc.constantFrom('on', 'on', 'on', 'on', 'on', 'done', 'done', 'always', 'after', 'after'),
  prefix: fc.constantFrom(...PREFIXES),
  target: fc.option(fc.nat(), { freq: 5 }),
  second: fc.option(fc.nat(), { freq: 2 }),
  guard: fc.option(fc.constantFrom(...GUARDS), { freq: 1 }),
  internal: fc.boolean(),
  raise,
});

const state: fc.Arbitrary<StateDraft> = fc.record({
  parent: fc.nat(),
  top: fc.nat({ max: 7 }).map((n) => n === 0),
  kind: fc.constantFrom(
    'plain',
    'plain',
    'plain',
    'parallel',
    'parallel',
    'parallel',
    'final',
    'shallow',
    'deep',
  ),
  start: fc.nat(),
  entryRaise: raise,
  ways: fc.array(way, { maxLength: 4 }),
});

/** Random charts of up to 16 states that XState and SCXML mean the same by; see `docs/conformance/xstate.md`. */
export const charts: fc.Arbitrary<NamedChart> = fc
  .array(state, { minLength: 2, maxLength: 16 })
  .map((drafts) => new Grower(drafts).chart());

export const stimuli: fc.Arbitrary<readonly Stimulus[]> = fc.array(
  fc.record({
    advance: fc.constantFrom(0, 0, 1_000, 2_000, 5_000),
    event: fc.constantFrom(...EVENTS),
    holding: fc.subarray(GUARDS),
  }),
  { minLength: 1, maxLength: 12 },
);

/** The events an action raises. */
export function raisedBy(action: string): readonly string[] {
  return action.startsWith(RAISED) ? [action.slice(RAISED.length)] : [];
}

interface Twig {
  readonly name: string;
  readonly draft: StateDraft;
  readonly parent: Twig | undefined;
  kind: StateDraft['kind'];
  readonly children: Twig[];
}

/** Makes a chart of drafts, valid whatever they are. Every action says which state or transition it is of. */
class Grower {
  private readonly twigs: Twig[] = [];

  constructor(drafts: readonly StateDraft[]) {
    drafts.forEach((draft, index) => this.grow(draft, index));
    this.mend();
  }

  chart(): NamedChart {
    const top = this.twigs.filter(({ parent }) => parent === undefined);
    const [first] = top;
    return { initial: first?.name ?? '', states: this.sources(top) };
  }

  private grow(draft: StateDraft, index: number): void {
    const around = this.twigs.filter(({ kind }) => kind === 'plain' || kind === 'parallel');
    const ends = draft.kind === 'final' && draft.start % 3 === 0;
    const parent =
      draft.top || ends || index === 0 ? undefined : around[draft.parent % around.length];
    const kind = index === 0 && draft.kind !== 'parallel' ? 'plain' : draft.kind;
    const twig: Twig = { name: `s${index}`, draft, parent, kind, children: [] };
    parent?.children.push(twig);
    this.twigs.push(twig);
  }

  /** What stands where it must not becomes an ordinary state. */
  private mend(): void {
    for (const twig of this.twigs) {
      if (isHistory(twig) && twig.parent === undefined) twig.kind = 'plain';
      if (twig.kind === 'final' && twig.parent?.kind === 'parallel') twig.kind = 'plain';
      if (twig.kind === 'parallel' && twig.children.length === 0) twig.kind = 'plain';
    }
    for (const twig of this.twigs) {
      const [first] = twig.children;
      if (first !== undefined && twig.children.every(isHistory)) first.kind = 'plain';
    }
  }

  private sources(twigs: readonly Twig[]): Record<string, State> {
    return Object.fromEntries(twigs.map((twig) => [twig.name, this.source(twig)]));
  }

  private source(twig: Twig): State {
    const { name, kind, children, draft } = twig;
    if (kind === 'shallow' || kind === 'deep') return this.history(twig, kind);
    const raises = draft.entryRaise === null ? [] : [`${RAISED}${draft.entryRaise}`];
    const state: Mutable<State> = { entry: [`+${name}`, ...raises], exit: [`-${name}`] };
    if (kind === 'final') return { ...state, type: 'final' };
    if (kind === 'parallel') state.type = 'parallel';
    if (children.length > 0) {
      if (kind === 'plain') state.initial = this.initial(twig);
      state.states = this.sources(children);
    }
    this.addWays(twig, state);
    return state;
  }

  /** One child: XState starts no deeper. Sometimes a history state. */
  private initial({ children, draft }: Twig): string {
    const ordinary = children.filter((child) => !isHistory(child));
    const some = draft.start % 4 === 0 ? children : ordinary;
    return some[draft.start % some.length]?.name ?? '';
  }

  private history(twig: Twig, kind: 'shallow' | 'deep'): State {
    const siblings = (twig.parent?.children ?? []).filter((child) => !isHistory(child));
    const inside = kind === 'deep' ? siblings.flatMap(subtree) : siblings;
    const ordinary = inside.filter((one) => !isHistory(one));
    const target = ordinary[twig.draft.start % ordinary.length]?.name ?? '';
    return { type: 'history', history: kind, target };
  }

  private addWays(twig: Twig, state: Mutable<State>): void {
    const on = new Map<string, Way[]>();
    const always: Way[] = [];
    const after: NonNullable<State['after']>[number][] = [];
    twig.draft.ways.forEach((draft, place) => {
      const way = this.way(twig, draft, `${twig.name}/${place}`);
      if (draft.kind === 'always') {
        if (way.target === undefined && !isWild(draft.target)) return;
        always.push({ ...way, guard: draft.guard ?? 'g0' });
      } else if (draft.kind === 'after') {
        const delayMs = 1_000 * (place + 1);
        after.push({ ...way, name: `PT${place + 1}S`, delayMs });
      } else {
        const done = draft.kind === 'done' && twig.children.length > 0;
        const descriptor = done ? `done.state.${twig.name}` : draft.prefix || '*';
        on.set(descriptor, [...(on.get(descriptor) ?? []), way]);
      }
    });
    // The more special first: XState asks in this order always, SCXML in that of the document.
    const handlers = [...on].sort(([one], [other]) => rank(other) - rank(one));
    if (handlers.length > 0) state.on = Object.fromEntries(handlers);
    if (always.length > 0) state.always = always;
    if (after.length > 0) state.after = after;
  }

  private way(source: Twig, draft: WayDraft, label: string): Way {
    const raises =
      draft.raise === null || RAISES[draft.prefix]?.includes(draft.raise) === false
        ? []
        : [`${RAISED}${draft.raise}`];
    const targets = this.targets(source, draft);
    // A history state outside may lead back inside, or to the source itself.
    const internal =
      draft.internal && targets.every((one) => !isHistory(one) || isInside(one, source));
    const usable =
      targets.length > 0 &&
      !leavesPartOfParallel(source, targets, internal) &&
      !staysInsideHistory(source, targets, internal);
    const names = targets.map(({ name }) => name);
    return {
      ...(usable && { target: names.length === 1 ? names[0] : names }),
      ...(draft.guard !== null && { guard: draft.guard }),
      ...(internal && { internal }),
      actions: [label, ...raises],
    } as Way;
  }

  private targets(source: Twig, { kind, target, second }: WayDraft): Twig[] {
    if (kind === 'always' && !isWild(target)) {
      const later = this.twigs.slice(this.twigs.indexOf(source) + 1);
      const on = later.filter((one) => !isInside(one, source) && !isHistory(one));
      return on.filter((_, index) => index === (target ?? 0) % on.length);
    }
    const parallels = this.twigs.filter(
      ({ kind, children }) =>
        kind === 'parallel' && children.filter((one) => !isHistory(one)).length > 1,
    );
    if (target === null) return [];
    const parallel = second === null ? undefined : parallels[second % parallels.length];
    if (second === null || parallel === undefined) {
      return this.twigs.filter((_, index) => index === target % this.twigs.length);
    }
    const regions = parallel.children.filter((one) => !isHistory(one));
    const one = target % regions.length;
    const other = (one + 1 + (second % (regions.length - 1))) % regions.length;
    return [one, other].flatMap((index) => {
      const region = regions[index];
      const inside = region === undefined ? [] : subtree(region);
      return inside[(target + second) % inside.length] ?? [];
    });
  }
}

/**
 * Whether the innermost state around source and targets is parallel: SCXML then leaves that, too, XState only what is in
 * it. Where a history state leads is not known beforehand.
 */
function leavesPartOfParallel(source: Twig, targets: readonly Twig[], internal: boolean): boolean {
  if (internal && source.kind === 'plain' && targets.every((one) => isInside(one, source))) {
    return false;
  }
  for (const { kind, parent } of targets) {
    if ((kind !== 'shallow' && kind !== 'deep') || parent === undefined) continue;
    const within = source === parent || isInside(source, parent);
    if (within && subtree(parent).some((one) => one.kind === 'parallel')) return true;
  }
  const [first, ...others] = [...targets, source];
  let around = first?.parent;
  while (around !== undefined && !others.every((one) => isInside(one, around))) {
    around = around.parent;
  }
  return around?.kind === 'parallel';
}

/** Whether a state inside the one whose history is the target may stay active: XState enters it once more. */
function staysInsideHistory(source: Twig, targets: readonly Twig[], internal: boolean): boolean {
  return targets.some(({ kind, parent }) => {
    const inner = internal ? source : source.parent;
    return (
      (kind === 'shallow' || kind === 'deep') && inner !== undefined && isInside(inner, parent)
    );
  });
}

/** Most eventless transitions lead on in the document: otherwise too many charts never come to rest. */
function isWild(target: number | null): boolean {
  return target !== null && target % 16 === 0;
}

/** How special a descriptor is. */
function rank(descriptor: string): number {
  return descriptor === '*' ? 0 : descriptor.length;
}

function isHistory({ kind }: Twig): boolean {
  return kind === 'shallow' || kind === 'deep';
}

function isInside(twig: Twig, outer: Twig | undefined): boolean {
  for (let one = twig.parent; one !== undefined; one = one.parent) if (one === outer) return true;
  return false;
}

/** Itself and all inside it. */
function subtree(twig: Twig): Twig[] {
  return [twig, ...twig.children.flatMap(subtree)];
}
