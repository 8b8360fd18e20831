import type { SubjectId } from '#contracts';
import type { Claim, IdentifierKey } from '#ports';
import type { Call } from '../../connection/connection.js';
import { scriptsBeside } from '../../connection/script.js';

const script = scriptsBeside(import.meta.url);
const POINTERS = 'merge-pointers';
const ADMIT = script('claim-admit', POINTERS);
const SETTLE = script('claim-settle', POINTERS);
const RELINK_ADMIT = script('relink-admit', POINTERS);
const RELINK_SETTLE = script('relink-settle', POINTERS);

/** `claim-admit.lua`: replies `admitted`, `merged` or `erased`, which its subject is. */
export function admitCall(merges: string, { subject, key, strong }: Claim): Call {
  return { script: ADMIT, keys: [merges], args: [subject, strong ? key : ''] };
}

/** `claim-settle.lua`: what the owner of a claimed identifier has become, '' when it was erased. */
export function settleCall(merges: string, claim: Claim, owner: SubjectId): Call {
  const { subject, key, strong } = claim;
  return { script: SETTLE, keys: [merges], args: [subject, strong ? key : '', owner] };
}

/** `relink-admit.lua`: replies the identifiers that `to` is marked with for the first time, or 0: it was erased. */
export function relinkAdmitCall(
  merges: string,
  [from, to]: readonly [SubjectId, SubjectId],
  strong: boolean,
  keys: readonly IdentifierKey[],
): Call {
  return { script: RELINK_ADMIT, keys: [merges], args: [from, to, strong ? 1 : 0, ...keys] };
}

/** `relink-settle.lua`: replies 1 when `to` was erased meanwhile. */
export function relinkSettleCall(
  merges: string,
  [from, to]: readonly [SubjectId, SubjectId],
  moved: readonly IdentifierKey[],
  unmarked: readonly IdentifierKey[],
): Call {
  const args = [from, to, moved.length, ...moved, ...unmarked];
  return { script: RELINK_SETTLE, keys: [merges], args };
}
