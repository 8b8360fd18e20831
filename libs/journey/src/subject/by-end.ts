import { type JourneyState, Semantics } from '#contracts';

/**
 * What is about ended journeys of one subject, by their end: the one that ended first in front, those of one moment in the
 * order of their records.
 */
export function byEnd<T>(
  { semantics }: { readonly semantics: number },
  ended: readonly T[],
  journeyOf: (one: T) => Pick<JourneyState, 'endedAt' | 'reflects'>,
): readonly T[] {
  if (semantics < Semantics.ordersByEnd || ended.length < 2) return ended;
  return ended.toSorted((one, other) => {
    const [first, second] = [journeyOf(one), journeyOf(other)];
    const apart = (first.endedAt ?? 0) - (second.endedAt ?? 0);
    return apart === 0 ? first.reflects.offset - second.reflects.offset : apart;
  });
}
