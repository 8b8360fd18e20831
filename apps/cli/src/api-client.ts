import { Failure } from './failure.js';

export interface ApiOptions {
  /** Where the gateway listens, e.g. http://127.0.0.1:8080 */
  readonly url: string;
  /** Channel key, `tl_…`. */
  readonly key?: string;
}

interface Problem {
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: readonly {
    readonly pointer?: string;
    readonly detail?: string;
    readonly line?: number;
    readonly column?: number;
  }[];
}

/** One call of the public API. Throws `Failure` with the problem's own words. */
export async function call(
  api: ApiOptions,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const response = await request(api, path, {
    method,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.json();
}

/** A server-sent event. `id` resumes the stream after it (`Last-Event-ID`). */
export interface ServerSentEvent {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: string;
}

/** Events of a stream until it ends or the signal aborts. */
export async function* events(
  api: ApiOptions,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<ServerSentEvent> {
  const response = await request(api, path, { headers: { accept: 'text/event-stream' }, signal });
  if (!response.body) return;
  let buffered = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    buffered += chunk;
    const blocks = buffered.split(/\r?\n\r?\n/);
    buffered = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = parseEvent(block);
      if (event.data !== '') yield event;
    }
  }
}

function parseEvent(block: string): ServerSentEvent {
  let id: string | undefined;
  let event = 'message';
  const data: string[] = [];
  for (const line of block.split(/\r?\n/)) {
    const [, field, value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (field === 'id') id = value;
    else if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
  }
  return { id, event, data: data.join('\n') };
}

async function request(api: ApiOptions, path: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  if (api.key) headers.set('authorization', `Bearer ${api.key}`);
  let response: Response;
  try {
    response = await fetch(new URL(path, api.url), { ...init, headers });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new Failure(
      `No answer from ${api.url} (${cause}). Is it running? \`npm start\` starts it; --url says where.`,
    );
  }
  if (response.ok) return response;
  throw new Failure(await problemText(response));
}

async function problemText(response: Response): Promise<string> {
  const text = await response.text();
  let problem: Problem;
  try {
    problem = JSON.parse(text) as Problem;
  } catch {
    return `${response.status} ${response.statusText}: ${text.slice(0, 500)}`;
  }
  const faults = (problem.errors ?? []).map(
    ({ pointer = '', detail = '', line, column }) =>
      `\n  ${line === undefined ? pointer : `${line}:${column ?? 1}`}: ${detail}`,
  );
  return `${response.status} ${problem.title ?? response.statusText}: ${problem.detail ?? ''}${faults.join('')}`;
}
