import {
  subjectOf,
  type DecodedRecord,
  type JourneyId,
  type JourneyState,
  type SubjectId,
  type SubjectState,
} from '#contracts';
import { ThroughlineError, type JourneyReader, type RecordCodec } from '#ports';

/** What stored states are read through. */
export interface StateSource {
  readonly store: Pick<JourneyReader, 'subject' | 'archived'>;
  readonly codec: RecordCodec;
}

/** Subjects a journey is looked for with: more than it can have gone through by any sane history of merges. */
const MOST_SUBJECTS = 64;

/**
 * A journey by its id, wherever it is: with the subject it began with, or where merges and splits took it. Undefined: there
 * is none, or it is on its way from one subject to another this very moment. Throws `CORRUPT`.
 */
export async function findJourney(
  source: StateSource,
  journeyId: JourneyId,
): Promise<JourneyState | undefined> {
  let subject: SubjectId | undefined = subjectOf(journeyId);
  for (let hop = 0; subject !== undefined && hop < MOST_SUBJECTS; hop++) {
    const state: SubjectState | undefined = await subjectState(source, subject);
    const kept = state?.journeys.find((one) => one.journeyId === journeyId);
    const journey = kept ?? (await archivedJourney(source, journeyId, subject));
    if (journey !== undefined) return journey;
    subject = nextOf(state, journeyId);
  }
  return undefined;
}

/** What the fold keeps of a subject; undefined: nothing. Throws `CORRUPT`. */
export async function subjectState(
  { store, codec }: StateSource,
  subject: SubjectId,
): Promise<SubjectState | undefined> {
  const what = `The state of subject ${subject}`;
  return decoded(codec, await store.subject(subject), 'SubjectState', what);
}

function archivedJourney(
  { store, codec }: StateSource,
  journeyId: JourneyId,
  subject: SubjectId,
): Promise<JourneyState | undefined> {
  return store
    .archived(journeyId, subject)
    .then((bytes) => decoded(codec, bytes, 'JourneyState', `The archived journey ${journeyId}`));
}

function nextOf(state: SubjectState | undefined, journeyId: string): SubjectId | undefined {
  const moved = state?.moved.find((one) => one.journeyId === journeyId);
  const next = moved?.to ?? state?.mergedInto ?? undefined;
  return next === state?.subjectId ? undefined : (next as SubjectId | undefined);
}

async function decoded<Name extends 'SubjectState' | 'JourneyState'>(
  codec: RecordCodec,
  bytes: Uint8Array | undefined,
  name: Name,
  what: string,
): Promise<DecodedRecord<Name>['value'] | undefined> {
  if (bytes === undefined) return undefined;
  await codec.prepare([{ value: bytes }]);
  const record = codec.decode(bytes);
  if (record.name === name) return record.value as DecodedRecord<Name>['value'];
  throw new ThroughlineError('CORRUPT', `${what} is a ${record.name}.`);
}
