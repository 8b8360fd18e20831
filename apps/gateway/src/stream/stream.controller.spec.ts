import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type JourneyEvent, Topics } from '#contracts';
import { eventually } from '#testing';
import { type GatewayFixture, openGateway } from '../testing/gateway-fixture.js';

interface Received {
  readonly id: string;
  readonly event: { readonly id: string; readonly type: string; readonly journeyId: string };
}

function journeyEvent(n: number, journeyId: string, type = 'advanced'): JourneyEvent {
  return {
    id: `je-${n}`,
    type,
    journeyId,
    subjectId: journeyId.slice(0, 20),
    definition: 'card-application',
    definitionVersion: 1,
    version: n + 1,
    time: Date.UTC(2026, 10, 21),
    clock: 'live',
    channel: n % 2 === 0 ? 'web' : 'phone',
    previousChannel: null,
    from: [],
    to: ['details'],
    outcome: null,
    fields: [],
    elapsed: null,
    relatedJourneyId: null,
    handOff: null,
    cause: {
      kind: 'interaction',
      id: `i-${n}`,
      type: 'application.started',
      actorKind: 'customer',
      actorId: null,
      partition: 0,
      offset: n,
    },
  };
}

/** A journey id on some shard: `n` spreads them. */
function journeyId(n: number): string {
  const letter = 'abcdefghijklmnopqrstuvwxyz'[n % 26] ?? 'a';
  return `${letter.repeat(20)}.${letter.repeat(8)}`;
}

/** How long thousands of events may take on a machine that does other things, too. */
const BUSY_MS = 60_000;

describe('journey event streams', () => {
  let gateway: GatewayFixture;
  let address: string;
  beforeAll(async () => {
    gateway = await openGateway();
    await gateway.app.listen(0, '127.0.0.1');
    address = await gateway.app.getUrl();
  });
  afterAll(() => gateway.close());

  async function publish(from: number, to: number, type?: string): Promise<void> {
    const events = Array.from({ length: to - from }, (_, i) =>
      journeyEvent(from + i, journeyId(from + i), type),
    );
    await gateway.log.append(
      events.map((event) => ({
        topic: Topics.journeyEvents,
        key: event.journeyId,
        value: gateway.codec.encode('JourneyEvent', event),
      })),
    );
  }

  /** Opens a stream and collects until `leave`. Resolves once connected. */
  async function listen(path: string, lastEventId?: string) {
    const leaving = new AbortController();
    const response = await fetch(`${address}${path}`, {
      signal: leaving.signal,
      headers: lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
    });
    const received: Received[] = [];
    const state = { id: '' };
    const reading = (async () => {
      let text = '';
      for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(
        new TextDecoderStream(),
      )) {
        text += chunk;
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          state.id = /^id: (.*)$/m.exec(block)?.[1] ?? state.id;
          const data = /^data: (.*)$/m.exec(block)?.[1];
          if (data === undefined) continue;
          received.push({ id: state.id, event: JSON.parse(data) as Received['event'] });
        }
      }
    })().catch(() => undefined);
    await eventually('the stream says where it stands', () => state.id !== '');
    const leave = async (): Promise<void> => {
      leaving.abort();
      await reading;
    };
    return { response, received, state, leave };
  }

  const idsOf = (received: readonly Received[]) => received.map((one) => one.event.id).sort();
  const range = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => `je-${from + i}`).sort();

  it('tell what happens from now on, to everybody alike', async () => {
    await publish(0, 10);
    const [one, other] = await Promise.all([listen('/v1/stream'), listen('/v1/stream')]);
    expect(one.response.headers.get('content-type')).toContain('text/event-stream');
    await publish(10, 30);
    await eventually('both have all', () => one.received.length + other.received.length >= 40);
    expect(idsOf(one.received)).toEqual(range(10, 30));
    expect(idsOf(other.received)).toEqual(range(10, 30));
    await Promise.all([one.leave(), other.leave()]);
  });

  it('go on without a gap or a double where a client left off, again and again, while events come', async () => {
    const seen: string[] = [];
    let position: string | undefined;
    const first = await listen('/v1/stream');
    position = first.state.id;
    await first.leave();
    const publishing = (async () => {
      for (let n = 1_000; n < 2_000; n += 10) await publish(n, n + 10);
    })();
    while (seen.length < 1_000) {
      const stream = await listen('/v1/stream', position);
      const wanted = Math.min(37, 1_000 - seen.length);
      await eventually('some more', () => stream.received.length >= wanted);
      await stream.leave();
      seen.push(...stream.received.map((one) => one.event.id));
      position = stream.received.at(-1)?.id;
    }
    await publishing;
    expect(seen.toSorted()).toEqual(range(1_000, 2_000));
  });

  it('catch up on more than the backlog holds, also while another stream keeps the tail open', async () => {
    const [other, stream] = await Promise.all([listen('/v1/stream'), listen('/v1/stream')]);
    const position = stream.state.id;
    await stream.leave();
    await publish(3_000, 7_000);
    await eventually('the other has all', () => other.received.length >= 4_000, BUSY_MS);
    const late = await listen('/v1/stream', position);
    await eventually('all', () => late.received.length >= 4_000, BUSY_MS);
    expect(idsOf(late.received)).toEqual(range(3_000, 7_000));
    await Promise.all([late.leave(), other.leave()]);
  }, 150_000);

  it('leave out what was not asked for, and still move on', async () => {
    const stream = await listen('/v1/stream?type=completed&channel=web');
    const before = stream.state.id;
    await publish(8_000, 8_010);
    await publish(8_010, 8_020, 'completed');
    await eventually('completed on the web', () => stream.received.length >= 5);
    expect(idsOf(stream.received)).toEqual(['je-8010', 'je-8012', 'je-8014', 'je-8016', 'je-8018']);
    expect(stream.state.id).not.toBe(before);
    await stream.leave();
  });

  it('refuse a Last-Event-ID that is not theirs, an unknown filter and an unknown journey', async () => {
    const status = async (path: string, headers: Record<string, string> = {}) =>
      (await gateway.app.inject({ url: path, headers })).statusCode;
    expect(await status('/v1/stream', { 'last-event-id': 'yesterday' })).toBe(400);
    expect(await status('/v1/stream?colour=red')).toBe(400);
    expect(await status(`/v1/journeys/${journeyId(3)}/stream`)).toBe(404);
    expect(await status('/v1/journeys/x/stream')).toBe(404);
  });

  it('end when the gateway stops', async () => {
    const own = await openGateway();
    await own.app.listen(0, '127.0.0.1');
    const response = await fetch(`${await own.app.getUrl()}/v1/stream`);
    const ended = response.text();
    await own.close();
    expect(await ended).toContain(': connected');
  });
});
