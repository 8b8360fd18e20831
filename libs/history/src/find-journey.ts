import { setTimeout } from 'node:timers/promises';
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

/** How long a journey may be on its way from one subject to another before it is given up, and between two looks, ms. */
const TRAVEL_MS = 3_000;
const LOOK_EVERY_MS = 20;

/**
 * A journey by its id, wherever it is: with the subject it began with, or where merges and splits took it. One that is on
 * its way this very moment is waited for. Undefined: there is none. Throws `CORRUPT`; `UNAVAILABLE` when a journey that
 * left does not arrive, because the records of the subject it goes to wait or are far behind.
 */
export async function findJourney(
  source: StateSource,
  journeyId: JourneyId,
): Promise<JourneyState | undefined> {
  for (let waited = 0; ; waited += LOOK_EVERY_MS) {
    const found = await look(source, journeyId);
    if (found !== 'on its way') return found;
    if (waited >= TRAVEL_MS) break;
    await setTimeout(LOOK_EVERY_MS);
  }
  const message = `Journey ${journeyId} left one customer for another and has not arrived; ask again.`;
  throw new ThroughlineError('UNAVAILABLE', message);
}

async function look(
  source: StateSource,
  journeyId: JourneyId,
): Promise<JourneyState | 'on its way' | undefined> {
  let subject: SubjectId | undefined = subjectOf(journeyId);
  let hasLeft = false;
  for (let hop = 0; subject !== undefined && hop < MOST_SUBJECTS; hop++) {
    const state: SubjectState | undefined = await subjectState(source, subject);
    const kept = state?.journeys.find((one) => one.journeyId === journeyId);
    const journey = kept ?? (await archivedJourney(source, journeyId, subject));
    if (journey !== undefined) return journey;
    const moved: SubjectState['moved'][number] | undefined = state?.moved.find(
      (one) => one.journeyId === journeyId,
    );
    hasLeft ||= moved !== undefined;
    const next: string | undefined = moved?.to ?? state?.mergedInto ?? undefined;
    subject = next === subject ? undefined : (next as SubjectId | undefined);
  }
  return hasLeft ? 'on its way' : undefined;
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
