/** Counts by name. */
export class Tally {
  private readonly counts = new Map<string, number>();

  constructor(names: Iterable<string> = []) {
    for (const name of names) this.counts.set(name, 0);
  }

  add(name: string, count = 1): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + count);
  }

  addAll(other: Tally): void {
    for (const [name, count] of other.counts) this.add(name, count);
  }

  names(): Iterable<string> {
    return this.counts.keys();
  }

  equals(other: Tally): boolean {
    if (this.counts.size !== other.counts.size) return false;
    return [...this.counts].every(([name, count]) => other.counts.get(name) === count);
  }

  /** With these names, too; sorted by name. */
  asRecord(names: Iterable<string> = []): Record<string, number> {
    const all = [...new Set([...this.counts.keys(), ...names])].sort();
    return Object.fromEntries(all.map((name) => [name, this.counts.get(name) ?? 0]));
  }
}
