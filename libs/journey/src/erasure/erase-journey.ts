import { LIVE_CLOCK, type JourneyState } from '#contracts';
import { isRunning } from '../subject/correlate.js';
import { type Definition } from '../definition/compiled-definition.js';
import { type Fold } from '../fold/fold.js';
import { sayOf } from '../turn/journey-event.js';
import { identityCause } from '../fold/identity-cause.js';
import { plainOccurrence, type Occurrence } from '../record/occurrence.js';
import { correlatesByPerson, isPersonal } from '../fields/personal.js';

/** How a journey ends whose customer was erased; and the event that says that values are gone. */
const ERASED = 'erased';

/**
 * Removes what is personal from a journey, as its definition's `onErase` says; says so once. One that has ended, or that
 * nothing is kept of, stays as it is but for the values. `recordId`: of the record that asks for it; `now`: ms since the
 * epoch on the live clock.
 */
export function eraseJourney(
  fold: Fold,
  journey: JourneyState,
  recordId: string,
  now: number,
): void {
  const definition = fold.definitions.get(journey.definition, journey.definitionVersion);
  const at = journey.clock === LIVE_CLOCK ? now : journey.lastSeen;
  const occurrence = plainOccurrence(identityCause(fold, { kind: ERASED, id: recordId }), at);
  if (isRunning(journey) && definition?.onErase === 'anonymise') {
    anonymise(fold, journey, definition, occurrence, at);
  } else if (journey.status !== 'ended' || !isEmpty(journey)) {
    empty(fold, journey, occurrence, at);
  }
}

/** It goes on with what is not personal. Calls that may be made again are given what is left of their input. */
function anonymise(
  fold: Fold,
  journey: JourneyState,
  definition: Definition,
  occurrence: Occurrence,
  at: number,
): void {
  const turn = fold.turn({ journey, definition, occurrence, now: at });
  const isKept = (name: string): boolean => {
    const field = definition.fields.get(name);
    return field !== undefined && !isPersonal(field);
  };
  const fields = Object.entries(journey.fields);
  const gone = fields.map(([name]) => name).filter((name) => !isKept(name));
  turn.setFields(Object.fromEntries(fields.filter(([name]) => isKept(name))));
  turn.setDeferred([]);
  turn.setInvocations(
    journey.invocations.map((invocation) => {
      const plan = definition.invocations.get(invocation.id);
      return { ...invocation, input: turn.input(plan?.input ?? [], occurrence) };
    }),
  );
  turn.say(ERASED, occurrence, { fields: gone });
  const correlation = correlatesByPerson(definition) ? null : journey.correlation;
  fold.place({ ...turn.finish(), correlation });
}

/** It is over, if it was not, and what is left says that it was there, and when. Nothing that was done is undone. */
function empty(fold: Fold, journey: JourneyState, occurrence: Occurrence, at: number): void {
  const wasOver = journey.status === 'ended';
  const emptied: JourneyState = {
    ...journey,
    version: journey.version + 1,
    ...(!wasOver && { status: 'ended', outcome: ERASED, endedAt: at }),
    pausedAt: null,
    stalled: false,
    correlation: null,
    fields: {},
    timers: [],
    deferred: [],
    invocations: [],
    recent: [],
    reflects: fold.outputs.position,
  };
  fold.place(emptied);
  const about = { fields: Object.keys(journey.fields), outcome: wasOver ? null : ERASED };
  sayOf(emptied, ERASED, occurrence, at, about, fold.outputs);
}

function isEmpty(journey: JourneyState): boolean {
  const { fields, invocations, recent, correlation } = journey;
  const kept = Object.keys(fields).length + invocations.length + recent.length;
  return kept === 0 && correlation === null;
}
