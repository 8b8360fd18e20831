import { LIVE_CLOCK, type Interaction } from '#contracts';
import { accepts } from '#statechart';
import { transitionKey, type Lateness } from '../definition/compiled-definition.js';
import { captureFields } from '../fields/capture-fields.js';
import { type Standing } from '../turn/standing.js';
import { StepScope } from '../turn/step-scope.js';
import { verdict, type Verdict } from '../turn/verdict.js';
import { explainLate } from './explain.js';

/**
 * Whether an interaction comes too late for an open journey. What the transition says that it would take goes before what
 * the journey says; in parallel regions, the first one. Only asked on the live clock: history is always late.
 */
export function judgeLateness(
  standing: Standing,
  { clock, time }: Interaction,
): Verdict | undefined {
  const { definition, now } = standing;
  if (clock !== LIVE_CLOCK) return undefined;
  const { lateness, latenessOf } = definition;
  const age = now - time;
  if (latenessOf.size === 0) return tooLate(standing, lateness, age);
  return tooLate(standing, ofTransition(standing) ?? lateness, age);
}

function tooLate(
  { journey }: Standing,
  declared: Lateness | undefined,
  age: number,
): Verdict | undefined {
  if (declared === undefined || age <= declared.accept) return undefined;
  const kind = declared.then === 'record' ? 'late' : 'ignored';
  return verdict(kind, 'late', [explainLate(journey, age, declared.accept)]);
}

/** Guards are asked as they will be when the event is taken: with the fields it brings. */
function ofTransition({ definition, journey, occurrence, now }: Standing): Lateness | undefined {
  const candidates = accepts(definition.chart, journey.configuration, occurrence.type);
  const { fields } = captureFields(definition, journey.fields, occurrence, now);
  const { guard } = new StepScope(definition, journey, fields, occurrence, now);
  const first = candidates.find(({ transition }) => {
    return transition.guard === undefined || guard(transition.guard);
  });
  if (first === undefined) return undefined;
  return definition.latenessOf.get(transitionKey(first.state, first.descriptor, first.index));
}
