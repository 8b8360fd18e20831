import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  awaitServerSentEvent,
  BACKBONE,
  eventually,
  runNode,
  startBackbone,
  temporaryDirectory,
} from '#testing';

jest.setTimeout(180_000);

type Backbone = Awaited<ReturnType<typeof startBackbone>>;
interface Continuations {
  readonly continuations: readonly {
    readonly journeyId: string;
    readonly stateTitle: string;
    readonly lastChannel: string;
    readonly fields: Readonly<
      Record<string, { readonly status: string; readonly value?: unknown }>
    >;
  }[];
}

const WEB = { channel: 'web', source: '//bank.example/apply' };
const ANA = { scheme: 'email', value: 'ana@example.org', verified: true };
const ANAS_PHONE = { scheme: 'phone', value: '+61412345678' };
const DETAILS = {
  fullName: 'Ana Silva',
  email: ANA.value,
  phone: ANAS_PHONE.value,
  income: 52_000,
};

describe('the backbone in one process', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let backbone: Backbone;

  beforeEach(async () => {
    directory = await temporaryDirectory();
    backbone = await startBackbone(directory.path);
  });

  afterEach(async () => {
    await backbone.process.kill();
    await directory.remove();
  });

  const where = async (identifier: { scheme: string; value: string }): Promise<Continuations> => {
    const query = new URLSearchParams({ ...identifier, channel: 'phone' });
    query.delete('verified');
    return (await backbone.get(`/v1/continuations?${query.toString()}`)) as Continuations;
  };

  async function startOnTheWeb(): Promise<string> {
    await backbone.post('/v1/interactions', {
      ...WEB,
      id: 's1',
      type: 'application.started',
      identifiers: [ANA],
    });
    const details = {
      ...WEB,
      id: 's2',
      type: 'application.details-submitted',
      identifiers: [ANA],
      data: DETAILS,
    };
    await backbone.post('/v1/interactions', details);
    await eventually('the journey waits for the identity', async () => {
      const [journey] = (await where(ANA)).continuations;
      return journey?.stateTitle === 'Prove who you are';
    });
    return (await where(ANA)).continuations[0]?.journeyId ?? '';
  }

  it('pops a call up at the desk with the continuation, lets one agent claim it, and shows the step on the web at once', async () => {
    const journeyId = await startOnTheWeb();
    let opened: () => void = () => undefined;
    const open = new Promise<void>((resolve) => (opened = resolve));
    const pop = awaitServerSentEvent(
      `${backbone.address}/v1/desk/stream?agent=jo`,
      (event, data) => {
        if (event === 'ready') opened();
        return event === 'pop' && (data as { journeyId: string }).journeyId === journeyId;
      },
    );
    await open;
    const call = {
      channel: 'phone',
      source: '//bank.example/ivr',
      type: 'call.started',
      identifiers: [ANAS_PHONE],
    };
    await backbone.post('/v1/interactions', call);
    expect((await pop).data).toMatchObject({
      journeyId,
      type: 'channel-switched',
      previousChannel: 'web',
      continuation: {
        stateTitle: 'Prove who you are',
        fields: {
          fullName: { status: 'collected', value: 'Ana Silva' },
          idNumber: { status: 'missing' },
        },
      },
    });

    const desk = `/v1/desk/journeys/${journeyId}`;
    const claims = await Promise.allSettled(
      ['jo', 'kim', 'lee'].map((agent) => backbone.post(`${desk}/claim`, { agent })),
    );
    const won = claims.flatMap((claim) =>
      claim.status === 'fulfilled' ? [claim.value as { claim: { agent: string } }] : [],
    );
    expect(won).toHaveLength(1);
    const agent = won[0]?.claim.agent;
    expect(await backbone.get('/v1/desk/queue')).toMatchObject({
      journeys: [{ journeyId, claim: { agent } }],
    });
    const other = agent === 'jo' ? 'kim' : 'jo';
    const step = { type: 'identity.verified', data: { idNumber: 'N1', score: 0.93 } };
    await expect(backbone.post(`${desk}/steps`, { agent: other, ...step })).rejects.toThrow(
      /409.*holds this journey/,
    );

    const streaming = new Promise<void>((resolve) => (opened = resolve));
    const seen = awaitServerSentEvent(
      `${backbone.address}/v1/journeys/${journeyId}/stream`,
      (_event, data) =>
        (data as { type?: string }).type === 'advanced' &&
        (data as { to: string[] }).to.includes('credit'),
      () => opened(),
    );
    await streaming;
    const sentAt = performance.now();
    expect(await backbone.post(`${desk}/steps?wait=20s`, { agent, ...step })).toMatchObject({
      disposition: { kind: 'advanced', journeys: [{ journeyId, state: ['credit'] }] },
    });
    await seen;
    expect(performance.now() - sentAt).toBeLessThan(1_000);
  });

  it('has everything it accepted, and the same continuation, after kill -9 in the middle of the work', async () => {
    await startOnTheWeb();
    const before = await where(ANA);
    const accepted: string[] = [];
    let alive = true;
    const sending = Array.from({ length: 4 }, async (_, sender) => {
      for (let count = 0; alive; count++) {
        const email = `customer-${String(sender)}-${String(count)}@example.org`;
        const identifiers = [{ scheme: 'email', value: email, verified: true }];
        try {
          await backbone.post('/v1/interactions', {
            ...WEB,
            type: 'application.started',
            identifiers,
          });
          accepted.push(email);
        } catch {
          return; // Killed: what was not answered was not accepted.
        }
      }
    });
    await eventually('some were accepted', () => accepted.length >= 100);
    await backbone.process.kill();
    alive = false;
    await Promise.all(sending);

    backbone = await startBackbone(directory.path, backbone.key);
    expect((await where(ANA)).continuations).toEqual(before.continuations);
    for (const email of accepted) {
      await eventually(`${email} has a journey`, async () => {
        const found = await where({ scheme: 'email', value: email });
        return found.continuations.length === 1;
      });
    }
  });

  it('says in one line what to do when its port is taken, and then shows the first key to the start that listens; stops cleanly on SIGTERM', async () => {
    const port = new URL(backbone.address).port;
    const second = await temporaryDirectory();
    const rival = runNode([BACKBONE], {
      PORT: port,
      DATA_DIR: second.path,
    });
    expect(await rival.exited).toBe(1);
    expect(rival.errors().trim()).toBe(
      `Port ${port} on 127.0.0.1 is taken. Stop the program that uses it, or take another port: PORT=${String(Number(port) + 1)} npm start`,
    );
    const again = await startBackbone(second.path);
    expect(again.key).toMatch(/^tl_/);
    await again.process.kill();
    await second.remove();
    backbone.process.signal('SIGTERM');
    expect(await backbone.process.exited).toBe(0);
  });

  it('does not answer to a foreign name, behind which another site could read', async () => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve, reject) => {
      const asked = request(
        `${backbone.address}/v1/journeys`,
        { headers: { host: 'evil.example' } },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        },
      );
      asked.on('error', reject).end();
    });
    expect(status).toBe(421);
  });
});
