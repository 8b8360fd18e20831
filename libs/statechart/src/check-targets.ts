import { type ChartFault, type Targets } from './chart.js';
import { didYouMean } from './did-you-mean.js';
import { isDescendant, lineage, type StateNode, type StateTree, listOf } from './tree.js';

type Node = StateNode<unknown, unknown>;

/** Targets that one transition may name: no configuration has more leaves. */
const MAX_TARGETS = 256;

/** Suggestions for unknown names in one chart: each is looked for among all its states. */
const MAX_SUGGESTIONS = 50;

type Report = (path: ChartFault['path'], message: string) => void;

/** Checks the targets that stand in a chart, or are said of it. */
export class TargetCheck {
  private suggestions = 0;

  constructor(private readonly tree: StateTree<unknown, unknown>) {}

  /**
   * Targets must exist, lie inside `within`, and be such that they can be active together (SCXML 3.11, legal state
   * specification). `report` is given the path below the targets: with a single one none, in a list its place.
   */
  check(targets: Targets | undefined, within: Node, report: Report): void {
    const names = listOf(targets);
    if (names.length === 0) report([], 'names no state; name at least one');
    if (names.length > MAX_TARGETS) {
      report([], `names ${names.length} states, at most ${MAX_TARGETS}`);
      return;
    }
    const claims = new Claims();
    names.forEach((name, index) => {
      const fault = this.fault(name, within, claims);
      if (fault !== undefined) report(typeof targets === 'string' ? [] : [index], fault);
    });
  }

  private fault(name: string, within: Node, claims: Claims): string | undefined {
    const { nodes } = this.tree;
    const node = nodes.get(name);
    if (node === undefined) {
      const suggests = this.suggestions++ < MAX_SUGGESTIONS;
      return `state \`${name}\` does not exist${suggests ? didYouMean(name, nodes.keys()) : ''}`;
    }
    if (!isDescendant(node, within)) return `\`${name}\` is not inside \`${within.name}\``;
    const rival = claims.stake(node);
    if (rival === undefined) return undefined;
    return rival === node
      ? `\`${name}\` is named twice`
      : `\`${rival.name}\` and \`${name}\` cannot be active together: several targets must be in parallel regions of one another`;
  }
}

/** What the targets so far ask to be active. */
class Claims {
  private readonly targets = new Map<Node, Node>();
  /** State → the child of it that is asked for first, and for which target. */
  private readonly children = new Map<Node, { readonly child: Node; readonly target: Node }>();

  /** An earlier target that cannot be active together with this one; undefined: none, and this one counts from now on. */
  stake(target: Node): Node | undefined {
    // What a history state enters may be anything inside its parent.
    const place = target.kind === 'history' ? (target.parent ?? target) : target;
    const inside = this.children.get(place);
    if (inside !== undefined) return inside.target;
    const line = lineage(place);
    for (const child of line) {
      const around = this.targets.get(child);
      if (around !== undefined) return around;
      const beside = child.parent === undefined ? undefined : this.children.get(child.parent);
      const apart = child.parent?.kind === 'parallel' || beside?.child === child;
      if (beside !== undefined && !apart) return beside.target;
    }
    this.targets.set(place, target);
    for (const child of line) {
      if (child.parent === undefined || this.children.has(child.parent)) continue;
      this.children.set(child.parent, { child, target });
    }
    return undefined;
  }
}
