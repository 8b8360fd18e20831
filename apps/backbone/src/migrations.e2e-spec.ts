import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually, startBackbone, temporaryDirectory, throughline } from '#testing';

jest.setTimeout(180_000);

type Backbone = Awaited<ReturnType<typeof startBackbone>>;

const CUSTOMERS = 24;
const definition = (version: number, first: string, days: number): string => `
journey: visit
version: ${version}
title: A visit
startsOn: [visit.asked]
initial: ${first}
states:
  ${first}:
    channels: { web: /visit, phone: When would you like us to come? }
    on: { visit.done: { target: over } }
    after: { P${days}D: { target: over } }
  over: { type: final, outcome: visited }
`;
const PLAN =
  'migration: visit\nfrom: 1\nto: 2\nstates: { asked: wanted }\ntimers: keep-remainder\n';

interface Migrated {
  readonly rehearsal: { readonly running: number; readonly moves: { readonly count: number } };
  readonly moving: number;
}

describe('running journeys', () => {
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

  const counts = async (): Promise<Readonly<Record<string, number>>> => {
    const answer = (await backbone.get('/v1/definitions/visit/counts')) as {
      readonly counts: readonly { version: number; state: string; count: number }[];
    };
    return Object.fromEntries(
      answer.counts.map(({ version, state, count }) => [`${version} ${state}`, count]),
    );
  };
  const migrate = (share: number, more: object = {}): Promise<Migrated> =>
    backbone.post('/v1/definitions/visit/migrations', {
      text: PLAN,
      share,
      reason: 'shorter wait',
      ...more,
    }) as Promise<Migrated>;

  async function ask(): Promise<void> {
    await backbone.post('/v1/definitions', { text: definition(1, 'asked', 30), share: 100 });
    const interactions = Array.from({ length: CUSTOMERS }, (_, index) => ({
      id: `ask-${index}`,
      type: 'visit.asked',
      channel: 'web',
      source: '//visits.example/web',
      identifiers: [{ scheme: 'customer', value: `c-${index}` }],
    }));
    await backbone.post('/v1/interactions', interactions);
    await eventually('all have asked', async () => (await counts())['1 asked'] === CUSTOMERS);
    await backbone.post('/v1/definitions', { text: definition(2, 'wanted', 21), share: 100 });
  }

  it('move to another version by shares, across kill -9, and back', async () => {
    await ask();
    const rehearsed = await migrate(0);
    expect(rehearsed).toMatchObject({
      moving: 0,
      rehearsal: {
        running: CUSTOMERS,
        moves: { count: CUSTOMERS },
        timers: { sooner: { count: CUSTOMERS } },
      },
    });
    expect(await counts()).toEqual({ '1 asked': CUSTOMERS });

    const { moving } = await migrate(50);
    expect(moving).toBeGreaterThan(0);
    expect(moving).toBeLessThan(CUSTOMERS);
    await backbone.process.kill();
    backbone = await startBackbone(directory.path, backbone.key);
    await eventually('the share has moved', async () => (await counts())['2 wanted'] === moving);
    expect(await migrate(50)).toMatchObject({ moving: 0 });

    expect(await migrate(100)).toMatchObject({ moving: CUSTOMERS - moving });
    await eventually('all have moved', async () => (await counts())['2 wanted'] === CUSTOMERS);

    await migrate(100, { back: true });
    await eventually('all are back', async () => (await counts())['1 asked'] === CUSTOMERS);
    expect(await backbone.get('/v1/definitions/visit/migrations')).toMatchObject({
      migrations: [{ to: 1 }, { to: 2, share: 100 }, { to: 2, share: 50, reason: 'shorter wait' }],
    });
    backbone.process.signal('SIGTERM');
    await backbone.process.exited;
    const checked = await throughline(['check'], { DATA_DIR: directory.path });
    expect(checked).toMatchObject({ code: 0 });
  });

  it('stay where they are when the file has a fault', async () => {
    await ask();
    await expect(migrate(100, { text: PLAN.replace('asked', 'askd') })).rejects.toThrow(
      /422 .*did you mean `asked`/,
    );
    expect(await counts()).toEqual({ '1 asked': CUSTOMERS });
  });
});
