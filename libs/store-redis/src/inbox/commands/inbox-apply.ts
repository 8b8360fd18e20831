import { INBOX_EXPIRED_AT_ONCE, INBOX_KINDS, type InboxKind, type InboxUpdate } from '#ports';
import type { Argument, Call } from '../../connection/connection.js';
import { scriptsBeside } from '../../connection/script.js';
import type { InboxKeys } from '../inbox-keys.js';

const APPLY = scriptsBeside(import.meta.url)('inbox-apply');

/** `inbox-apply.lua`: what a stretch of one partition changes. */
export function applyCall(keys: InboxKeys, update: InboxUpdate): Call {
  const { place, next, opened, closed, bounds } = update;
  const args: Argument[] = [
    placeField(place),
    next,
    bounds.entries,
    score(bounds.openSince.unmatched),
    score(bounds.openSince['dead-letter']),
    score(bounds.closedSince),
    INBOX_EXPIRED_AT_ONCE,
    opened.length,
  ];
  for (const entry of opened) {
    const { id, kind, at, reason } = entry;
    args.push(id, kindNumber(kind), at, reason, JSON.stringify(entry));
  }
  for (const closing of closed) args.push(closing.id, closing.at, JSON.stringify(closing));
  return {
    script: APPLY,
    keys: [
      keys.entries,
      keys.heads,
      keys.closings,
      keys.attempts,
      keys.closed,
      keys.positions,
      keys.counts,
      keys.dropped,
      keys.open('unmatched'),
      keys.open('dead-letter'),
    ],
    args,
  };
}

export function placeField(place: { readonly topic: string; readonly partition: number }): string {
  return `${place.topic}/${place.partition}`;
}

/** The number a kind has in the store. Never changes. */
export function kindNumber(kind: InboxKind): number {
  return INBOX_KINDS.indexOf(kind) + 1;
}

/** A number as Redis reads a score. */
function score(value: number): string {
  if (value === -Infinity) return '-inf';
  return value === Infinity ? '+inf' : String(value);
}
