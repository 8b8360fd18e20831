import { type Interaction, LIVE_CLOCK, logHeaders, type SubjectId, Topics } from '#contracts';
import { type OutgoingRecord, type RecordCodec } from '#ports';
import { schemeOfFact } from '../resolve/identifier-hash.js';
import { type IdentityNews } from '../resolve/identity-news.js';
import { changeRecord, eventRecord } from './identity-records.js';
import { type UnlinkedInteraction } from '../resolve/unlinked-interaction.js';

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
    headers: { ...logHeaders({ id, source, type, time, subject: subjectId }), ...trace },
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
  const merges = news.flatMap((one) => (one.kind === 'merged' ? [mergeRecord(codec, one)] : []));
  return [...merges, ...told];
}

function identityRecord(codec: RecordCodec, news: IdentityNews): OutgoingRecord {
  const { kind, subject, at: time, by, reason = null, operator = null } = news;
  const { other = null } = 'other' in news ? news : {};
  const { identifier = undefined } = 'identifier' in news ? news : {};
  return eventRecord(codec, SOURCE, {
    id: eventId(news),
    kind,
    subjectId: subject,
    otherSubjectId: other,
    time,
    reason,
    ...(identifier && { ...schemeOfFact(identifier.scheme), identifier: identifier.key }),
    channel: by?.channel ?? null,
    interactionId: by?.id ?? null,
    operator,
  });
}

/** Of what can happen again after it was undone, the id has its time. That a limit is reached is told once. */
function eventId(news: IdentityNews): string {
  const { kind, subject, at } = news;
  switch (news.kind) {
    case 'conflict':
      return `${kind}-${subject}-${news.other}`;
    case 'merged':
      return `${kind}-${subject}-${news.other}-${at}`;
    case 'linked':
    case 'shared':
      return `${kind}-${subject}-${news.identifier.key}-${at}`;
    case 'limited':
      return `${kind}-${subject}-${news.identifier?.key ?? news.other ?? ''}`;
  }
}

/** The merge as a record of the log, on the shard of the subject that was merged. */
function mergeRecord(
  codec: RecordCodec,
  news: IdentityNews & { readonly kind: 'merged' },
): OutgoingRecord {
  const { kind, subject, other, at: time, reason = null, operator = null } = news;
  return changeRecord(codec, SOURCE, {
    id: `merged-${other}-${subject}-${time}`,
    kind,
    subjectId: other,
    otherSubjectId: subject,
    time,
    reason,
    operator,
  });
}
