import type { SubjectId } from '#contracts';
import { type Evidence, EVIDENCE_KEPT, type Ruling, SIGHTINGS_KEPT } from '#ports';
import type { Call } from '../../connection/connection.js';
import { scriptsBeside } from '../../connection/script.js';

const script = scriptsBeside(import.meta.url);
const POINTERS = 'merge-pointers';
const SIGHT = script('sight');
const APART_KEEP = script('apart-keep', POINTERS);
const APART_ALLOW = script('apart-allow', POINTERS);
const APART_FROM = script('apart-from', POINTERS);
const CONFLICTS_OF = script('conflicts-of', POINTERS);
const NOTE = script('conflict-note', POINTERS);
const RULE = script('conflict-rule', POINTERS);

/** `sight.lua`: replies `added`, `known` or `full`, then all subjects that the value came with. */
export function sightCall(sightings: string, subject: SubjectId): Call {
  return { script: SIGHT, keys: [sightings], args: [subject, SIGHTINGS_KEPT] };
}

/** `apart-keep.lua`: two subjects are two people. */
export function keepApartCall(merges: string, one: SubjectId, other: SubjectId): Call {
  return { script: APART_KEEP, keys: [merges], args: [one, other] };
}

/** `apart-allow.lua`: they may be one after all. */
export function allowTogetherCall(merges: string, one: SubjectId, other: SubjectId): Call {
  return { script: APART_ALLOW, keys: [merges], args: [one, other] };
}

/** `apart-from.lua`: what those have become that a subject is kept apart from; one may be there twice. */
export function apartFromCall(merges: string, subject: SubjectId): Call {
  return { script: APART_FROM, keys: [merges], args: [subject] };
}

/** `conflicts-of.lua`: ids of the conflicts of a subject and those merged into it; one may be there twice. */
export function conflictsOfCall(merges: string, subject: SubjectId): Call {
  return { script: CONFLICTS_OF, keys: [merges], args: [subject] };
}

/** `conflict-note.lua`: replies `new`, `open` or `ruled`. The subjects are in the order of the id. */
export function noteConflictCall(
  merges: string,
  id: string,
  [one, other]: readonly [SubjectId, SubjectId],
  evidence: Evidence,
): Call {
  const { interactionId, at } = evidence;
  const args = [id, one, other, interactionId, at, JSON.stringify(evidence), EVIDENCE_KEPT];
  return { script: NOTE, keys: [merges], args };
}

/** `conflict-rule.lua`: replies 1 when it was decided so. `seen`: time of the ruling before, ms since the epoch. */
export function ruleCall(
  merges: string,
  id: string,
  seen: number | null,
  ruling: Ruling | null,
): Call {
  const next = ruling === null ? ['', ''] : [ruling.at, JSON.stringify(ruling)];
  return { script: RULE, keys: [merges], args: [id, seen ?? '', ...next] };
}
