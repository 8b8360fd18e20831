import { SUBJECT_ID_PATTERN } from '#api';
import { type SubjectId } from '#contracts';
import { refuse } from '#ports';

const SUBJECT_ID = new RegExp(SUBJECT_ID_PATTERN);

/** The id of a subject in a path. Throws `not-found` for what can be none. */
export function subjectIdOf(text: string): SubjectId {
  if (!SUBJECT_ID.test(text)) refuse('not-found', 'That is not the id of a customer.');
  return text as SubjectId;
}
