import { start, type Step } from '#statechart';
import { type ActionTemplate } from '../definition/compiled-definition.js';
import {
  endInvocations,
  startInvocations,
  stopInvocations,
  undoAll,
} from '../services/invocations.js';
import { type Occurrence } from '../record/occurrence.js';
import { type Turn } from '../turn/turn.js';

/** Enters the chart. */
export function begin(turn: Turn): void {
  const step = start(turn.definition.chart, turn.scope());
  turn.configure(step);
  turn.say('started', turn.occurrence, { from: [], to: step.configuration });
  carryOut(turn, step, turn.occurrence);
}

/** Applies a step that an event took. One that neither left nor entered a state only does its actions. */
export function follow(turn: Turn, step: Step<ActionTemplate>, occurrence: Occurrence): void {
  if (isMove(step)) advance(turn, step, occurrence);
  else turn.act(step.actions, occurrence);
}

/** Applies a step that was taken, and says so. */
export function advance(
  turn: Turn,
  step: Step<ActionTemplate>,
  occurrence: Occurrence = turn.occurrence,
): void {
  const from = turn.journey.configuration;
  turn.configure(step);
  turn.say('advanced', occurrence, { from, to: step.configuration });
  carryOut(turn, step, occurrence);
}

/** Whether a step left or entered a state; a transition without a target only does its actions. */
export function isMove({ exited, entered }: Step<unknown>): boolean {
  return exited.length > 0 || entered.length > 0;
}

/** Ends the journey from outside of its chart: what was done is undone. */
export function cancel(turn: Turn): void {
  undoAll(turn, turn.occurrence);
  endInvocations(turn);
  turn.close('cancelled', turn.occurrence);
}

/** Actions first, then what is stopped and called: SCXML invokes when a macrostep is over (appendix D, mainEventLoop). */
function carryOut(turn: Turn, step: Step<ActionTemplate>, occurrence: Occurrence): void {
  turn.act(step.actions, occurrence);
  if (step.stopped.length > 0) stopInvocations(turn, step.stopped);
  if (step.invoked.length > 0) startInvocations(turn, step.invoked, occurrence);
  if (!step.done) return;
  const [name = ''] = step.configuration;
  const state = turn.definition.states.get(name);
  if (state?.compensates === true) undoAll(turn, occurrence);
  if (turn.journey.invocations.length > 0) endInvocations(turn);
  turn.close(state?.outcome ?? name, occurrence);
}
