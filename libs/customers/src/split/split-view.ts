import { type SplitView } from '#api';
import { type MergePreview, type Side, type SplitPlan } from '#journey';
import { schemeOfFact } from '../resolve/identifier-hash.js';
import { type Sides } from './split-sides.js';

/** `foreseen`: what the fold makes of it. */
export function splitView(sides: Sides, plan: SplitPlan, foreseen: MergePreview): SplitView {
  const { subject, other, links } = sides;
  const decisions = [foreseen.leaving, ...foreseen.arriving];
  const goes = (side: Side): boolean => side === 'leaving';
  return {
    subject,
    other,
    identifiers: (['leaving', 'staying'] as const).flatMap((side) =>
      links[side].map(({ scheme, subject: linkedTo }) => {
        return { ...schemeOfFact(scheme), subject: linkedTo, goes: goes(side) };
      }),
    ),
    journeys: plan.running.map(({ journey, side, because, voices }) => ({
      journeyId: journey.journeyId,
      definition: journey.definition,
      state: [...journey.configuration],
      goes: goes(side),
      because,
      interactions: { leaving: voices.leaving, staying: voices.staying },
    })),
    restored: plan.restored.map(({ journey, survivorId, side }) => ({
      journeyId: journey.journeyId,
      definition: journey.definition,
      state: [...journey.configuration],
      survivor: survivorId,
      goes: goes(side),
    })),
    notRestored: plan.notRestored.map(({ journeyId, why }) => ({ journeyId, why })),
    fieldsBack: plan.fieldsBack.map(({ journeyId, field, before }) => {
      return { journeyId, field, empty: before === null };
    }),
    details: decisions.flatMap(({ disposition }) => disposition.detail ?? []),
  };
}
