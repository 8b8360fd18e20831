import type { SubjectId } from '#contracts';
import type { Claim, IdentifierKey } from '#ports';
import type { Call } from '../../connection/connection.js';
import { texts } from '../../connection/reply.js';
import { scriptsBeside } from '../../connection/script.js';

const script = scriptsBeside(import.meta.url);
const POINTERS = 'merge-pointers';
const ADMIT = script('claim-admit', POINTERS);
const MARK = script('claim-mark', POINTERS);
const RELINK_ADMIT = script('relink-admit', POINTERS);
const RELINK_MARK = script('relink-mark', POINTERS);

/** `claim-admit.lua`: replies `admitted`, `merged` or `erased`, which its subject is. */
export function admitCall(merges: string, { subject, key, strong }: Claim): Call {
  return { script: ADMIT, keys: [merges], args: [subject, strong ? key : ''] };
}

/** `claim-mark.lua`: replies what the owner of a claimed identifier has become, '' when it was erased. */
export function markCall(merges: string, claim: Claim, owner: SubjectId): Call {
  const { subject, key, strong } = claim;
  return { script: MARK, keys: [merges], args: [subject, strong ? key : '', owner] };
}

/** `relink-admit.lua`: replies 0 when `to` was erased, else what `namesIn` reads. */
export function relinkAdmitCall(
  merges: string,
  [from, to]: readonly [SubjectId, SubjectId],
  strong: boolean,
  keys: readonly IdentifierKey[],
): Call {
  return { script: RELINK_ADMIT, keys: [merges], args: [from, to, strong ? 1 : 0, ...keys] };
}

/** An identifier that names a person, as a relinking found it. */
export interface Naming {
  readonly key: IdentifierKey;
  readonly markedFrom: boolean;
}

export function namesIn(reply: unknown): readonly Naming[] {
  const fields = texts(reply);
  return fields.flatMap((key, i) =>
    i % 2 === 0 ? [{ key, markedFrom: fields[i + 1] === '1' }] : [],
  );
}

/** `relink-mark.lua`: replies 1 when `to` was erased meanwhile. `owners`: whose each of the names is now. */
export function relinkMarkCall(
  merges: string,
  [from, to]: readonly [SubjectId, SubjectId],
  names: readonly Naming[],
  owners: readonly (SubjectId | null)[],
): Call {
  const marks = names.flatMap(({ key, markedFrom }, i) => [
    key,
    markedFrom ? 1 : 0,
    owners[i] ?? '',
  ]);
  return { script: RELINK_MARK, keys: [merges], args: [from, to, ...marks] };
}
