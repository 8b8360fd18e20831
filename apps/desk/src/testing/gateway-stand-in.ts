import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { ceHeaders, type JourneyId, type SubjectId, subjectOf, Topics } from '#contracts';
import { interactionRecord } from '#customers';
import { type Clock, type EventLog, type RecordCodec } from '#ports';

interface Sent {
  readonly id: string;
  readonly type: string;
  readonly channel: string;
  readonly source: string;
  readonly subject?: string;
  readonly journey?: { readonly id: string };
  readonly actor?: { readonly kind: string; readonly id?: string };
  readonly data?: Readonly<Record<string, unknown>>;
  /** An import's; the live one when absent. */
  readonly clock?: string;
}

/**
 * Takes interactions over HTTP into the log, as the gateway does, for a customer who is named: this app may not know the
 * gateway. Answers 202 once the log has them.
 */
export async function standInForGateway(log: EventLog, codec: RecordCodec, clock: Clock) {
  const append = async ({ id, type, channel, source, subject, ...sent }: Sent): Promise<void> => {
    const journeyId = (sent.journey?.id ?? null) as JourneyId | null;
    const actor = { kind: sent.actor?.kind ?? 'customer', id: sent.actor?.id ?? null };
    const subjectId = journeyId === null ? (subject as SubjectId) : subjectOf(journeyId);
    const { data = {} } = sent;
    const time = clock.now();
    const record = interactionRecord(
      codec,
      {
        id,
        type,
        channel,
        source,
        time,
        identifiers: [],
        journeyId,
        correlation: null,
        actor,
        data,
      },
      subjectId,
      { deployment: 0, ...(sent.clock === undefined ? {} : { clock: sent.clock }) },
    );
    await log.append([record]);
  };
  const pause = (journeyId: JourneyId) => pauseBy(log, codec, journeyId, clock.now());
  /** What was said by leases: `PUT <holder>` or `DELETE <holder>`, in order. */
  const leases: string[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    const url = new URL(request.url ?? '', 'http://gateway');
    if (url.pathname.endsWith('/lease')) {
      const named = url.searchParams.get('holder');
      const holder = named ?? json(request).then((body) => (body as { holder: string }).holder);
      void Promise.resolve(holder).then((name) => {
        leases.push(`${request.method ?? ''} ${name}`);
        response.writeHead(204).end();
      });
      return;
    }
    void json(request)
      .then((body) => append(body as Sent))
      .then(() => response.writeHead(202).end(JSON.stringify({ accepted: [], rejected: [] })));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP port was given');
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { address: `http://127.0.0.1:${String(address.port)}`, append, pause, leases, close };
}

/** An operator pauses a journey. */
async function pauseBy(
  log: EventLog,
  codec: RecordCodec,
  journeyId: JourneyId,
  time: number,
): Promise<void> {
  const [id, subjectId] = [`pause-${journeyId}`, subjectOf(journeyId)];
  const order = { id, subjectId, journeyId, command: 'pause', operator: 'olga', reason: 'test' };
  const data = new Uint8Array();
  const value = codec.encode('OperatorCommand', { ...order, time, data, deployment: 0 });
  const headers = ceHeaders({ id, source: '//operators', type: 'pause', time, subject: subjectId });
  await log.append([{ topic: Topics.interactions, key: subjectId, value, headers }]);
}
