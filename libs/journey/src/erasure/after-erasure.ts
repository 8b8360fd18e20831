import { type Interaction, type JourneysMoved, type LogEntry } from '#contracts';
import { isRunning } from '../subject/correlate.js';
import { type Ending } from '../fold/ending.js';
import { type Fold } from '../fold/fold.js';
import { survivorOf } from '../subject/moved-journeys.js';
import { eraseJourney } from './erase-journey.js';
import { withoutPerson } from '../fields/personal.js';

/** What is to be folded of a record, or what it came to. */
type Late = { readonly entry: LogEntry } | { readonly ending: Ending };

/**
 * What still comes for somebody who was erased (E1, E2). What names a journey that goes on is for it, without what is
 * personal; what names one that went on elsewhere is sent on; of anything else nothing is kept but that it came.
 */
export function afterErasure(fold: Fold, entry: LogEntry, timestamp: number): Late {
  switch (entry.name) {
    case 'Interaction':
      return lateInteraction(fold, entry.value, timestamp);
    case 'IdentityChange':
      return entry.value.kind === 'erased' ? { entry } : { ending: ignored([], timestamp) };
    case 'OperatorCommand':
    case 'TimerDue':
    case 'JourneysMoved':
    case 'ClockAdvanced':
      return { entry };
  }
}

/** Journeys that were on their way when their customer was erased are erased as they come. */
export function eraseArrived(fold: Fold, { id, journeys }: JourneysMoved, now: number): void {
  const came = new Set(journeys.map(({ journeyId }) => journeyId));
  for (const journey of fold.state.journeys) {
    if (came.has(journey.journeyId)) eraseJourney(fold, journey, id, now);
  }
}

function lateInteraction(fold: Fold, interaction: Interaction, timestamp: number): Late {
  const { state, definitions } = fold;
  const { journeyId } = interaction;
  if (journeyId === null) return { ending: ignored([], timestamp) };
  const goesOn = survivorOf(state, journeyId) ?? journeyId;
  const journey = state.journeys.find((one) => one.journeyId === goesOn);
  if (journey === undefined && state.mergedInto !== null) {
    return { entry: { name: 'Interaction', value: interaction } };
  }
  const definition = journey && definitions.get(journey.definition, journey.definitionVersion);
  if (journey === undefined || definition === undefined || !isRunning(journey)) {
    return { ending: ignored([journeyId], timestamp) };
  }
  return { entry: { name: 'Interaction', value: withoutPerson(definition, interaction) } };
}

function ignored(journeyIds: readonly string[], time: number): Ending {
  const detail = 'this customer was erased: nothing is kept of what still comes';
  return { kind: 'ignored', reason: 'erased', detail, journeyIds, time };
}
