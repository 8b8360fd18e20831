import { type Turn } from './turn.js';
import { type Verdict } from './verdict.js';

/** What something comes to in a journey: nothing but a verdict, or a change that a turn has yet to make. */
export type Weighed =
  { readonly comesTo: Verdict } | { readonly carryOut: (turn: Turn) => Verdict };

export function comesTo(verdict: Verdict): Weighed {
  return { comesTo: verdict };
}

export function carriedOut(carryOut: (turn: Turn) => Verdict): Weighed {
  return { carryOut };
}
