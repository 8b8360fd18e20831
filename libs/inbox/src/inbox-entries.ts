import {
  ceAttributes,
  type DeadLetter,
  type DecodedRecord,
  type Disposition,
  Topics,
  closedBy,
} from '#contracts';
import { type InboxClosing, type InboxEntry, type StoredRecord } from '#ports';

/** Characters of an entry's detail: it is shown in lists; explaining an entry tells all. */
const LONGEST_DETAIL = 2_000;

/** What a record of the dispositions or the dead letters changes in the inbox; at least one of the two. */
export interface InboxChange {
  readonly opened?: InboxEntry;
  readonly closed?: InboxClosing;
}

/** Undefined: nothing. */
export function inboxChange(decoded: DecodedRecord, record: StoredRecord): InboxChange | undefined {
  if (decoded.name === 'Disposition') return ofDisposition(decoded.value, record);
  if (decoded.name === 'DeadLetter') return { opened: ofDeadLetter(decoded.value, record) };
  return undefined;
}

function ofDisposition(disposition: Disposition, record: StoredRecord): InboxChange | undefined {
  const { kind, recordKind, id, reason } = disposition;
  const closes = closedBy(disposition);
  const closed = closes && {
    ...closes,
    disposition: { id, kind, reason },
    at: record.timestamp,
  };
  if (kind !== 'unmatched' || recordKind !== 'interaction') {
    return closed && { closed };
  }
  const { partition, offset, subjectId, recordId, source, recordType, detail, journeyIds, time } =
    disposition;
  const opened: InboxEntry = {
    id,
    kind: 'unmatched',
    at: record.timestamp,
    told: { partition: record.partition, offset: record.offset },
    origin: { topic: Topics.interactions, partition, offset },
    subjectId,
    recordId,
    source,
    type: recordType,
    reason: reason ?? 'unknown',
    detail: detail?.slice(0, LONGEST_DETAIL) ?? null,
    journeyIds,
    time,
  };
  return { opened, ...(closed === undefined ? {} : { closed }) };
}

function ofDeadLetter(letter: DeadLetter, record: StoredRecord): InboxEntry {
  const { id, topic, partition, offset, reason, causes, journeyId, time } = letter;
  const told = ceAttributes(letter.headers);
  return {
    id,
    kind: 'dead-letter',
    at: record.timestamp,
    told: { partition: record.partition, offset: record.offset },
    origin: { topic, partition, offset },
    subjectId: told?.subject ?? '',
    recordId: told?.id ?? '',
    source: told?.source ?? '',
    type: told?.type ?? '',
    reason,
    detail: causes.length === 0 ? null : causes.join('; ').slice(0, LONGEST_DETAIL),
    journeyIds: journeyId === null ? [] : [journeyId],
    time,
  };
}
