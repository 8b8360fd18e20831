import { answerOf, apiOf, type ApiOptions } from './api-client.js';
import { identifierIn } from '#customers';
import { Failure } from './failure.js';

const SUBJECT_ID = /^[a-z2-7]{20}$/;

/** The subject meant by an id, or by an identifier such as `email=ana@example.org`. Throws `Failure` when nobody is. */
export async function subjectNamed(api: ApiOptions, text: string): Promise<string> {
  if (SUBJECT_ID.test(text)) return text;
  const identifier = identifierIn(text);
  if (identifier === undefined) {
    throw new Failure(`${text} is neither a customer’s id nor scheme=value, e.g. email=ana@…`, 2);
  }
  const params = { query: identifier };
  return (await answerOf(apiOf(api).GET('/v1/subjects', { params }))).subjectId;
}
