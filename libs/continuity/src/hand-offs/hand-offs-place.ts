import { type SubjectId } from '#contracts';
import { type PersonsPast } from '#history';
import { type ErasedHere, type ErasurePlace, type HandOffStore } from '#ports';

/** Codes and links that led on with the person's journeys. */
export class HandOffsPlace implements ErasurePlace {
  constructor(
    private readonly store: HandOffStore,
    private readonly past: PersonsPast,
  ) {}

  async erase(subjects: readonly SubjectId[]): Promise<ErasedHere> {
    const kept = await this.store.ofJourneys(await this.past.journeyIds(subjects));
    const erased = await this.store.forget(kept.map(({ handOff }) => handOff));
    return { place: 'hand-offs', erased };
  }
}
