import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Continuation } from '#journey';
import { awaitServerSentEvent, eventually, startBackbone, temporaryDirectory } from '#testing';

jest.setTimeout(300_000);

interface Found {
  readonly continuations: readonly Continuation[];
}
interface Made {
  readonly code: string;
  readonly url: string;
}
interface Redeemed {
  readonly journeyId: string;
  readonly continuation: Continuation;
}

describe('a customer of the embedded backbone', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let backbone: Awaited<ReturnType<typeof startBackbone>>;
  let journey: string;

  beforeAll(async () => {
    directory = await temporaryDirectory();
    backbone = await startBackbone(directory.path);
    const web = {
      channel: 'web',
      source: '//bank.example/apply',
      identifiers: [{ scheme: 'cookie', value: 'c-81' }],
    };
    const data = { fullName: 'Ana Silva', email: 'ana@example.org', income: 52_000 };
    await backbone.post('/v1/interactions', [
      { ...web, id: 'w-1', type: 'application.started' },
      { ...web, id: 'w-2', type: 'application.details-submitted', data },
    ]);
    await eventually('the details are there', async () => {
      const [found] = await at('cookie', 'c-81');
      journey = found?.journeyId ?? '';
      return found?.fields['fullName']?.status === 'collected';
    });
  });
  afterAll(async () => {
    await backbone.process.kill();
    await directory.remove();
  });

  const at = async (scheme: string, value: string): Promise<readonly Continuation[]> => {
    const query = new URLSearchParams({ scheme, value }).toString();
    return ((await backbone.get(`/v1/continuations?${query}`)) as Found).continuations;
  };
  const make = async (asked: object): Promise<Made> =>
    (await backbone.post(`/v1/journeys/${journey}/handoffs`, asked)) as Made;

  it('goes from the web to the phone, back to the web, and from a branch to the app, and is one customer all along', async () => {
    const spoken = await make({ to: 'phone', channel: 'web' });
    const identifiers = [{ scheme: 'phone', value: '+61 491 570 006' }];
    const phone = (await backbone.post('/v1/handoffs/redeem', {
      code: spoken.code,
      channel: 'phone',
      identifiers,
    })) as Redeemed;
    expect(phone.journeyId).toBe(journey);
    expect(JSON.stringify(phone)).not.toContain('Ana');

    const linked = await make({ to: 'web', channel: 'phone', assurance: 'verified' });
    const web = (await backbone.post('/v1/handoffs/redeem', {
      token: new URL(linked.url).hash.slice(1),
      channel: 'web',
      identifiers: [{ scheme: 'cookie', value: 'another-laptop' }],
    })) as Redeemed;
    expect(web.continuation.fields['fullName']?.value).toBe('Ana Silva');

    const shown = await make({ to: 'mobile', channel: 'branch', assurance: 'verified' });
    await backbone.post('/v1/interactions', {
      id: 'm-1',
      type: 'identity.submitted',
      channel: 'mobile',
      source: '//bank.example/app',
      identifiers: [{ scheme: 'device', value: 'd-7' }],
      journey: { handoff: shown.code },
      data: { idNumber: 'N-1' },
    });
    // Who called was not verified: by that number alone nobody is shown a personal value.
    for (const [scheme, value, idNumber] of [
      ['phone', '+61491570006', undefined],
      ['cookie', 'another-laptop', 'N-1'],
      ['device', 'd-7', 'N-1'],
    ] as const) {
      await eventually(`the ${scheme} is theirs`, async () => {
        const [found] = await at(scheme, value);
        return found?.fields['idNumber']?.status === 'collected';
      });
      const all = await at(scheme, value);
      expect(all.map(({ fields }) => fields['idNumber']?.value)).toEqual([idNumber]);
    }
    const unmatched = (await backbone.get('/v1/unmatched')) as {
      readonly entries?: readonly unknown[];
    };
    expect(JSON.stringify(unmatched)).not.toContain('handoff.');
  });

  it('is recognised by what they know when the number is withheld', async () => {
    const fields = { fullName: 'ana silva', email: 'ana@example.org' };
    await eventually('the index knows', async () => {
      const asked = { agent: 'jo', channel: 'phone', fields };
      const answer = (await backbone.post('/v1/recognise', asked)) as { readonly result: string };
      return answer.result === 'recognised';
    });
  });

  it('sees who works on it, and the desk’s claim is such a lease', async () => {
    const stream = `${backbone.address}/v1/journeys/${journey}/stream`;
    const desk = `/v1/desk/journeys/${journey}`;
    const { data } = await awaitServerSentEvent(
      stream,
      (event, told) => event === 'lease' && (told as { lease: unknown }).lease !== null,
      () => void backbone.post(`${desk}/claim`, { agent: 'jo' }),
    );
    expect(data).toMatchObject({ journeyId: journey, lease: { holder: 'jo', channel: 'phone' } });
    expect((await at('cookie', 'c-81'))[0]?.lease).toMatchObject({ holder: 'jo' });
    expect(await backbone.get(desk)).toMatchObject({ continuation: { lease: { holder: 'jo' } } });
    await backbone.post(`${desk}/release`, { agent: 'jo' });
    expect((await at('cookie', 'c-81'))[0]?.lease).toBeNull();
  });
});
