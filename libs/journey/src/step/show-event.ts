import { step, type Step } from '#statechart';
import { follow } from './apply-step.js';
import { sayRepeated } from './repeated.js';
import { captureFields, verifyFields, type Captured } from '../fields/capture-fields.js';
import { type ActionTemplate } from '../definition/compiled-definition.js';
import { type Occurrence } from '../record/occurrence.js';
import { type Refusal } from '../turn/step-scope.js';
import { type Turn } from '../turn/turn.js';

type Fields = Turn['journey']['fields'];

/** What an event would do to a journey. Only the journey's fields are changed so far. */
export interface Shown {
  /** The fields before. */
  readonly held: Fields;
  readonly captured: Captured;
  /** The fields afterwards, with those it verifies. */
  readonly fields: Fields;
  /** Fields it brought or verified. */
  readonly names: readonly string[];
  readonly step: Step<ActionTemplate>;
  /** Guards that did not hold on the way. */
  readonly refusals: readonly Refusal[];
}

/**
 * Shows an event to a journey's chart. Its fields are taken first, so that guards see them; it verifies fields only when
 * no guard refused it.
 */
export function showEvent(turn: Turn, occurrence: Occurrence): Shown {
  const { definition, journey, now } = turn;
  const held = journey.fields;
  const brought = captureFields(definition, held, occurrence, now);
  turn.setFields(brought.fields);
  const scope = turn.scope(occurrence);
  const taken = step(definition.chart, journey, occurrence.type, scope);
  const { refusals } = scope;
  if (refusals.length > 0 && definition.verifies.has(occurrence.type)) {
    const captured = captureFields(definition, held, occurrence, now, false);
    const { fields, names } = captured;
    return { held, captured, fields, names, step: taken, refusals };
  }
  const captured = brought;
  const verified = verifyFields(definition, captured, occurrence, now);
  const names = union(captured.names, verified.names);
  return { held, captured, fields: verified.fields, names, step: taken, refusals };
}

/** Carries out what was shown and taken. */
export function applyShown(turn: Turn, shown: Shown, occurrence: Occurrence): void {
  turn.noteConflicts(shown.captured.conflicts, occurrence);
  if (shown.names.length > 0) turn.sayCaptured(shown.names, occurrence);
  sayRepeated(turn, shown.captured.repeated, occurrence);
  follow(turn, shown.step, occurrence);
}

export function union(some: readonly string[], others: readonly string[]): readonly string[] {
  return others.length === 0 ? some : [...new Set([...some, ...others])];
}
