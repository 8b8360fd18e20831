/** The last `capacity` ids, to recognise a record that was published twice. */
export class SeenIds {
  private readonly ids = new Set<string>();

  constructor(private readonly capacity: number) {}

  has(id: string): boolean {
    return this.ids.has(id);
  }

  /** Forgets the oldest when full. */
  add(id: string): void {
    this.ids.add(id);
    if (this.ids.size <= this.capacity) return;
    const [oldest] = this.ids;
    if (oldest !== undefined) this.ids.delete(oldest);
  }
}
