import type { SubjectId, SubjectState } from '#contracts';

interface InFlight {
  state: SubjectState;
  /** Batches that changed it and are not committed yet. */
  batches: number;
}

/**
 * The subjects an owner has decoded. Valid because nobody else writes them (I1); dropped with the owner.
 * What is decided but not committed is held for certain: the store does not know it yet. The rest is bounded, and what
 * was used longest ago goes first.
 */
export class SubjectCache {
  private readonly settled = new Map<SubjectId, SubjectState | undefined>();
  private readonly inFlight = new Map<SubjectId, InFlight>();

  /** Keeps at most `limit` settled subjects. */
  constructor(private readonly limit: number) {}

  has(subject: SubjectId): boolean {
    return this.inFlight.has(subject) || this.settled.has(subject);
  }

  /** Undefined: the subject is new, or not cached; `has` tells which. */
  get(subject: SubjectId): SubjectState | undefined {
    const decided = this.inFlight.get(subject);
    if (decided !== undefined) return decided.state;
    const state = this.settled.get(subject);
    if (this.settled.delete(subject)) this.settled.set(subject, state);
    return state;
  }

  /** What the store holds. */
  loaded(subject: SubjectId, state: SubjectState | undefined): void {
    if (this.inFlight.has(subject)) return;
    this.settle(subject, state);
    this.evict();
  }

  /** What a batch made of it; held until `committed` was called as often. */
  decided(subject: SubjectId, state: SubjectState): void {
    const before = this.inFlight.get(subject);
    this.inFlight.set(subject, { state, batches: (before?.batches ?? 0) + 1 });
  }

  committed(subjects: Iterable<SubjectId>): void {
    for (const subject of subjects) {
      const held = this.inFlight.get(subject);
      if (held === undefined) continue;
      held.batches -= 1;
      if (held.batches > 0) continue;
      this.inFlight.delete(subject);
      this.settle(subject, held.state);
    }
    this.evict();
  }

  private settle(subject: SubjectId, state: SubjectState | undefined): void {
    this.settled.delete(subject);
    this.settled.set(subject, state);
  }

  private evict(): void {
    for (const subject of this.settled.keys()) {
      if (this.settled.size <= this.limit) return;
      this.settled.delete(subject);
    }
  }
}
