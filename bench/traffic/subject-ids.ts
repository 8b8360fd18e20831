import { createHash } from 'node:crypto';
import type { SubjectId } from '#contracts';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const LENGTH = 20;

/** A subject id as the gateway makes them, 20 characters of [a-z2-7], the same for the same name. */
export function subjectIdOf(name: string): SubjectId {
  const digest = createHash('sha256').update(name).digest();
  let id = '';
  for (let at = 0; at < LENGTH; at++) id += ALPHABET.charAt((digest[at] ?? 0) & 31);
  return id as SubjectId;
}
