import { type SubjectId } from '#contracts';
import { type OutgoingRecord, type RecordCodec } from '#ports';
import { schemeOfFact, type StoredFact } from '../resolve/identifier-hash.js';
import { changeRecord, eventRecord } from './identity-records.js';

const SOURCE = '//throughline/gateway';

/** What an operator decided of two customers, or took back (`released`), as it is told. */
export interface RulingNews {
  readonly kind: 'kept-apart' | 'blocked' | 'released';
  readonly subjects: readonly [SubjectId, SubjectId];
  /** Values that were blocked, or are not any more. */
  readonly identifiers: readonly StoredFact[];
  readonly operator: string;
  readonly reason: string;
  /** ms since the epoch. */
  readonly at: number;
  /** When the ruling that it is about was made, ms since the epoch: names it, so that telling it twice is telling it once. */
  readonly ruledAt: number;
}

/**
 * A ruling as records: in the log on the shard of both customers, where the fold only notes it, and as identity events of
 * both, one for each value.
 */
export function rulingRecords(codec: RecordCodec, news: RulingNews): readonly OutgoingRecord[] {
  const [one, other] = news.subjects;
  return [...recordsOf(codec, news, one, other), ...recordsOf(codec, news, other, one)];
}

function recordsOf(
  codec: RecordCodec,
  { kind, identifiers, operator, reason, at: time, ruledAt }: RulingNews,
  subjectId: SubjectId,
  otherSubjectId: SubjectId,
): readonly OutgoingRecord[] {
  const id = `${kind}-${subjectId}-${otherSubjectId}-${ruledAt}`;
  const told = { id, kind, subjectId, otherSubjectId, time, reason, operator };
  // Of values the log has keyed hashes only, here as in the identity store.
  const hashes = identifiers.map(({ scheme, key }) => ({ scheme, value: key }));
  const events =
    identifiers.length === 0
      ? [told]
      : identifiers.map(({ scheme, key }) => {
          return { ...told, id: `${id}-${key}`, ...schemeOfFact(scheme), identifier: key };
        });
  return [
    changeRecord(codec, SOURCE, { ...told, identifiers: hashes }),
    ...events.map((event) => eventRecord(codec, SOURCE, event)),
  ];
}
