import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import avsc from 'avsc';
import fc from 'fast-check';
import { type DeadLetter, type Interaction, Topics } from '#contracts';
import { InboundResolver, Ingest, RESOLVER_GROUP } from '#intake';
import { heldBy, LOGGER, METRICS } from '#nest';
import { type EventLog, ThroughlineError, systemClock } from '#ports';
import { eventually, everything, runs } from '#testing';
import { type GatewayFixture, openGateway } from '../testing/gateway-fixture.js';

jest.setTimeout(300_000);

const SCHEMA = readFileSync(
  join(process.cwd(), 'schemas', 'avro', 'inbound-interaction.v1.avsc'),
  'utf8',
);
const Inbound = avsc.Type.forSchema(JSON.parse(SCHEMA) as avsc.Schema);
const PARTITIONS = 4;

interface Sent {
  readonly value?: Uint8Array | null;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly partition?: number;
}

let gateway: GatewayFixture;
let lines = 0;
const resolvers: InboundResolver[] = [];
/** Takes the place of the log's own, for as long as a test wants it. */
let append: EventLog['append'] | undefined;
let log: EventLog;

beforeAll(async () => {
  gateway = await openGateway({
    clock: systemClock,
    partitions: PARTITIONS,
    log: (inner) => {
      log = {
        ensureTopics: (specs, partitions) => inner.ensureTopics(specs, partitions),
        partitions: (topic) => inner.partitions(topic),
        append: (records) => (append ?? inner.append.bind(inner))(records),
        read: (topic, partition, from, options) => inner.read(topic, partition, from, options),
        bounds: (topic) => inner.bounds(topic),
        acknowledged: (group, topic) => inner.acknowledged(group, topic),
        subscribe: (options, handler) => inner.subscribe(options, handler),
        close: () => inner.close(),
      };
      return log;
    },
  });
});
afterEach(async () => {
  append = undefined;
  await Promise.all(resolvers.splice(0).map((resolver) => resolver.close()));
});
afterAll(() => gateway.close());

/** An interaction of a card application, in Avro, under an id that no other test uses. */
function inbound(more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    id: `n-${++lines}`,
    source: '//bank.example/core',
    type: 'application.started',
    channel: 'branch',
    time: systemClock.now(),
    identifiers: [{ scheme: 'customer', value: `c-${lines}`, verified: false }],
    journeyId: null,
    correlation: null,
    actorKind: 'customer',
    actorId: null,
    dataContentType: 'application/json',
    data: Buffer.alloc(0),
    ...more,
  };
}

/** Avro single-object encoding: no registry is asked. */
function avro(more: Readonly<Record<string, unknown>> = {}): Buffer {
  const bytes = Buffer.alloc(10);
  bytes.writeUInt16BE(0xc301, 0);
  bytes.set(fingerprint(), 2);
  return Buffer.concat([bytes, Inbound.toBuffer(inbound(more))]);
}

/** CRC-64-AVRO (Avro 1.12, "Schema Fingerprints"), least byte first. */
function fingerprint(): Buffer {
  const EMPTY = 0xc15d213aa4d7a795n;
  let crc = EMPTY;
  for (const byte of Buffer.from(JSON.stringify(Inbound.schema()))) {
    let row = (crc ^ BigInt(byte)) & 0xffn;
    for (let bit = 0; bit < 8; bit++) row = (row >> 1n) ^ (EMPTY & -(row & 1n));
    crc = (crc >> 8n) ^ row;
  }
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt.asUintN(64, crc));
  return bytes;
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

async function publish(...records: readonly Sent[]): Promise<void> {
  await gateway.log.append(
    records.map(({ value = avro(), key = 'whatever', headers, partition = 0 }) => ({
      topic: Topics.inbound,
      key,
      value,
      partition,
      ...(headers === undefined ? {} : { headers }),
    })),
  );
}

async function resolver(): Promise<InboundResolver> {
  const one = new InboundResolver({
    log,
    codec: gateway.codec,
    clock: systemClock,
    ingest: gateway.app.get(Ingest, { strict: false }),
    logger: heldBy(gateway.app, LOGGER),
    metrics: heldBy(gateway.app, METRICS),
  });
  resolvers.push(one);
  await one.start((error) => {
    throw error;
  });
  return one;
}

/** Resolves once the group has acknowledged all that was published. */
async function resolved(): Promise<void> {
  await eventually('all that was published is acknowledged', async () => {
    const bounds = await gateway.log.bounds(Topics.inbound);
    const done = await gateway.log.acknowledged(RESOLVER_GROUP, Topics.inbound);
    return bounds.every(({ partition, latest }) => latest === 0 || done[partition] === latest);
  });
}

async function interactions(): Promise<(Interaction & { readonly key: string })[]> {
  const found: (Interaction & { readonly key: string })[] = [];
  for (let partition = 0; partition < PARTITIONS; partition++) {
    for (const record of await everything(gateway.log, Topics.interactions, partition)) {
      const { name, value } = gateway.codec.decode(record.value, record.headers);
      if (name === 'Interaction') found.push({ ...value, key: String(record.key) });
    }
  }
  return found;
}

async function letters(): Promise<DeadLetter[]> {
  const found: DeadLetter[] = [];
  for (let partition = 0; partition < PARTITIONS; partition++) {
    for (const record of await everything(gateway.log, Topics.deadLetters, partition)) {
      const { name, value } = gateway.codec.decode(record.value, record.headers);
      if (name === 'DeadLetter') found.push(value);
    }
  }
  return found;
}

/** What the records of one test became, by the ids it gave them. */
async function interactionsOf(...ids: readonly string[]): Promise<readonly Interaction[]> {
  return (await interactions()).filter(({ id }) => ids.includes(id));
}

async function lettersSince(count: number): Promise<readonly DeadLetter[]> {
  return (await letters()).slice(count);
}

async function latest(): Promise<readonly number[]> {
  return (await gateway.log.bounds(Topics.inbound)).map((bounds) => bounds.latest);
}

describe('what is published straight to the log', () => {
  it('is keyed by its subject, as a request of the same customer is', async () => {
    const customer = [{ scheme: 'email', value: 'Ana@Bank.Example', verified: true }];
    await resolver();
    await publish({ value: avro({ id: 'a-1', identifiers: customer, data: json({ income: 1 }) }) });
    await resolved();
    const answer = await gateway.app.inject({
      method: 'POST',
      url: '/v1/interactions',
      headers: { authorization: `Bearer ${gateway.key}` },
      payload: {
        type: 'application.started',
        channel: 'web',
        source: '//bank.example/apply',
        identifiers: [{ scheme: 'email', value: 'Ana@bank.example', verified: true }],
      },
    });
    const { accepted } = answer.json<{ accepted: { subjectId: string }[] }>();
    const [taken] = (await interactions()).filter(({ id }) => id === 'a-1');
    expect(taken).toMatchObject({
      id: 'a-1',
      source: '//bank.example/core',
      channel: 'branch',
      clock: 'live',
      subjectId: accepted[0]?.subjectId,
      key: accepted[0]?.subjectId,
      deployment: gateway.catalogue.current().known,
      actor: { kind: 'customer', id: null },
    });
    expect(JSON.parse(Buffer.from(taken?.data ?? []).toString())).toEqual({ income: 1 });
  });

  it('may be the Confluent frame, with the id that the schema has', async () => {
    const value = gateway.codec.encode('InboundInteraction', {
      ...(inbound({ id: 'a-2' }) as unknown as Parameters<
        typeof gateway.codec.encode<'InboundInteraction'>
      >[1]),
    });
    await resolver();
    await publish({ value });
    await resolved();
    expect(await interactionsOf('a-2')).toHaveLength(1);
  });

  it('may be a CloudEvent with JSON data, attributes in headers', async () => {
    const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await resolver();
    await publish({
      value: json({ income: 52_000 }),
      headers: {
        ce_specversion: '1.0',
        ce_id: 'a-3',
        ce_source: '//bank.example/queue',
        ce_type: 'application.started',
        ce_channel: 'branch',
        ce_identifiers: JSON.stringify([{ scheme: 'customer', value: 'c-ce' }]),
        'content-type': 'application/json; charset=UTF-8',
        traceparent: trace,
      },
    });
    await resolved();
    expect(await interactionsOf('a-3')).toMatchObject([
      { source: '//bank.example/queue', identifiers: [{ scheme: 'customer', value: 'c-ce' }] },
    ]);
    const all = (
      await Promise.all(
        Array.from({ length: PARTITIONS }, (_, p) =>
          everything(gateway.log, Topics.interactions, p),
        ),
      )
    ).flat();
    const record = all.find(({ headers }) => String(Buffer.from(headers['ce_id'] ?? [])) === 'a-3');
    expect(String(Buffer.from(record?.headers['traceparent'] ?? []))).toBe(trace);
  });

  it('may be a CloudEvent all in its value', async () => {
    await resolver();
    await publish({
      value: json({
        specversion: '1.0',
        id: 'a-4',
        source: '//bank.example/queue',
        type: 'application.started',
        time: '2026-11-21T10:15:00.000Z',
        channel: 'branch',
        identifiers: [{ scheme: 'customer', value: 'c-ce' }],
        data: { income: 52_000 },
      }),
      headers: { 'content-type': 'application/cloudevents+json' },
    });
    await resolved();
    expect(await interactionsOf('a-4')).toMatchObject([{ time: Date.UTC(2026, 10, 21, 10, 15) }]);
  });

  it('takes from CloudEvents headers what the Avro record leaves empty', async () => {
    await resolver();
    await publish({
      value: avro({ id: '', source: '', type: '', time: 0 }),
      headers: {
        ce_specversion: '1.0',
        ce_id: 'a-5',
        ce_source: '//bank.example/headers',
        ce_type: 'application.started',
        ce_time: '2026-11-21T10:15:00Z',
        'content-type': 'application/avro',
      },
    });
    await resolved();
    expect(await interactionsOf('a-5')).toMatchObject([
      { source: '//bank.example/headers', time: Date.UTC(2026, 10, 21, 10, 15) },
    ]);
  });

  it('without an id is one interaction, however often it is read', async () => {
    const [offset] = await latest();
    append = async (records) => {
      append = undefined;
      await gateway.log.append(records);
      throw new ThroughlineError('UNAVAILABLE', 'the answer got lost');
    };
    await resolver();
    await publish({ value: avro({ id: '' }) });
    await resolved();
    const place = `${Topics.inbound}-0-${String(offset)}-`;
    const taken = (await interactions()).filter(({ id }) => id.startsWith(place));
    expect(taken).toHaveLength(2);
    expect(
      new Set(taken.map(({ id, source, subjectId }) => `${id} ${source} ${subjectId}`)).size,
    ).toBe(1);
  });
});

describe('what cannot be taken', () => {
  it('goes to the dead letters with its bytes, and what comes after it goes on', async () => {
    const before = (await letters()).length;
    const foreign = gateway.codec.encode('ClockAdvanced', { clock: 'x', time: 1 });
    const bad: readonly (readonly [Uint8Array | null, string, RegExp])[] = [
      [Buffer.from('not Avro'), 'UNREADABLE', /byte 0x6e/],
      [null, 'UNREADABLE', /no value/],
      [Buffer.from('00000f4240aa', 'hex'), 'UNKNOWN_SCHEMA', /1000000/],
      [avro().subarray(0, 30), 'UNREADABLE', /InboundInteraction/],
      [Buffer.concat([avro(), Buffer.from('tail')]), 'UNREADABLE', /left over/],
      [foreign, 'INVALID', /is a ClockAdvanced/],
      [avro({ data: Buffer.alloc(262_144) }), 'TOO_LARGE', /256 KiB/],
    ];
    await resolver();
    await publish(...bad.map(([value]) => ({ value })), { value: avro({ id: 'b-1' }) });
    await resolved();
    expect(await interactionsOf('b-1')).toHaveLength(1);
    const given = await lettersSince(before);
    expect(given.map(({ reason }) => reason)).toEqual(bad.map(([, reason]) => reason));
    for (const [i, [value, , words]] of bad.entries()) {
      expect(given[i]?.value ?? null).toEqual(value === null ? null : Buffer.from(value));
      expect(given[i]?.causes[0]).toMatch(words);
      expect(given[i]).toMatchObject({ topic: Topics.inbound, consumer: RESOLVER_GROUP });
    }
  });

  it('says all that is wrong with it, in words', async () => {
    const before = (await letters()).length;
    const identifiers = Array.from({ length: 21 }, (_, i) => ({
      scheme: 'cookie',
      value: `k-${i}`,
      verified: false,
    }));
    await resolver();
    await publish(
      { value: avro({ type: '', channel: 'Branch!', source: '', identifiers, time: 5 }) },
      { value: avro({ time: 9e15, data: Buffer.from('{"a":'), type: 'Not a type' }) },
      {
        value: avro({ time: 5, identifiers: [{ scheme: 'email', value: 'ana', verified: true }] }),
      },
      { value: avro({ data: json([1]) }) },
      { value: avro({ dataContentType: 'text/xml', data: Buffer.from('<a/>') }) },
      { value: avro({ identifiers: [] }) },
      { value: avro({ actorKind: 'robot', journeyId: 'none', correlation: 'c' }) },
    );
    await resolved();
    const said = (await lettersSince(before)).map(({ reason, causes }) => [
      reason,
      causes[0] ?? '',
    ]);
    const wanted: readonly (readonly RegExp[])[] = [
      [/\/type is missing/, /\/source is missing/, /\/channel must match/, /\/identifiers .*20/],
      [/\/time 9000000000000000 is no time in ms/, /\/data At line 1/, /\/type must match/],
      [/\/time is before the year 2000/, /\/identifiers\/0\/value not an e-mail address/],
      [/\/data must be object/],
      [/\/dataContentType must be application\/json/],
      [/\/identifiers give at least one identifier/],
      [
        /\/journey give either id or correlation/,
        /\/journey\/id is not the id/,
        /\/actor\/kind must be one of/,
      ],
    ];
    expect(said.map(([reason]) => reason)).toEqual(wanted.map(() => 'INVALID'));
    for (const [i, patterns] of wanted.entries()) {
      for (const pattern of patterns) expect(said[i]?.[1]).toMatch(pattern);
    }
  });

  it('is cut where even its letter would be too large, and holds up nothing', async () => {
    const before = (await letters()).length;
    await resolver();
    await publish(
      { value: Buffer.alloc(700_000, 1), key: 'k'.repeat(299_800) },
      { value: avro({ id: 'b-2' }) },
    );
    await resolved();
    expect(await interactionsOf('b-2')).toHaveLength(1);
    const [letter] = await lettersSince(before);
    expect(letter?.reason).toBe('TOO_LARGE');
    expect(letter?.value?.length).toBe(65_536);
    expect(letter?.key?.length).toBe(256);
  });

  it('stands alone: what the log refuses takes nobody along', async () => {
    const before = (await letters()).length;
    append = async (records) => {
      if (records.some(({ headers }) => headers?.['ce_id'] === 'b-4')) {
        throw new ThroughlineError('TOO_LARGE', 'not that one');
      }
      return gateway.log.append(records);
    };
    const ids = ['b-3', 'b-4', 'b-5', 'b-6'];
    await publish(...ids.map((id) => ({ value: avro({ id }) })));
    await resolver();
    await resolved();
    expect((await interactionsOf(...ids)).map(({ id }) => id).sort()).toEqual([
      'b-3',
      'b-5',
      'b-6',
    ]);
    expect(await lettersSince(before)).toMatchObject([{ reason: 'TOO_LARGE' }]);
  });
});

describe('what passes', () => {
  it('is waited out: nothing is given up and nothing is fetched meanwhile', async () => {
    const before = (await letters()).length;
    let refused = 0;
    append = async (records) => {
      if (refused++ < 4) throw new ThroughlineError('UNAVAILABLE', 'no broker answers');
      return gateway.log.append(records);
    };
    const ids = Array.from({ length: 20 }, (_, i) => `p-${i}`);
    await publish(...ids.map((id) => ({ value: avro({ id }) })));
    await resolver();
    await resolved();
    expect(refused).toBeGreaterThan(4);
    expect(new Set((await interactionsOf(...ids)).map(({ id }) => id)).size).toBe(ids.length);
    expect(await lettersSince(before)).toEqual([]);
  });
});

describe('however it dies', () => {
  it('loses nothing, keeps the order of each customer, and what comes twice is the same interaction', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(5), fc.nat(PARTITIONS - 1)), { minLength: 1, maxLength: 40 }),
        fc.array(fc.tuple(fc.nat(4), fc.boolean()), { maxLength: 3 }),
        async (told, deaths) => {
          const world = `w${++run}`;
          const records = told.map(([customer], i) => ({
            id: `${world}-${i}`,
            customer,
            // A customer's records are on one partition, as a producer that keys by customer writes them.
            partition: customer % PARTITIONS,
          }));
          await publish(
            ...records.map(({ id, customer, partition }) => ({
              partition,
              value: avro({
                id,
                identifiers: [
                  { scheme: 'customer', value: `${world}-${customer}`, verified: false },
                ],
              }),
            })),
          );
          for (const [appends, isDurable] of deaths) {
            const dying = await resolver();
            await diesAfter(appends, isDurable, dying);
          }
          await resolver();
          await resolved();
          const taken = (await interactions()).filter(({ id }) => id.startsWith(`${world}-`));
          const first = new Map<string, string[]>();
          const seen = new Map<string, string>();
          for (const { id, source, subjectId } of taken) {
            expect(seen.get(`${source} ${id}`) ?? subjectId).toBe(subjectId);
            if (!seen.has(`${source} ${id}`)) {
              first.set(subjectId, [...(first.get(subjectId) ?? []), id]);
            }
            seen.set(`${source} ${id}`, subjectId);
          }
          const wanted = new Map<number, string[]>();
          for (const { id, customer } of records) {
            wanted.set(customer, [...(wanted.get(customer) ?? []), id]);
          }
          expect([...first.values()].sort()).toEqual([...wanted.values()].sort());
          await Promise.all(resolvers.splice(0).map((one) => one.close()));
        },
      ),
      { numRuns: runs(25) },
    );
  });
});

/** Lets so many appends through, then none: the last one may have reached the log. Then the process is gone. */
async function diesAfter(
  appends: number,
  isDurable: boolean,
  dying: InboundResolver,
): Promise<void> {
  let left = appends;
  let dead: () => void = () => undefined;
  const died = new Promise<void>((resolve) => (dead = resolve));
  append = async (records) => {
    if (left-- > 0) return gateway.log.append(records);
    if (isDurable && left === -1) await gateway.log.append(records);
    dead();
    throw new ThroughlineError('UNAVAILABLE', 'gone');
  };
  await Promise.race([died, resolved()]);
  await dying.close();
  append = undefined;
}
