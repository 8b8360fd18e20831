import { fieldView, type HistoryView, iso, journeyEventView } from '#api';
import { type JourneyId, type JourneyState, type LogEntry } from '#contracts';
import { type Definitions } from '#journey';
import { type JourneyReader, refuse } from '#ports';
import { type FoldSource, type HistoryStep } from './fold-subject.js';
import { type JourneyTimeline, journeyTimeline, momentAt } from './journey-timeline.js';

/** Everything that happened to a journey, folded again from its records in the log (I2). */
export class JourneyHistory {
  constructor(private readonly source: FoldSource & { readonly store: JourneyReader }) {}

  /** Oldest first; of an erased customer without values. Throws `not-found`. */
  async entries(id: JourneyId): Promise<HistoryView['entries']> {
    const { steps, isErased } = await this.timeline(id);
    return steps.map((step) => {
      const entry = entryView(this.source.catalogue.current(), step, id);
      return isErased ? withoutValues(entry) : entry;
    });
  }

  /** The journey as its `seq`-th change left it. Throws `not-found`; `erased` for what it was before its customer was. */
  async at(id: JourneyId, seq: number): Promise<JourneyState> {
    const timeline = await this.timeline(id);
    const { latest } = timeline;
    const moment = momentAt(timeline, seq);
    switch (moment.kind) {
      case 'shown':
        return moment.journey;
      case 'unknown':
        return refuse('not-found', `Journey ${id} has changes 1 to ${latest}.`);
      case 'erased': {
        const { since } = moment;
        const shown = since > latest ? 'Nothing of it' : `Only changes ${since} to ${latest}`;
        return refuse('erased', `The customer of journey ${id} was erased. ${shown} can be shown.`);
      }
    }
  }

  private async timeline(id: JourneyId): Promise<JourneyTimeline> {
    const timeline = await journeyTimeline(this.source, id);
    if (timeline !== undefined) return timeline;
    return refuse('not-found', `There is no journey ${id}.`);
  }
}

type Entry = ReturnType<typeof entryView>;

/** That it happened, when, where and to what it led. */
function withoutValues({ disposition, events, ...entry }: Entry): Entry {
  return {
    ...entry,
    ...('actor' in entry && { actor: { ...entry.actor, id: null } }),
    ...('reason' in entry && { reason: '' }),
    disposition: { ...disposition, detail: null },
    events: events.map((event) => ({ ...event, cause: { ...event.cause, actorId: null } })),
    conflicts: [],
  } as Entry;
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
    case 'IdentityChange': {
      const { id, kind, operator, reason } = entry.value;
      const actor =
        operator === null ? { kind: 'system', id: null } : { kind: 'agent', id: operator };
      return { kind: 'identity', id, type: kind, actor, reason };
    }
    case 'JourneysMoved':
      return { kind: 'identity', id: entry.value.id, type: 'journeys-moved' };
    case 'ClockAdvanced':
      return { kind: 'clock', id: entry.value.clock, type: 'clock' };
  }
}
