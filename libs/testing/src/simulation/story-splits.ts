import { type IdentityChange, type JourneyState } from '#contracts';
import { type SeededRandom } from './random.js';

/** What is known of one journey from its snapshots, oldest first. */
type Known = readonly JourneyState[];

/**
 * A split as a careless operator may order it: of any two subjects, of any journeys that run somewhere, and of any that ended
 * because two became one, which is restored as it was at some time before. `snapshots`: of all journeys.
 */
export function anySplit(
  random: SeededRandom,
  snapshots: readonly JourneyState[],
  subjects: readonly [string, ...string[]],
  id: string,
  time: number,
): IdentityChange {
  const all: readonly Known[] = [...Map.groupBy(snapshots, ({ journeyId }) => journeyId).values()];
  const ended = all.filter((known) => known.at(-1)?.outcome === 'merged');
  const [someone, ...others] = (random.chance(0.7) ? ended : all).flatMap(
    (known) => known.at(-1)?.subjectId ?? [],
  );
  const subjectId = random.pick(someone === undefined ? subjects : [someone, ...others]);
  const otherSubjectId = random.pick(subjects);
  const journeys = all
    .flatMap((known) => known.at(-1) ?? [])
    .filter(({ status }) => status !== 'ended' && random.chance(0.4))
    .map(({ journeyId }) => journeyId);
  const restored = ended
    .flatMap((known) => known.findLast(({ status }) => status === 'open') ?? [])
    .filter(() => random.chance(0.7))
    .map((journey) => {
      return { ...journey, subjectId: random.pick([subjectId, otherSubjectId]) };
    });
  const fieldsBack = all
    .flatMap((known) => known.at(-1) ?? [])
    .flatMap(({ journeyId, fields }) =>
      Object.entries(fields).map(([field, { interactionId }]) => {
        return { journeyId, field, taken: interactionId, before: null };
      }),
    )
    .filter(() => random.chance(0.1));
  return {
    id,
    kind: 'split',
    subjectId,
    otherSubjectId,
    identifiers: [],
    time,
    reason: 'two people after all',
    journeys,
    operator: 'olga',
    restored,
    fieldsBack,
  };
}
