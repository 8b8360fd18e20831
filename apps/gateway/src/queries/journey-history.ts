import { type JourneyId, type JourneyState, type LogEntry } from '#contracts';
import { type Definitions } from '#journey';
import { type FoldSource, historyOf, type HistoryStep } from '#orchestration';
import { type JourneyReader } from '#ports';
import { problem, ProblemError } from '../http/problem.js';
import { fieldView, iso, journeyEventView } from './journey-view.js';

/** Everything that happened to a journey, folded again from its records in the log (I2). */
export class JourneyHistory {
  constructor(private readonly source: FoldSource & { readonly store: JourneyReader }) {}

  /** Oldest first. Throws `not-found`. */
  async entries(id: JourneyId) {
    const steps = await this.steps(id);
    return steps.map((step) => entryView(this.source.catalogue.current(), step, id));
  }

  /** The journey as its `seq`-th change left it. Throws `not-found`. */
  async at(id: JourneyId, seq: number): Promise<JourneyState> {
    const steps = await this.steps(id);
    const journey = steps.findLast(
      (step) => step.journey !== undefined && step.journey.version <= seq,
    )?.journey;
    const latest = steps.at(-1)?.journey?.version ?? 0;
    if (journey !== undefined && seq <= latest) return journey;
    throw new ProblemError(problem('not-found', `Journey ${id} has changes 1 to ${latest}.`));
  }

  private async steps(id: JourneyId): Promise<readonly HistoryStep[]> {
    const steps = await historyOf(this.source, id);
    if (steps.length > 0) return steps;
    throw new ProblemError(problem('not-found', `There is no journey ${id}.`));
  }
}

function entryView(definitions: Definitions, step: HistoryStep, id: JourneyId) {
  const { placed, decision, journey } = step;
  const { disposition } = decision;
  const definition = journey && definitions.get(journey.definition, journey.definitionVersion);
  const state = journey?.configuration ?? [];
  return {
    seq: journey?.version ?? 0,
    time: iso(disposition.time),
    position: { partition: placed.partition, offset: placed.offset },
    ...recordView(placed.entry),
    disposition: { kind: disposition.kind, reason: disposition.reason, detail: disposition.detail },
    state,
    stateTitle: state.map((name) => definition?.states.get(name)?.title ?? name).join(', '),
    events: decision.journeyEvents
      .filter((event) => event.journeyId === id)
      .map((event) => journeyEventView(event)),
    conflicts: decision.conflicts
      .filter((conflict) => conflict.journeyId === id)
      .map(({ field, held, offered, kept, rule, why }) => {
        return { field, held: fieldView(held), offered: fieldView(offered), kept, rule, why };
      }),
  };
}

/** What the record itself tells. */
function recordView(entry: LogEntry) {
  switch (entry.name) {
    case 'Interaction': {
      const { id, type, channel, source, actor, time } = entry.value;
      return { kind: 'interaction', id, type, channel, source, actor, happenedAt: iso(time) };
    }
    case 'TimerDue':
      return { kind: 'timer', id: entry.value.timerId, type: entry.value.timerId };
    case 'OperatorCommand': {
      const { id, command, operator, reason } = entry.value;
      return { kind: 'command', id, type: command, actor: { kind: 'agent', id: operator }, reason };
    }
    case 'IdentityChange':
      return { kind: 'identity', id: entry.value.id, type: entry.value.kind };
    case 'JourneysMoved':
      return { kind: 'identity', id: entry.value.id, type: 'journeys-moved' };
    case 'ClockAdvanced':
      return { kind: 'clock', id: entry.value.clock, type: 'clock' };
  }
}
