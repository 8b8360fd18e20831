import {
  LIVE_CLOCK,
  subjectOfEntry,
  type JourneyEvent,
  type JourneyState,
  type PlacedEntry,
  type SubjectId,
  type SubjectState,
} from '#contracts';
import {
  describeRecord,
  emptySubject,
  isRunning,
  type decide,
  type Decision,
  type Definitions,
} from '#journey';

/** The pure step of the fold, as `#journey` exports it. */
export type Decide = typeof decide;

/** What one record came to: its decision, and the error if `decide` threw. */
export interface Folded {
  readonly placed: PlacedEntry;
  readonly decision: Decision;
  /** What `decide` threw: the record is a dead letter too, as a bug. */
  readonly bug: { readonly error: unknown; readonly journeyId: string | null } | undefined;
}

/**
 * One step of a subject's fold (I2). It cannot throw: a record that `decide` throws on marks the subject's running journeys
 * `faulted`, and from then on the subject's records are `deferred` — they wait in the log for a build that can fold them.
 * The loop, history and the checker all fold by this function.
 */
export function foldRecord(
  fold: { readonly decide: Decide; readonly definitions: Definitions },
  state: SubjectState | undefined,
  placed: PlacedEntry,
): Folded {
  const faulted = state?.journeys.find((journey) => journey.status === 'faulted');
  if (state !== undefined && faulted !== undefined && !erases(placed)) {
    return { placed, decision: deferral(state, placed, 'journey-faulted', null), bug: undefined };
  }
  try {
    return { placed, decision: fold.decide(fold.definitions, state, placed), bug: undefined };
  } catch (error) {
    return faultJourneys(state, placed, error);
  }
}

/** A person is forgotten also where records wait. */
function erases({ entry }: PlacedEntry): boolean {
  return entry.name === 'IdentityChange' && entry.value.kind === 'erased';
}

function faultJourneys(
  state: SubjectState | undefined,
  placed: PlacedEntry,
  error: unknown,
): Folded {
  const before = state ?? emptySubject(subjectOfEntry(placed) ?? ('' as SubjectId));
  const reflects = { partition: placed.partition, offset: placed.offset };
  const journeys = before.journeys.map((journey) =>
    isRunning(journey)
      ? { ...journey, status: 'faulted', version: journey.version + 1, reflects }
      : journey,
  );
  const changed = journeys.filter((journey) => journey.reflects === reflects);
  const detail = error instanceof Error ? error.message : String(error);
  const decision = {
    ...deferral({ ...before, journeys }, placed, 'bug', detail),
    changed,
    journeyEvents: changed.map((journey, index) => faultedEvent(journey, placed, index)),
  };
  return { placed, decision, bug: { error, journeyId: changed[0]?.journeyId ?? null } };
}

/** Every version of a journey is told by an event: this one of the version that is `faulted`. */
function faultedEvent(journey: JourneyState, placed: PlacedEntry, index: number): JourneyEvent {
  const { recordKind, recordId, recordType } = describeRecord(placed.entry);
  const { journeyId, subjectId, definition, definitionVersion, version, clock } = journey;
  const { partition, offset, timestamp } = placed;
  return {
    id: `je-${partition}-${offset}-${index}`,
    type: 'faulted',
    journeyId,
    subjectId,
    definition,
    definitionVersion,
    version,
    time: clock === LIVE_CLOCK ? timestamp : journey.lastSeen,
    clock,
    channel: null,
    previousChannel: null,
    from: journey.configuration,
    to: journey.configuration,
    outcome: null,
    fields: [],
    elapsed: null,
    relatedJourneyId: null,
    handOff: null,
    cause: {
      kind: recordKind,
      id: recordId,
      type: recordType,
      actorKind: 'system',
      actorId: null,
      partition,
      offset,
    },
  };
}

/** The record changes nothing now; it waits in the log, where its disposition says it is. */
function deferral(
  state: SubjectState,
  placed: PlacedEntry,
  reason: string,
  detail: string | null,
): Decision {
  const faulted = state.journeys.filter((journey) => journey.status === 'faulted');
  return {
    state,
    changed: [],
    archived: [],
    journeyEvents: [],
    actions: [],
    records: [],
    conflicts: [],
    disposition: {
      id: `di-${placed.partition}-${placed.offset}`,
      subjectId: state.subjectId,
      partition: placed.partition,
      offset: placed.offset,
      ...describeRecord(placed.entry),
      kind: 'deferred',
      reason,
      detail,
      journeyIds: faulted.map((journey) => journey.journeyId),
      time: placed.timestamp,
    },
  };
}
