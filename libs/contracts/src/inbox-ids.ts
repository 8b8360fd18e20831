import { type SubjectId } from './ids.js';

/**
 * Ids of what is done about an entry, derived from the entry's own: so the disposition of a replay or of a command says
 * which entry it closes, and doing a thing twice is doing it once (I4, I5).
 */
const REPLAY = 're-';
const DISCARD = 'discard-';
const REPUBLISHED = 'replayed-';

/** Ids of dispositions and of dead letters. */
const ENTRY = /^d[il]-/;

/** The operator command that only closes an entry. */
export const DISCARD_COMMAND = 'discard';

/** Whose records close entries that belong to nobody known. Not of a subject's form, so it is never somebody's. */
export const INBOX_SUBJECT = 'inbox' as SubjectId;

/** Of the interaction that replays an entry. */
export function replayIdOf(entryId: string): string {
  return REPLAY + entryId;
}

/** The entry that an interaction of this id replays; undefined: none. */
export function entryReplayedBy(interactionId: string): string | undefined {
  return entryAfter(REPLAY, interactionId);
}

/** Of the command that discards an entry. */
export function discardIdOf(entryId: string): string {
  return DISCARD + entryId;
}

/** Of the command that closes an entry whose record was appended again as it was, and so gets no disposition of its own. */
export function republishedIdOf(entryId: string): string {
  return REPUBLISHED + entryId;
}

/** Which entry a record closes, and how; undefined: none. */
export function closedBy(record: {
  readonly recordKind: string;
  readonly recordType: string;
  readonly recordId: string;
}): { readonly id: string; readonly as: 'replayed' | 'discarded' } | undefined {
  const { recordKind, recordType, recordId } = record;
  if (recordKind === 'interaction') return closing(entryReplayedBy(recordId), 'replayed');
  if (recordKind !== 'command' || recordType !== DISCARD_COMMAND) return undefined;
  return (
    closing(entryAfter(REPUBLISHED, recordId), 'replayed') ??
    closing(entryAfter(DISCARD, recordId), 'discarded')
  );
}

function closing<As extends string>(id: string | undefined, as: As) {
  return id === undefined ? undefined : { id, as };
}

function entryAfter(prefix: string, recordId: string): string | undefined {
  const id = recordId.startsWith(prefix) ? recordId.slice(prefix.length) : '';
  return ENTRY.test(id) ? id : undefined;
}
