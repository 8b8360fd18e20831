import Type from 'typebox';
import { type MergePreview, type Side, type SplitPlan } from '#journey';
import { schemeOfFact } from '../resolve/identifier-hash.js';
import { type Sides } from './split-sides.js';

const Id = Type.String();
const Goes = Type.Boolean({ description: 'True: it goes with `other`. False: it stays.' });

/** What a split does, or would do. */
export const SplitViewSchema = Type.Object({
  subject: Type.String({ description: 'The customer that is split.' }),
  other: Type.String({ description: 'The customer that is one of its own afterwards.' }),
  identifiers: Type.Array(
    Type.Object({
      scheme: Type.String(),
      verified: Type.Boolean(),
      subject: Type.String({ description: 'Whom it was linked to.' }),
      goes: Goes,
    }),
  ),
  journeys: Type.Array(
    Type.Object({
      journeyId: Id,
      definition: Type.String(),
      state: Type.Array(Type.String()),
      goes: Goes,
      because: Type.Enum(['interactions', 'operator', 'undone', 'unknown-past'], {
        description:
          'interactions: the most of those that built it; a tie stays. operator: the request says so. undone: it goes back ' +
          'where it was before the merge that is undone. unknown-past: the log does not reach back; it goes where it began.',
      }),
      interactions: Type.Object(
        { leaving: Type.Integer(), staying: Type.Integer() },
        { description: 'How many of the interactions that built it speak for each side.' },
      ),
    }),
  ),
  restored: Type.Array(
    Type.Object({
      journeyId: Id,
      definition: Type.String(),
      state: Type.Array(Type.String()),
      survivor: Type.String({ description: 'The journey it went on as.' }),
      goes: Goes,
    }),
    { description: 'Journeys that ended because two became one, and go on as they were.' },
  ),
  notRestored: Type.Array(Type.Object({ journeyId: Id, why: Type.String() })),
  fieldsBack: Type.Array(
    Type.Object({
      journeyId: Id,
      field: Type.String(),
      empty: Type.Boolean({ description: 'True: it had no value before.' }),
    }),
    { description: 'Fields that are as they were before, unless a value came since.' },
  ),
  details: Type.Array(Type.String(), { description: 'In words.' }),
});

export type SplitView = Type.Static<typeof SplitViewSchema>;

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
