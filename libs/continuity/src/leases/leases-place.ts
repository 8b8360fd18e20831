import { type SubjectId } from '#contracts';
import { type PersonsPast } from '#history';
import { type Clock, type ErasedHere, type ErasurePlace, type LeaseStore } from '#ports';

/** Who works on the person's journeys: nobody any more. */
export class LeasesPlace implements ErasurePlace {
  constructor(
    private readonly store: LeaseStore,
    private readonly past: PersonsPast,
    private readonly clock: Clock,
  ) {}

  /** A lease that is taken meanwhile is a new one, and ends by itself. */
  async erase(subjects: readonly SubjectId[]): Promise<ErasedHere> {
    const journeys = await this.past.journeyIds(subjects);
    const held = await this.store.current(journeys, this.clock.now());
    const dropped = await Promise.all(
      held.map((lease) => {
        if (lease === undefined) return false;
        return this.store.swap(lease.journeyId, lease.mark, null, this.clock.now());
      }),
    );
    return { place: 'leases', erased: dropped.filter((isDropped) => isDropped).length };
  }
}
