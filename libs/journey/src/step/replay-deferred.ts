import { type JourneyState } from '#contracts';
import { accepts } from '#statechart';
import { interactionOccurrence } from '../record/occurrence.js';
import { type Turn } from '../turn/turn.js';
import { applyShown } from './apply-shown.js';
import { showEvent, type Shown } from './show-event.js';

type Waiting = JourneyState['deferred'][number];

/** Shows what waits to each new state, oldest first, until nothing that waits is taken. */
export function replayDeferred(turn: Turn): void {
  for (let next = nextTaken(turn); next !== undefined; next = nextTaken(turn)) {
    turn.dropDeferred(next.waiting);
    applyShown(turn, next.shown);
  }
}

/** A transition that is enabled takes an event before any state defers it again, as when it comes. */
function nextTaken(turn: Turn): { readonly waiting: Waiting; readonly shown: Shown } | undefined {
  if (!turn.open) return undefined;
  const { definition, journey } = turn;
  for (const waiting of journey.deferred) {
    const { interaction } = waiting;
    if (accepts(definition.chart, journey.configuration, interaction.type).length === 0) continue;
    const shown = showEvent(turn, interactionOccurrence(interaction, waiting));
    if (shown.step.taken) return { waiting, shown };
  }
  return undefined;
}
