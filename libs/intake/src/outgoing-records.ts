import {
  ceHeaders,
  type IdentityChange,
  type IdentityEvent,
  type Interaction,
  LIVE_CLOCK,
  type SubjectId,
  Topics,
} from '#contracts';
import { type OutgoingRecord, type RecordCodec } from '#ports';
import { type IdentityNews } from './resolve-subject.js';
import { type UnlinkedInteraction } from './unlinked-interaction.js';

const SOURCE = '//throughline/intake';

/** Headers that carry a trace on (W3C Trace Context). */
export interface TraceHeaders {
  readonly traceparent?: string;
}

export interface Sending {
  /** How many deployments of journey definitions the sender knows: `known` of the catalogue's current definitions. */
  readonly deployment: number;
  /** An import's; the live clock when absent. */
  readonly clock?: string;
  readonly trace?: TraceHeaders;
}

/** An interaction as the log holds it. */
export function asRecorded(
  read: UnlinkedInteraction,
  subjectId: SubjectId,
  { deployment, clock = LIVE_CLOCK }: Omit<Sending, 'trace'>,
): Interaction {
  return {
    id: read.id,
    source: read.source,
    type: read.type,
    channel: read.channel,
    time: read.time,
    clock,
    subjectId,
    identifiers: read.identifiers.map(({ scheme, value, verified }) => ({
      scheme,
      value,
      verified,
    })),
    journeyId: read.journeyId,
    correlation: read.correlation,
    actor: read.actor,
    dataContentType: 'application/json',
    data: Buffer.from(JSON.stringify(read.data)),
    encryptionKeyId: null,
    deployment,
  };
}

/** The log record of an interaction, keyed by its subject. */
export function interactionRecord(
  codec: RecordCodec,
  read: UnlinkedInteraction,
  subjectId: SubjectId,
  { trace = {}, ...sending }: Sending,
): OutgoingRecord {
  const value = asRecorded(read, subjectId, sending);
  const { id, source, type, time } = value;
  return {
    topic: Topics.interactions,
    key: subjectId,
    value: codec.encode('Interaction', value),
    headers: { ...ceHeaders({ id, source, type, time, subject: subjectId }), ...trace },
  };
}

/**
 * What was learned about identities: for those who keep their own, and of a merge for the fold of the subject that was
 * merged, which moves its journeys. Ids are made from what happened, so that telling it twice is telling it once.
 */
export function identityRecords(
  codec: RecordCodec,
  news: readonly IdentityNews[],
): readonly OutgoingRecord[] {
  const told = news.map((one) => identityRecord(codec, one));
  const merges = news.filter(({ kind }) => kind === 'merged');
  return [...merges.map((one) => mergeRecord(codec, one)), ...told];
}

function identityRecord(codec: RecordCodec, news: IdentityNews): OutgoingRecord {
  const { kind, subject, other, at: time, reason = null } = news;
  const value: IdentityEvent = {
    id: `${kind}-${subject}-${other}`,
    kind,
    subjectId: subject,
    otherSubjectId: other,
    scheme: null,
    time,
    reason,
    verified: false,
    identifier: null,
    channel: null,
    interactionId: null,
    operator: null,
  };
  const type = `throughline.identity.${kind}`;
  return {
    topic: Topics.identityEvents,
    key: subject,
    value: codec.encode('IdentityEvent', value),
    headers: ceHeaders({ id: value.id, source: SOURCE, type, time, subject }),
  };
}

/** The merge as a record of the log, on the shard of the subject that was merged. */
function mergeRecord(codec: RecordCodec, news: IdentityNews): OutgoingRecord {
  const { subject, other, at: time, reason = null, operator = null } = news;
  const id = `merged-${other}-${subject}-${time}`;
  const value: IdentityChange = {
    id,
    kind: 'merged',
    subjectId: other,
    otherSubjectId: subject,
    identifiers: [],
    time,
    reason,
    journeys: [],
    operator,
    restored: [],
    fieldsBack: [],
  };
  const type = 'throughline.identity.merged';
  return {
    topic: Topics.interactions,
    key: other,
    value: codec.encode('IdentityChange', value),
    headers: ceHeaders({ id, source: SOURCE, type, time, subject: other }),
  };
}
