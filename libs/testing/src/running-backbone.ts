import { join } from 'node:path';
import { type ChildProcessHandle, runNode } from './child-process.js';
import { eventually } from './eventually.js';

/** The backbone as `npm start` runs it, in a process of its own. */
export interface RunningBackbone {
  readonly address: string;
  readonly process: ChildProcessHandle;
  get(path: string): Promise<unknown>;
  /** Throws when the answer is not 2xx. */
  post(path: string, body: unknown): Promise<unknown>;
}

/** The program, as `npm run build` made it. */
export const BACKBONE = join(import.meta.dirname, '../../../dist/apps/backbone/src/main.js');

/** Starts it over this directory, on a free port unless given; `key` is the development key of its first start. */
export async function startBackbone(
  dataDir: string,
  key?: string,
  port = '0',
): Promise<RunningBackbone & { readonly key: string }> {
  const process = runNode([BACKBONE], {
    PORT: port,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
  });
  const found = (pattern: RegExp): string | undefined =>
    process.lines.map((line) => pattern.exec(line)?.[1]).find((match) => match !== undefined);
  let exited = false;
  void process.exited.then(() => (exited = true));
  await eventually(
    'the backbone is ready',
    () =>
      exited ||
      (found(/ready: (\S+)\/$/) !== undefined && (key ?? found(/(tl_\S+)/)) !== undefined),
    60_000,
  );
  const address = found(/ready: (\S+)\/$/);
  const useKey = key ?? found(/(tl_\S+)/);
  if (address === undefined || useKey === undefined) {
    throw new Error(`the backbone did not start: ${process.errors()}`);
  }
  const call = async (path: string, init: RequestInit): Promise<unknown> => {
    const response = await fetch(address + path, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${String(response.status)} ${text}`);
    return JSON.parse(text);
  };
  return {
    address,
    process,
    key: useKey,
    get: (path) => call(path, {}),
    post: (path, body) =>
      call(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${useKey}` },
        body: JSON.stringify(body),
      }),
  };
}

/** Reads a stream of server-sent events until `wanted`; returns that event's name and data. */
export async function awaitServerSentEvent(
  url: string,
  wanted: (event: string, data: unknown) => boolean,
  onOpen: () => void = () => undefined,
  withinMs = 60_000,
): Promise<{ event: string; id: string; data: unknown }> {
  const response = await fetch(url, { signal: AbortSignal.timeout(withinMs) });
  if (response.body === null) throw new Error(`${url} has no body`);
  let text = '';
  onOpen();
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const field = (name: string): string =>
        new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1] ?? '';
      if (field('data') === '') continue;
      const data: unknown = JSON.parse(field('data'));
      if (wanted(field('event'), data)) return { event: field('event'), id: field('id'), data };
    }
  }
  throw new Error(`${url} ended before the event came`);
}
