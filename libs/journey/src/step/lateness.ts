import { LIVE_CLOCK, type Interaction } from '#contracts';
import { accepts } from '#statechart';
import { captureFields } from '../fields/capture-fields.js';
import { transitionKey, type Lateness } from '../definition/compiled-definition.js';
import { explainLate } from './explain.js';
import { type Turn } from '../turn/turn.js';
import { verdict, type Verdict } from '../turn/verdict.js';

/**
 * Whether an interaction comes too late for an open journey. What the transition says that it would take goes before what
 * the journey says; in parallel regions, the first one. Only asked on the live clock: history is always late.
 */
export function judgeLateness(turn: Turn, { clock, time }: Interaction): Verdict | undefined {
  const { definition, now } = turn;
  if (clock !== LIVE_CLOCK) return undefined;
  const { lateness, latenessOf } = definition;
  const age = now - time;
  if (latenessOf.size === 0) return tooLate(turn, lateness, age);
  return tooLate(turn, ofTransition(turn) ?? lateness, age);
}

function tooLate(turn: Turn, declared: Lateness | undefined, age: number): Verdict | undefined {
  if (declared === undefined || age <= declared.accept) return undefined;
  const kind = declared.then === 'record' ? 'late' : 'ignored';
  return verdict(kind, 'late', [explainLate(turn.journey, age, declared.accept)]);
}

/** Guards are asked as they will be when the event is taken: with the fields it brings. */
function ofTransition(turn: Turn): Lateness | undefined {
  const { definition, journey, occurrence } = turn;
  const candidates = accepts(definition.chart, journey.configuration, occurrence.type);
  const held = journey.fields;
  turn.setFields(captureFields(definition, held, occurrence, turn.now).fields);
  const { guard } = turn.scope();
  const first = candidates.find(({ transition }) => {
    return transition.guard === undefined || guard(transition.guard);
  });
  turn.setFields(held);
  if (first === undefined) return undefined;
  return definition.latenessOf.get(transitionKey(first.state, first.descriptor, first.index));
}
