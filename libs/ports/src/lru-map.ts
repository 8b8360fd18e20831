/**
 * The one bounded map: it holds the `limit` entries used last. A value may be undefined, which `has` tells from none. Own
 * code and no package, because the loop has none and holds what it knows to be absent.
 */
export class LruMap<K, V> {
  private readonly entries = new Map<K, V>();

  /** 0: it holds nothing. */
  constructor(private readonly limit: number) {}

  /** Is no use of the entry. */
  has(key: K): boolean {
    return this.entries.has(key);
  }

  get(key: K): V | undefined {
    const value = this.entries.get(key);
    if (this.entries.delete(key)) this.entries.set(key, value as V);
    return value;
  }

  set(key: K, value: V): void {
    this.entries.delete(key);
    this.entries.set(key, value);
    if (this.entries.size <= this.limit) return;
    for (const oldest of this.entries.keys()) {
      this.entries.delete(oldest);
      return;
    }
  }

  delete(key: K): void {
    this.entries.delete(key);
  }
}
