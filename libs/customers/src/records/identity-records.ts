import { ceHeaders, type IdentityChange, type IdentityEvent, logHeaders, Topics } from '#contracts';
import { type OutgoingRecord, type RecordCodec } from '#ports';

/** What became of an identity, without what has a default. */
export type ChangeToTell = Partial<IdentityChange> &
  Pick<IdentityChange, 'id' | 'kind' | 'subjectId' | 'time'>;

/** An identity event, without what has a default. */
export type EventToTell = Partial<IdentityEvent> &
  Pick<IdentityEvent, 'id' | 'kind' | 'subjectId' | 'time'>;

/** Nothing more than this is said of it. */
const NO_MORE = {
  otherSubjectId: null,
  identifiers: [],
  reason: null,
  journeys: [],
  operator: null,
  restored: [],
  fieldsBack: [],
} satisfies Partial<IdentityChange>;

const NOTHING_ELSE = {
  otherSubjectId: null,
  scheme: null,
  reason: null,
  verified: false,
  identifier: null,
  channel: null,
  interactionId: null,
  operator: null,
} satisfies Partial<IdentityEvent>;

/** The whole of a change. */
export function identityChange(change: ChangeToTell): IdentityChange {
  return { ...NO_MORE, ...change };
}

/** A change as a record of the log, for the fold of its subject. `source` is who tells it (URI reference). */
export function changeRecord(
  codec: RecordCodec,
  source: string,
  change: ChangeToTell,
): OutgoingRecord {
  const { id, subjectId: subject, time } = change;
  return {
    topic: Topics.interactions,
    key: subject,
    value: codec.encode('IdentityChange', identityChange(change)),
    headers: logHeaders({ id, source, type: typeOf(change), time, subject }),
  };
}

/** An event for those who keep identities of their own. `key`: where it is about no subject. */
export function eventRecord(
  codec: RecordCodec,
  source: string,
  event: EventToTell,
  key: string = event.subjectId,
): OutgoingRecord {
  const { id, time } = event;
  return {
    topic: Topics.identityEvents,
    key,
    value: codec.encode('IdentityEvent', { ...NOTHING_ELSE, ...event }),
    headers: ceHeaders({ id, source, type: typeOf(event), time, subject: key }),
  };
}

function typeOf({ kind }: { readonly kind: string }): string {
  return `throughline.identity.${kind}`;
}
