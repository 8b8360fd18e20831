import {
  type FieldValue,
  type JourneyEvent,
  type JourneyState,
  type Verification,
} from '#contracts';
import { type Definitions } from '#journey';
import { type JourneySummary } from '#ports';
import { type JourneyEventView } from './journey-event-schemas.js';
import { type FieldValueView, type JourneyView, type SummaryView } from './journey-schemas.js';

/** A row of a journey search. */
export function summaryView(definitions: Definitions, row: JourneySummary): SummaryView {
  const definition = definitions.get(row.definition, row.definitionVersion);
  const state = row.state === '' ? [] : row.state.split(',');
  return {
    journeyId: row.journeyId,
    definition: row.definition,
    version: row.definitionVersion,
    title: definition?.title ?? row.definition,
    status: row.status,
    state,
    stateTitle: state.map((name) => definition?.states.get(name)?.title ?? name).join(', '),
    lastChannel: row.lastChannel,
    lastSeen: iso(row.lastSeen),
    stalled: row.stalled,
  };
}

/** A journey in full. `seq` counts the records that changed it. Times are ISO 8601. */
export function journeyView(definitions: Definitions, journey: JourneyState): JourneyView {
  const definition = definitions.get(journey.definition, journey.definitionVersion);
  const { configuration } = journey;
  return {
    journeyId: journey.journeyId,
    subjectId: journey.subjectId,
    definition: journey.definition,
    version: journey.definitionVersion,
    title: definition?.title ?? journey.definition,
    seq: journey.version,
    status: journey.status,
    outcome: journey.outcome,
    state: configuration,
    stateTitle: configuration.map((name) => definition?.states.get(name)?.title ?? name).join(', '),
    since: iso(journey.since),
    startedAt: iso(journey.startedAt),
    startedOn: journey.startedOn,
    lastChannel: journey.lastChannel,
    lastSeen: iso(journey.lastSeen),
    endedAt: journey.endedAt === null ? null : iso(journey.endedAt),
    stalled: journey.stalled,
    clock: journey.clock,
    correlation: journey.correlation,
    fields: Object.fromEntries(
      Object.entries(journey.fields).map(([name, field]) => [name, fieldView(field)]),
    ),
    timers: journey.timers.map(({ id, dueAt }) => ({ id, dueAt: iso(dueAt) })),
  };
}

/** A value of a field, and where it comes from. */
export function fieldView({ value, verified, verification, ...from }: FieldValue): FieldValueView {
  return {
    value: JSON.parse(value) as unknown,
    verified,
    from: sourceView(from),
    ...(verification !== null && { verifiedBy: sourceView(verification) }),
  };
}

function sourceView({ channel, time, interactionId }: Verification) {
  return { channel, time: iso(time), interaction: interactionId };
}

/** A journey event as the streams and the history tell it. */
export function journeyEventView(event: JourneyEvent): JourneyEventView {
  return { ...event, time: iso(event.time) };
}

export function iso(time: number): string {
  return new Date(time).toISOString();
}
