import { MAX_EXAMPLES } from './report.js';

interface Counted<Group, Example> {
  readonly group: Group;
  count: number;
  readonly examples: Example[];
}

/** What is alike is counted together, with its first few examples. */
export class Groups<Group extends object, Example> {
  private readonly groups = new Map<string, Counted<Group, Example>>();

  /** Alike is what is the same as JSON. */
  add(group: Group, example?: Example): void {
    const key = JSON.stringify(group);
    const counted = this.groups.get(key) ?? { group, count: 0, examples: [] };
    counted.count += 1;
    if (example !== undefined && counted.examples.length < MAX_EXAMPLES)
      counted.examples.push(example);
    this.groups.set(key, counted);
  }

  /** The largest first; those of one size by what they are. */
  list(): readonly Readonly<Counted<Group, Example>>[] {
    return [...this.groups]
      .sort(([a, one], [b, other]) => other.count - one.count || (a < b ? -1 : 1))
      .map(([, counted]) => counted);
  }
}
