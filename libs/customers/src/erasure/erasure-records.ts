import { type IdentityChange, type IdentityEvent, type SubjectId } from '#contracts';
import { type OutgoingRecord, type RecordCodec } from '#ports';
import { changeRecord, eventRecord } from '../records/identity-records.js';

const SOURCE = '//throughline/erasure';
/** The kind of the records that tell of an erasure. */
const ERASED = 'erased';
/** How an erasure's record names the subjects who are the person. */
const SUBJECT_SCHEME = 'subject';

/** Somebody is to be forgotten. */
export interface ErasureOrder {
  /** The subject that all others of the person were merged into. */
  readonly subject: SubjectId;
  readonly operator: string;
  /** Null: none was given. */
  readonly reason: string | null;
  /** ms since the epoch. */
  readonly at: number;
}

/** An erasure as the log tells of it. */
export interface ToldErasure extends ErasureOrder {
  readonly subjects: readonly SubjectId[];
}

/** Made from what happened, so that telling it twice is telling it once. */
export function erasureIdOf({ subject, at }: Pick<ErasureOrder, 'subject' | 'at'>): string {
  return `${ERASED}-${subject}-${at}`;
}

/** The event that begins an erasure: from now on some gateway completes it, whichever dies. */
export function orderRecord(codec: RecordCodec, order: ErasureOrder): OutgoingRecord {
  const { subject: subjectId, operator, reason, at: time } = order;
  const id = erasureIdOf(order);
  return eventRecord(codec, SOURCE, { id, kind: ERASED, subjectId, time, reason, operator });
}

/** What an event orders; undefined: it is no erasure. */
export function orderIn(event: IdentityEvent): ErasureOrder | undefined {
  if (event.kind !== ERASED) return undefined;
  const { subjectId, operator, reason, time: at } = event;
  return { subject: subjectId as SubjectId, operator: operator ?? '', reason, at };
}

/** One record for the shard of each subject of the person; each names them all. */
export function erasureRecords(
  codec: RecordCodec,
  { subject: head, subjects, operator, reason, at: time }: ToldErasure,
): readonly OutgoingRecord[] {
  const identifiers = subjects.map((member) => ({ scheme: SUBJECT_SCHEME, value: member }));
  return subjects.map((subjectId) =>
    changeRecord(codec, SOURCE, {
      id: erasureIdOf({ subject: subjectId, at: time }),
      kind: ERASED,
      subjectId,
      otherSubjectId: subjectId === head ? null : head,
      identifiers,
      time,
      reason,
      operator,
    }),
  );
}

/** The erasure that a subject's record tells of. */
export function toldBy(change: IdentityChange): ToldErasure {
  const { subjectId, otherSubjectId, identifiers, operator, reason, time: at } = change;
  return {
    subject: (otherSubjectId ?? subjectId) as SubjectId,
    subjects: identifiers
      .filter(({ scheme }) => scheme === SUBJECT_SCHEME)
      .map(({ value }) => value as SubjectId),
    operator: operator ?? '',
    reason,
    at,
  };
}
