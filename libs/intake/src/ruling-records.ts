import {
  ceHeaders,
  type IdentityChange,
  type IdentityEvent,
  type SubjectId,
  Topics,
} from '#contracts';
import { type OutgoingRecord, type RecordCodec } from '#ports';
import { schemeOfFact, type StoredFact } from './identifier-hash.js';

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
  return [
    changeRecord(codec, news, one, other),
    changeRecord(codec, news, other, one),
    ...eventRecords(codec, news, one, other),
    ...eventRecords(codec, news, other, one),
  ];
}

function idOf({ kind, ruledAt }: RulingNews, subject: SubjectId, other: SubjectId): string {
  return `${kind}-${subject}-${other}-${ruledAt}`;
}

function changeRecord(
  codec: RecordCodec,
  news: RulingNews,
  subject: SubjectId,
  other: SubjectId,
): OutgoingRecord {
  const { kind, identifiers, operator, reason, at: time } = news;
  const id = idOf(news, subject, other);
  const value: IdentityChange = {
    id,
    kind,
    subjectId: subject,
    otherSubjectId: other,
    // Of values the log has keyed hashes only, here as in the identity store.
    identifiers: identifiers.map(({ scheme, key }) => ({ scheme, value: key })),
    time,
    reason,
    journeys: [],
    operator,
    restored: [],
    fieldsBack: [],
  };
  return {
    topic: Topics.interactions,
    key: subject,
    value: codec.encode('IdentityChange', value),
    headers: ceHeaders({ id, source: SOURCE, type: typeOf(kind), time, subject }),
  };
}

function eventRecords(
  codec: RecordCodec,
  news: RulingNews,
  subject: SubjectId,
  other: SubjectId,
): readonly OutgoingRecord[] {
  const { kind, operator, reason, at: time } = news;
  const base = {
    kind,
    subjectId: subject,
    otherSubjectId: other,
    time,
    reason,
    channel: null,
    interactionId: null,
    operator,
  };
  const id = idOf(news, subject, other);
  const events: readonly IdentityEvent[] =
    news.identifiers.length === 0
      ? [{ ...base, id, scheme: null, verified: false, identifier: null }]
      : news.identifiers.map(({ scheme, key }) => ({
          ...base,
          id: `${id}-${key}`,
          ...schemeOfFact(scheme),
          identifier: key,
        }));
  return events.map((value) => ({
    topic: Topics.identityEvents,
    key: subject,
    value: codec.encode('IdentityEvent', value),
    headers: ceHeaders({ id: value.id, source: SOURCE, type: typeOf(kind), time, subject }),
  }));
}

function typeOf(kind: RulingNews['kind']): string {
  return `throughline.identity.${kind}`;
}
