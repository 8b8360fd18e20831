import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually, startBackbone, temporaryDirectory, throughline } from '#testing';

jest.setTimeout(180_000);

const DEFINITION = `
journey: claim
version: 1
title: A claim
startsOn: [claim.begun]
onMerge: combine
fields:
  what: { type: string, from: [claim.described] }
  name: { type: string, from: [claim.named] }
initial: begun
states:
  begun:
    channels: { web: /claim, phone: What happened? }
    on: { claim.described: {}, claim.named: {}, claim.told: { target: told } }
    after: { PT6S: { target: chased } }
  chased:
    on: { claim.described: {}, claim.named: {}, claim.told: { target: told } }
  told:
    on: { claim.closed: { target: over }, claim.named: {} }
  over: { type: final, outcome: settled }
`;

interface Shown {
  readonly journeyId: string;
  readonly subjectId: string;
  readonly state: readonly string[];
  readonly status: string;
  readonly fields: Readonly<Record<string, { readonly value?: unknown }>>;
}

interface Split {
  readonly subject: string;
  readonly other: string;
  readonly journeys: readonly { readonly journeyId: string; readonly goes: boolean }[];
  readonly restored: readonly { readonly journeyId: string; readonly goes: boolean }[];
}

const cookie = { scheme: 'cookie', value: 'c-81' };
const customer = { scheme: 'customer', value: 'k-1' };

describe('a customer who turns out to be two', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let backbone: Awaited<ReturnType<typeof startBackbone>>;

  beforeEach(async () => {
    directory = await temporaryDirectory();
    backbone = await startBackbone(directory.path);
    await backbone.post('/v1/definitions', { text: DEFINITION, share: 100 });
  });
  afterEach(async () => {
    await backbone.process.kill();
    await directory.remove();
  });

  async function send(
    id: string,
    type: string,
    identifiers: readonly object[],
    more: object = {},
  ): Promise<string> {
    const event = {
      id,
      type,
      channel: 'web',
      source: '//claims.example/web',
      identifiers,
      ...more,
    };
    const receipt = (await backbone.post('/v1/interactions', [event])) as {
      readonly accepted: readonly { readonly subjectId: string }[];
    };
    return receipt.accepted[0]?.subjectId ?? '';
  }
  const shown = (id: string) => backbone.get(`/v1/journeys/${id}`) as Promise<Shown>;
  const open = async ({ scheme, value }: typeof cookie): Promise<readonly Shown[]> => {
    const query = `scheme=${scheme}&value=${value}&channel=phone`;
    const answer = await backbone.get(`/v1/continuations?${query}`);
    return (answer as { readonly continuations: readonly Shown[] }).continuations;
  };
  async function begin(id: string, who: typeof cookie): Promise<string> {
    await send(id, 'claim.begun', [who]);
    await eventually(`${id} is begun`, async () => (await open(who)).length === 1);
    return (await open(who))[0]?.journeyId ?? '';
  }
  async function restart(): Promise<void> {
    await backbone.process.kill();
    backbone = await startBackbone(directory.path, backbone.key);
  }

  /** A journey of the visitor and one of the customer, which the login makes one. */
  async function joined() {
    const visitors = await begin('a', cookie);
    await send('a2', 'claim.described', [cookie], { data: { what: 'a dent' } });
    const customers = await begin('k', customer);
    await send('k2', 'claim.named', [customer], { data: { name: 'Ana' } });
    const [visitor, known] = [
      (await shown(visitors)).subjectId,
      (await shown(customers)).subjectId,
    ];
    await send('login', 'page.viewed', [cookie, customer]);
    await eventually('they are one', async () => {
      const both = await Promise.all([shown(visitors), shown(customers)]);
      return both.some(({ status }) => status === 'ended');
    });
    return { visitors, customers, visitor, known };
  }

  it('goes on as two: each journey as it was, and what came since', async () => {
    const { visitors, customers, visitor, known } = await joined();
    const survivor = (await shown(visitors)).status === 'open' ? visitors : customers;
    const ended = survivor === visitors ? customers : visitors;
    await send('since', 'claim.named', [customer], { data: { name: 'Ana Silva' } });
    await eventually(
      'the one that goes on knows it',
      async () => (await shown(survivor)).fields['name']?.value === 'Ana Silva',
    );
    const order = { subject: visitor, reason: 'a shared tablet' };
    const preview = (await backbone.post(`/v1/subjects/${known}/split`, {
      ...order,
      preview: true,
    })) as Split;
    expect(preview).toMatchObject({ subject: known, other: visitor });
    expect(preview.restored).toMatchObject([{ journeyId: ended, goes: ended === visitors }]);
    expect((await shown(ended)).status).toBe('ended');

    const split = (await backbone.post(`/v1/subjects/${known}/split`, order)) as Split;
    expect({ ...split, details: [] }).toEqual({ ...preview, details: [] });
    await restart();
    await eventually('they are two', async () => {
      const [one, other] = await Promise.all([shown(visitors), shown(customers)]);
      return one.subjectId === visitor && other.subjectId === known && other.status === 'open';
    });
    expect(await shown(visitors)).toMatchObject({
      status: 'open',
      fields: { what: { value: 'a dent' } },
    });
    expect((await shown(visitors)).fields['name']?.value).toBeUndefined();
    expect((await shown(customers)).fields['name']?.value).toBe('Ana Silva');
    expect((await shown(customers)).fields['what']?.value).toBeUndefined();
    await eventually(
      'the timers of both fire',
      async () =>
        (await Promise.all([shown(visitors), shown(customers)])).every(({ state }) =>
          state.includes('chased'),
        ),
      20_000,
    );

    expect(await send('v', 'claim.told', [cookie])).toBe(visitor);
    await eventually('the visitor tells', async () =>
      (await shown(visitors)).state.includes('told'),
    );
    await send('l', 'claim.told', [], { journey: { id: customers } });
    await eventually('the customer tells', async () =>
      (await shown(customers)).state.includes('told'),
    );
    await send('login-again', 'page.viewed', [cookie, customer]);
    expect(await send('w', 'claim.named', [cookie], { data: { name: 'Ben' } })).toBe(visitor);
    await expect(backbone.post(`/v1/subjects/${known}/split`, order)).rejects.toThrow('409');

    // What was accepted before the death is folded after it; then the last of both is there, and nothing is on its way.
    await restart();
    await send('x', 'claim.named', [customer], { data: { name: 'Ana S.' } });
    await eventually('both know their last name', async () => {
      const both = await Promise.all([shown(visitors), shown(customers)]);
      return both.map(({ fields }) => fields['name']?.value).join() === 'Ben,Ana S.';
    });
    backbone.process.signal('SIGTERM');
    await backbone.process.exited;
    const { code, lines } = await throughline(['check'], { DATA_DIR: directory.path });
    expect([code, lines.filter((line) => /finding|lacks|has/.test(line))]).toEqual([0, []]);
  });
});
