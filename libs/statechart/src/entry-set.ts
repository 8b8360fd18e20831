import { type History } from './history.js';
import { effectiveTargets } from './transition-domain.js';
import { isDescendant, lineage, type StateNode, type Transition } from './tree.js';

/** SCXML appendix D, computeEntrySet: the states that transitions enter, and what is done on the way into them. */
export class EntrySet<G, A> {
  readonly states = new Set<StateNode<G, A>>();
  /** Compounds entered through their `initial`: its actions run after those of the entry. */
  readonly byDefault = new Set<StateNode<G, A>>();
  /** Parent → actions of its history state that remembered nothing. */
  readonly historyActions = new Map<StateNode<G, A>, readonly A[]>();

  /** Of the transition at hand: what stays active around its targets. */
  private domain: StateNode<G, A> | undefined;

  constructor(
    transitions: readonly Transition<G, A>[],
    domains: readonly (StateNode<G, A> | undefined)[],
    private readonly history: History<G, A>,
  ) {
    transitions.forEach(({ targets }, index) => {
      const domain = domains[index];
      if (domain === undefined) return;
      this.domain = domain;
      for (const target of targets) this.addDescendants(target);
      for (const target of effectiveTargets(targets, history)) this.addAncestors(target, domain);
    });
  }

  private addDescendants(state: StateNode<G, A>): void {
    if (state.kind === 'history') {
      this.addHistory(state);
      return;
    }
    this.states.add(state);
    if (state.kind === 'compound') {
      this.byDefault.add(state);
      this.addAll(state.initial, state);
    } else if (state.kind === 'parallel') {
      this.addRegions(state);
    }
  }

  private addHistory(state: StateNode<G, A>): void {
    const { parent } = state;
    if (parent === undefined) return;
    const remembered = this.history.of(state);
    if (remembered === undefined) this.historyActions.set(parent, state.source.actions ?? []);
    // Appendix D goes out to the parent always, and enters what is active already where the domain lies inside it.
    const inside = this.domain !== undefined && isDescendant(this.domain, parent);
    this.addAll(remembered ?? state.initial, (inside ? this.domain : undefined) ?? parent);
  }

  private addAll(states: readonly StateNode<G, A>[], within: StateNode<G, A>): void {
    for (const state of states) this.addDescendants(state);
    for (const state of states) this.addAncestors(state, within);
  }

  private addAncestors(state: StateNode<G, A>, upTo: StateNode<G, A>): void {
    for (const ancestor of lineage(state, upTo)) {
      if (ancestor === state) continue;
      this.states.add(ancestor);
      if (ancestor.kind === 'parallel') this.addRegions(ancestor);
    }
  }

  private addRegions(parallel: StateNode<G, A>): void {
    for (const region of parallel.children) {
      if (!this.entersInto(region)) this.addDescendants(region);
    }
  }

  private entersInto(region: StateNode<G, A>): boolean {
    for (const state of this.states) if (isDescendant(state, region)) return true;
    return false;
  }
}
