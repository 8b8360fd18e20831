import { type Api, apiClient } from '#client';
import { Failure } from './failure.js';
import { refusedThere } from './refused.js';

export interface ApiOptions {
  /** Where the gateway listens, e.g. http://127.0.0.1:8080 */
  readonly url: string;
  /** Channel key, `tl_…`. */
  readonly key?: string;
}

/** The calls of the public API. Throws `Failure` when nobody answers. */
export function apiOf(api: ApiOptions): Api {
  const authorization = api.key === undefined ? undefined : `Bearer ${api.key}`;
  return apiClient({ url: api.url, authorization, fetch: (request) => reach(api, request) });
}

/** What a call is answered. Throws `Failure` with the problem's own words. */
export async function answerOf<T>(call: Promise<Called<T>>): Promise<NonNullable<T>> {
  const { data, error, response } = await call;
  if (response.ok && data !== undefined && data !== null) return data;
  throw refusedThere(response, error);
}

interface Called<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
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
  const headers = {
    accept: 'text/event-stream',
    ...(api.key !== undefined && { authorization: `Bearer ${api.key}` }),
  };
  const response = await reach(api, new Request(new URL(path, api.url), { headers, signal }));
  if (!response.ok) throw refusedThere(response, problemIn(await response.text()));
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

async function reach(api: ApiOptions, request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    if (request.signal.aborted) throw error;
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new Failure(
      `No answer from ${api.url} (${cause}). Is it running? \`npm start\` starts it; --url says where.`,
    );
  }
}

function problemIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
