import { type SubjectId } from '#contracts';
import { type PersonsPast } from '#history';
import { type ErasedHere, type ErasurePlace, type RecognitionIndex } from '#ports';

/** By what callers are recognised. The index follows the journeys, which have nothing any more to be recognised by. */
export class RecognitionPlace implements ErasurePlace {
  constructor(
    private readonly index: RecognitionIndex,
    private readonly past: PersonsPast,
  ) {}

  async erase(subjects: readonly SubjectId[]): Promise<ErasedHere> {
    const erased = await this.index.forget(await this.past.journeyIds(subjects));
    return { place: 'recognition of callers', erased };
  }
}
