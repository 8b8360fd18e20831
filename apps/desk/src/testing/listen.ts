import { eventually } from '#testing';

export interface SeenEvent {
  readonly event: string;
  readonly id: string;
  readonly data: unknown;
}

/** Opens an agent's stream and keeps what it brings. Resolves once it is ready. */
export async function listen(desk: string, agent: string, lastEventId?: string) {
  const events: SeenEvent[] = [];
  const leaving = new AbortController();
  const response = await fetch(`${desk}/v1/desk/stream?agent=${agent}`, {
    headers: lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
    signal: leaving.signal,
  });
  const reading = read(response, events).catch((error: unknown) => {
    if (!leaving.signal.aborted) throw error;
  });
  const until = (wanted: (event: SeenEvent) => boolean): Promise<void> =>
    eventually('the event came', () => events.some(wanted));
  await until(({ event }) => event === 'ready');
  return {
    events,
    until,
    get lastEventId() {
      return events.at(-1)?.id ?? '';
    },
    async close(): Promise<void> {
      leaving.abort();
      await reading;
    },
  };
}

async function read({ body }: Response, events: SeenEvent[]): Promise<void> {
  if (body === null) throw new Error('the stream has no body');
  let text = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    const blocks = (text + chunk).split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, event = '', id = '', data = ''] =
        /^event: (.*)\nid: (.*)\ndata: (.*)$/.exec(block) ?? [];
      if (event !== '') events.push({ event, id, data: JSON.parse(data) as unknown });
    }
  }
}
