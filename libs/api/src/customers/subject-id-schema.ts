import Type from 'typebox';

/** What an id of a subject looks like. */
export const SUBJECT_ID_PATTERN = '^[a-z2-7]{20}$';

/** The id of a subject in a request body. */
export const SubjectIdSchema = Type.String({ pattern: SUBJECT_ID_PATTERN });
