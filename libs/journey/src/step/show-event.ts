import { step, type Step } from '#statechart';
import { type ActionTemplate } from '../definition/compiled-definition.js';
import { captureFields, verifyFields, type Captured } from '../fields/capture-fields.js';
import { type Occurrence } from '../record/occurrence.js';
import { type Standing } from '../turn/standing.js';
import { StepScope, type Refusal } from '../turn/step-scope.js';

type Fields = Standing['journey']['fields'];

/** What an event would do to a journey. */
export interface Shown {
  readonly occurrence: Occurrence;
  readonly captured: Captured;
  /** The fields as the guards saw them. */
  readonly seen: Fields;
  /** The fields afterwards, with those it verifies. */
  readonly fields: Fields;
  /** Fields it brought or verified. */
  readonly names: readonly string[];
  readonly step: Step<ActionTemplate>;
  /** Guards that did not hold on the way. */
  readonly refusals: readonly Refusal[];
}

/**
 * Shows an event to a journey's chart. Its fields are captured first, so that guards see them; it verifies fields only when
 * no guard refused it. Changes nothing.
 */
export function showEvent({ definition, journey, now }: Standing, occurrence: Occurrence): Shown {
  const held = journey.fields;
  const brought = captureFields(definition, held, occurrence, now);
  const seen = brought.fields;
  const scope = new StepScope(definition, journey, seen, occurrence, now);
  const taken = step(definition.chart, journey, occurrence.type, scope);
  const { refusals } = scope;
  if (refusals.length > 0 && definition.verifies.has(occurrence.type)) {
    const captured = captureFields(definition, held, occurrence, now, false);
    const { fields, names } = captured;
    return { occurrence, captured, seen, fields, names, step: taken, refusals };
  }
  const verified = verifyFields(definition, brought, occurrence, now);
  const names = union(brought.names, verified.names);
  const { fields } = verified;
  return { occurrence, captured: brought, seen, fields, names, step: taken, refusals };
}

export function union(some: readonly string[], others: readonly string[]): readonly string[] {
  return others.length === 0 ? some : [...new Set([...some, ...others])];
}
