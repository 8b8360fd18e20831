import { type OpenAPIObject } from '@nestjs/swagger';
import { ProblemSchema } from '#api';
import { component } from '#http';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;
type Responses = Operation['responses'];
type Response = NonNullable<Responses[string]>;
type RequestBody = NonNullable<Operation['requestBody']>;
type Content = NonNullable<Extract<Operation['requestBody'], { content: unknown }>>['content'];

const METHODS = ['get', 'put', 'post', 'delete'] as const;

/** Bodies that are not the call's JSON. */
const OTHER_BODIES: Content = {
  'application/yaml': {
    schema: { type: 'string', description: 'The file; all else is in the query.' },
  },
  'application/cloudevents+json': {
    schema: { type: 'object', description: 'CloudEvents 1.0, structured.' },
  },
  'application/cloudevents-batch+json': {
    schema: { type: 'array', items: { type: 'object' }, description: 'CloudEvents 1.0, a batch.' },
  },
};

const RETRY_AFTER = {
  'Retry-After': {
    description: 'Seconds after which the same may succeed, unchanged.',
    schema: { type: 'integer' as const },
  },
};
const WWW_AUTHENTICATE = {
  'WWW-Authenticate': { description: 'Bearer', schema: { type: 'string' as const } },
};

/** Says of every call what all calls of its kind have in common, and no controller repeats. */
export function completeDescription(document: OpenAPIObject): OpenAPIObject {
  const paths = Object.entries(document.paths).map(([path, item]) => {
    const done = { ...item };
    for (const method of METHODS) {
      const operation = item[method];
      if (operation !== undefined) done[method] = complete(operation, method);
    }
    return [path, done] as const;
  });
  return { ...document, paths: Object.fromEntries(paths) };
}

function complete(operation: Operation, method: (typeof METHODS)[number]): Operation {
  const { security, requestBody, parameters } = operation;
  if (security === undefined) return operation;
  const responses: Responses = {
    ...commonProblems(operation),
    ...operation.responses,
  };
  return {
    ...operation,
    // Where only this machine can ask, looking needs no key.
    security: method === 'get' ? [...security, {}] : security,
    ...(parameters !== undefined && { parameters: parameters.filter(isNoKey) }),
    ...(requestBody !== undefined && { requestBody: bodies(requestBody) }),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, one]) => [status, withHeaders(status, one)]),
    ),
  };
}

/** How the key is sent is said by the scheme, not by each call (OpenAPI 3.1, parameter object). */
function isNoKey(parameter: NonNullable<Operation['parameters']>[number]): boolean {
  return !('in' in parameter && parameter.in === 'header' && parameter.name === 'authorization');
}

function bodies(body: RequestBody): RequestBody {
  if ('$ref' in body) return body;
  const content = Object.entries(body.content).map(([type, json]) => [
    type,
    OTHER_BODIES[type] ?? json,
  ]);
  return { ...body, content: Object.fromEntries(content) as Content };
}

function commonProblems({ requestBody, parameters }: Operation): Responses {
  const hasBody = requestBody !== undefined;
  const hasQuery = parameters?.some((one) => 'in' in one && one.in === 'query') === true;
  return {
    ...(hasBody && { 400: problem('The body, or a parameter, cannot be read.') }),
    ...(!hasBody && hasQuery && { 400: problem('A parameter is not valid.') }),
    401: problem('No channel key, or one that is not known.'),
    ...(hasBody && {
      413: problem('The body is too large.'),
      415: problem('The content type or encoding is not understood.'),
    }),
    500: problem('An error on our side; it was logged.'),
    503: problem(
      'A part that is needed does not answer; nothing was done, or the same may be sent again.',
    ),
  };
}

function problem(description: string): Response {
  const schema = component('Problem', ProblemSchema);
  return { description, content: { 'application/problem+json': { schema } } };
}

function withHeaders(status: string, response: Response | undefined): Response {
  if (response === undefined || '$ref' in response) return response ?? problem('');
  if (status === '401') return { ...response, headers: WWW_AUTHENTICATE };
  return status === '429' || status === '503' ? { ...response, headers: RETRY_AFTER } : response;
}
