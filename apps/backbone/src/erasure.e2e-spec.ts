import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createCodec, fileRegistry } from '#avro';
import { ceHeaders, type JourneyId, type Shard, SHARDS, type SubjectId, Topics } from '#contracts';
import { openEmbeddedLog } from '#log-embedded';
import {
  openEmbeddedContinuityStores,
  openEmbeddedInboxStore,
  openEmbeddedJourneyStore,
} from '#store-embedded';
import { eventually, startBackbone, temporaryDirectory } from '#testing';

jest.setTimeout(240_000);

const NAME = 'Ana Maria Silva';
const MAIL = 'ana.silva@example.org';
/** More than the state keeps of ended ones: the first are archived. */
const CLAIMS = 20;

const claim = (name: string, onErase: string) => `
journey: ${name}
version: 1
title: A claim
startsOn: [${name}.begun]
onErase: ${onErase}
correlation: { by: data.ref, concurrency: many }
fields:
  ref: { type: string, from: [${name}.begun] }
  fullName: { type: string, pii: true, recognise: true, from: [${name}.begun, ${name}.told] }
  email: { type: string, identifies: email, from: [${name}.told] }
initial: begun
states:
  begun:
    on:
      ${name}.told: { target: told }
  told:
    on: { ${name}.closed: { target: over } }
  over: { type: final, outcome: settled }
`;

interface Receipt {
  readonly subjects: readonly string[];
  readonly erasedBefore: boolean;
  readonly complete: boolean;
  readonly places: readonly {
    readonly place: string;
    readonly erased: number;
    readonly remains?: string;
  }[];
}

describe('a person who asks to be forgotten', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let backbone: Awaited<ReturnType<typeof startBackbone>>;

  beforeEach(async () => {
    directory = await temporaryDirectory();
    backbone = await startBackbone(directory.path);
    for (const text of [claim('claim', 'end'), claim('case', 'anonymise')]) {
      await backbone.post('/v1/definitions', { text, share: 100 });
    }
  });
  afterEach(async () => {
    await backbone.process.kill();
    await directory.remove();
  });

  const cookie = { scheme: 'cookie', value: 'c-81' };
  const customer = { scheme: 'customer', value: 'k-1' };
  const restart = async (): Promise<void> => {
    backbone = await startBackbone(directory.path, backbone.key);
  };
  async function send(events: readonly object[]): Promise<string> {
    const sent = events.map((event) => ({
      channel: 'web',
      source: '//claims.example/web',
      ...event,
    }));
    const receipt = (await backbone.post('/v1/interactions', sent)) as {
      readonly accepted: readonly { readonly subjectId: string }[];
    };
    return receipt.accepted[0]?.subjectId ?? '';
  }
  const erase = async (subject: string): Promise<Receipt> => {
    const response = await fetch(`${backbone.address}/v1/subjects/${subject}`, {
      method: 'DELETE',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${backbone.key}` },
      body: JSON.stringify({ reason: 'she asked' }),
    });
    expect([200, 202]).toContain(response.status);
    return (await response.json()) as Receipt;
  };
  const text = async (path: string): Promise<string> => {
    const headers = { authorization: `Bearer ${backbone.key}` };
    const response = await fetch(backbone.address + path, { headers });
    return `${String(response.status)} ${await response.text()}`;
  };

  /** A visitor who turned out to be a customer, with journeys that ended, run and are archived, and an event nothing took. */
  async function live(): Promise<{
    subject: string;
    visitor: string;
    open: string;
    running: string;
  }> {
    const data = { fullName: NAME, email: MAIL };
    const visitor = await send([
      { id: 'v', type: 'case.begun', identifiers: [cookie], data: { ref: 'v', ...data } },
    ]);
    const events = Array.from({ length: CLAIMS }, (_, n) => [
      {
        id: `b${n}`,
        type: 'claim.begun',
        identifiers: [customer],
        data: { ref: `r${n}`, ...data },
      },
      { id: `t${n}`, type: 'claim.told', identifiers: [customer], data: { ref: `r${n}`, ...data } },
      { id: `c${n}`, type: 'claim.closed', identifiers: [customer], data: { ref: `r${n}` } },
    ]).flat();
    const subject = await send(events);
    await send([
      { id: 'o', type: 'claim.begun', identifiers: [customer], data: { ref: 'open', ...data } },
      { id: 'u', type: 'claim.mystery', identifiers: [customer], data },
      { id: 'm', type: 'page.viewed', identifiers: [cookie, customer], data: {} },
    ]);
    const query = '/v1/subjects?scheme=customer&value=k-1';
    const found = async () =>
      (await backbone.get(query)) as {
        readonly subjectId: string;
        readonly journeys: readonly { journeyId: string; status: string; definition: string }[];
      };
    const running = async (definition: string) =>
      (await found()).journeys.find(
        (one) => one.definition === definition && one.status === 'open',
      );
    await eventually('all came, and the visitor is the customer', async () => {
      const unmatched = await text('/v1/unmatched');
      return (
        (await running('case')) !== undefined &&
        (await running('claim')) !== undefined &&
        unmatched.includes('claim.mystery')
      );
    });
    const open = (await running('claim'))?.journeyId ?? '';
    await backbone.post(`/v1/journeys/${open}/handoffs`, { to: 'phone', assurance: 'known' });
    return { subject, visitor, open, running: (await running('case'))?.journeyId ?? '' };
  }

  /** What is kept, read from the stores and the topics themselves, the log of record apart. */
  async function kept(journeys: readonly string[]): Promise<string> {
    const at = (name: string) => ({ directory: join(directory.path, name) });
    const codec = await createCodec(fileRegistry(join(process.cwd(), 'schemas', 'avro')));
    const store = await openEmbeddedJourneyStore(at('journeys'));
    const found: unknown[] = [];
    for (let shard = 0; shard < SHARDS; shard++) {
      for await (const { state } of store.scan(shard as Shard)) found.push(codec.decode(state));
    }
    for (const id of journeys) found.push((await store.archived(id as JourneyId)) ?? null);
    await store.close();
    const inbox = await openEmbeddedInboxStore(at('inbox'));
    for (const kind of ['unmatched', 'dead-letter'] as const) {
      for (const status of ['open', 'closed'] as const) {
        found.push(await inbox.page({ kind, status, limit: 200 }, () => true));
      }
    }
    await inbox.close();
    const continuity = await openEmbeddedContinuityStores(at('continuity'));
    found.push(await continuity.handOffs.ofJourneys(journeys as readonly JourneyId[]));
    await continuity.close();
    const log = await openEmbeddedLog(at('log'));
    for (const topic of [Topics.journeys, Topics.journeyEvents, Topics.identityEvents]) {
      for (const { partition } of await log.bounds(topic)) {
        const { records } = await log.read(topic, partition, 0, { maxRecords: 10_000 });
        for (const { value, headers } of records) {
          if (value !== null) found.push(codec.decode(value, headers));
        }
      }
    }
    await log.close();
    return JSON.stringify(found, (_, one: unknown) =>
      one instanceof Uint8Array ? Buffer.from(one).toString() : one,
    );
  }

  async function inLogOfRecord(): Promise<string> {
    const log = await openEmbeddedLog({ directory: join(directory.path, 'log') });
    let found = '';
    for (const { partition } of await log.bounds(Topics.interactions)) {
      const { records } = await log.read(Topics.interactions, partition, 0, { maxRecords: 10_000 });
      found += records.map(({ value }) => Buffer.from(value ?? []).toString()).join('\n');
    }
    await log.close();
    return found;
  }

  it('is forgotten, though the process is killed in the middle, and the receipt says what stays', async () => {
    const { subject, visitor, open, running } = await live();
    const exported = await text(`/v1/subjects/${subject}/export`);
    for (const value of [NAME, MAIL, 'claim.mystery', 'c-81']) expect(exported).toContain(value);
    const archived = [...exported.matchAll(/"journeyId":"([a-z2-7.]{29})"/g)].map(
      ([, id]) => id ?? '',
    );
    expect(new Set(archived).size).toBe(CLAIMS + 2);

    const interrupted = erase(subject).catch(() => undefined);
    await setTimeout(40);
    await backbone.process.kill();
    await interrupted;
    await restart();

    const receipt = await erase(subject);
    expect(receipt.complete).toBe(true);
    expect([...receipt.subjects].sort()).toEqual([subject, visitor].sort());
    expect(receipt.places.map(({ place }) => place)).toContain(Topics.deadLetters);
    const logOfRecord = receipt.places.find(({ place }) => place === Topics.interactions);
    expect(logOfRecord?.remains).toContain('keep the values they came with');
    expect(await erase(visitor)).toMatchObject({ erasedBefore: true, complete: true });

    const paths = [
      `/v1/journeys/${open}`,
      `/v1/journeys/${open}/history`,
      `/v1/journeys/${open}/at?seq=1`,
      `/v1/journeys/${running}`,
      `/v1/journeys/${running}/history`,
      `/v1/subjects/${subject}/export`,
      `/v1/continuations?scheme=email&value=${MAIL}&channel=phone`,
      '/v1/unmatched',
      '/v1/unmatched?status=closed',
      '/v1/dead-letters',
    ];
    for (const path of paths) {
      const answer = await text(path);
      for (const value of [NAME, MAIL]) expect(answer).not.toContain(value);
    }
    expect(await text(`/v1/journeys/${open}/at?seq=1`)).toMatch(/^410 .*problem:erased/);
    expect(await text(`/v1/journeys/${open}`)).toContain('"outcome":"erased"');
    expect(await text(`/v1/journeys/${running}`)).toMatch(/"status":"open".*"ref"/);

    await backbone.process.kill();
    const everything = await kept(archived);
    for (const value of [NAME, MAIL]) expect(everything).not.toContain(value);
    expect(await inLogOfRecord()).toContain(NAME);

    await rm(join(directory.path, 'journeys'), { recursive: true });
    await restart();
    await eventually('the lost store is folded again', async () =>
      (await text(`/v1/journeys/${open}`)).includes('"outcome":"erased"'),
    );
    await backbone.process.kill();
    const again = await kept(archived);
    for (const value of [NAME, MAIL]) expect(again).not.toContain(value);
  });

  it('is forgotten by another process when the one that was asked died at once', async () => {
    const { subject, open } = await live();
    await backbone.process.kill();
    const codec = await createCodec(fileRegistry(join(process.cwd(), 'schemas', 'avro')));
    const log = await openEmbeddedLog({ directory: join(directory.path, 'log') });
    const id = `erased-${subject}-1`;
    const value = codec.encode('IdentityEvent', {
      id,
      kind: 'erased',
      subjectId: subject as SubjectId,
      otherSubjectId: null,
      scheme: null,
      time: 1,
      reason: 'she asked',
      verified: false,
      identifier: null,
      channel: null,
      interactionId: null,
      operator: 'olga',
    });
    const headers = ceHeaders({
      id,
      source: '//throughline/erasure',
      type: 'throughline.identity.erased',
    });
    await log.append([{ topic: Topics.identityEvents, key: subject, value, headers }]);
    await log.close();

    await restart();
    await eventually('it is done', async () =>
      (await text(`/v1/journeys/${open}`)).includes('"outcome":"erased"'),
    );
    expect(await text('/v1/subjects?scheme=customer&value=k-1')).toMatch(/^404/);
    expect(await erase(subject)).toMatchObject({ erasedBefore: true, reason: 'she asked' });
  });
});
