import { type Turn } from '../turn/turn.js';
import { follow } from './apply-step.js';
import { sayRepeated } from './repeated.js';
import { type Shown } from './show-event.js';

/** Carries out what was shown and taken. */
export function applyShown(turn: Turn, shown: Shown): void {
  const { occurrence, captured, names } = shown;
  acceptFields(turn, shown);
  if (names.length > 0) turn.sayCaptured(names, occurrence);
  sayRepeated(turn, captured.repeated, occurrence);
  follow(turn, shown.step, occurrence);
}

/** What an event that was shown leaves of the journey's fields, and where it differs from what was there. */
export function acceptFields(turn: Turn, { fields, captured, occurrence }: Shown): void {
  turn.setFields(fields);
  turn.noteConflicts(captured.conflicts, occurrence);
}
