import type { SubjectId, SubjectState } from '#contracts';
import { LruMap } from '#ports';

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
  private readonly settled: LruMap<SubjectId, SubjectState | undefined>;
  private readonly inFlight = new Map<SubjectId, InFlight>();

  /** Keeps at most `limit` settled subjects. */
  constructor(limit: number) {
    this.settled = new LruMap(limit);
  }

  has(subject: SubjectId): boolean {
    return this.inFlight.has(subject) || this.settled.has(subject);
  }

  /** Undefined: the subject is new, or not cached; `has` tells which. */
  get(subject: SubjectId): SubjectState | undefined {
    const decided = this.inFlight.get(subject);
    return decided === undefined ? this.settled.get(subject) : decided.state;
  }

  /** What the store holds. */
  loaded(subject: SubjectId, state: SubjectState | undefined): void {
    if (this.inFlight.has(subject)) return;
    this.settled.set(subject, state);
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
      this.settled.set(subject, held.state);
    }
  }
}
