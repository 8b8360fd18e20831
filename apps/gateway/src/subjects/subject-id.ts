import Type from 'typebox';
import { type SubjectId } from '#contracts';
import { refuse } from '../http/problem.js';

const PATTERN = '^[a-z2-7]{20}$';
const SUBJECT_ID = new RegExp(PATTERN);

/** The id of a subject in a request body. */
export const SubjectIdSchema = Type.String({ pattern: PATTERN });

/** The id of a subject in a path. Throws `not-found` for what can be none. */
export function subjectIdOf(text: string): SubjectId {
  if (!SUBJECT_ID.test(text)) refuse('not-found', 'That is not the id of a customer.');
  return text as SubjectId;
}
