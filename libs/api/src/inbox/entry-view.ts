import { type InboxItem } from '#ports';
import { type EntryView } from './inbox-schemas.js';
import { iso } from '../journeys/journey-view.js';

/** An entry as the API shows it. Times are ISO 8601. */
export function entryView({ entry, closing, attempt }: InboxItem): EntryView {
  const { id, reason, detail, at, time, type, source, recordId, journeyIds, origin } = entry;
  return {
    id,
    status: closing?.as ?? (attempt === null ? 'open' : 'replaying'),
    reason,
    detail,
    at: iso(at),
    time: iso(time),
    type,
    source,
    recordId,
    subjectId: nothingOr(entry.subjectId),
    journeyIds,
    origin,
    attempt: attempt && {
      by: attempt.by,
      at: iso(attempt.at),
      reason: attempt.reason,
      subjectId: nothingOr(attempt.subjectId),
    },
    closing: closing && {
      as: closing.as,
      at: iso(closing.at),
      disposition: closing.disposition.id,
      became: closing.disposition.kind,
      reason: closing.disposition.reason,
    },
  };
}

function nothingOr(text: string): string | null {
  return text === '' ? null : text;
}
