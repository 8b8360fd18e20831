import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { eventually, startBackbone, temporaryDirectory } from '#testing';

jest.setTimeout(180_000);

interface Entry {
  readonly id: string;
  readonly status: string;
  readonly reason: string;
  readonly recordId: string;
  readonly closing: { readonly became: string } | null;
}

const WEB = { channel: 'web', source: '//bank.example/apply' };
const ANA = { scheme: 'email', value: 'ana@example.org', verified: true };
const DATA = { fullName: 'Ana Silva', email: ANA.value, phone: '+61412345678', income: 52_000 };

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let backbone: Awaited<ReturnType<typeof startBackbone>>;

beforeEach(async () => {
  directory = await temporaryDirectory();
  backbone = await startBackbone(directory.path);
});

afterEach(async () => {
  await backbone.process.kill();
  await directory.remove();
});

const killAndStartAgain = async (): Promise<void> => {
  await backbone.process.kill();
  backbone = await startBackbone(directory.path, backbone.key);
};

async function inbox(query = ''): Promise<readonly Entry[]> {
  const page = (await backbone.get(`/v1/unmatched?limit=200&${query}`)) as { entries: Entry[] };
  return page.entries;
}

async function entryOf(recordId: string, query = ''): Promise<Entry> {
  let found: Entry | undefined;
  await eventually(`an entry about ${recordId}`, async () => {
    found = (await inbox(query)).find((one) => one.recordId === recordId);
    return found !== undefined;
  });
  if (found === undefined) throw new Error(recordId);
  return found;
}

const send = (id: string, type: string, data = {}): Promise<unknown> =>
  backbone.post('/v1/interactions', { ...WEB, id, type, identifiers: [ANA], data });

it('what nobody took waits, is mended and sent again once, or discarded, whenever the process is killed', async () => {
  await send('start', 'application.started');
  await send('typo', 'aplication.details-submitted', DATA);
  await Promise.all(Array.from({ length: 20 }, (_, i) => send(`junk-${i}`, 'mystery.junk')));
  await killAndStartAgain();

  const typo = await entryOf('typo');
  expect(typo).toMatchObject({ status: 'open', reason: 'no-definition' });
  await eventually('all are there', async () => (await inbox()).length === 21);
  const about = `/v1/unmatched/${typo.id}`;
  const edit = { type: 'application.details-submitted' };
  expect(
    await backbone.post(`${about}/replay`, { reason: 'typo', dryRun: true, edit }),
  ).toMatchObject({ foreseen: { disposition: { kind: 'advanced' } } });
  expect(await backbone.get(about)).toMatchObject({
    now: { disposition: { kind: 'unmatched', reason: 'no-definition' } },
    journeys: [{ definition: 'card-application', state: ['details'] }],
  });

  const answer = await backbone.post(`${about}/replay`, { reason: 'typo', edit });
  expect(answer).toMatchObject({ id: `re-${typo.id}` });
  const junk = (await inbox()).filter(({ recordId }) => recordId.startsWith('junk-'));
  for (const { id } of junk) await backbone.post(`/v1/unmatched/${id}/discard`, { reason: 'junk' });
  await killAndStartAgain();

  expect(await entryOf('typo', 'status=closed')).toMatchObject({
    status: 'replayed',
    closing: { became: 'advanced' },
  });
  await expect(backbone.post(`${about}/replay`, { reason: 'again', edit })).rejects.toThrow(/409/);
  await eventually('the inbox is empty', async () => (await inbox()).length === 0);
  const closed = await inbox('status=closed');
  expect(closed).toHaveLength(21);
  expect(closed.filter(({ status }) => status === 'discarded')).toHaveLength(20);

  const query = new URLSearchParams({ scheme: ANA.scheme, value: ANA.value });
  const { continuations } = (await backbone.get(`/v1/continuations?${query.toString()}`)) as {
    continuations: { journeyId: string; stateTitle: string }[];
  };
  expect(continuations).toMatchObject([{ stateTitle: 'Prove who you are' }]);
  const { entries } = (await backbone.get(
    `/v1/journeys/${continuations[0]?.journeyId ?? ''}/history`,
  )) as { entries: { id: string; disposition: { kind: string } }[] };
  const replays = entries.filter(({ id }) => id === `re-${typo.id}`);
  expect(replays).toMatchObject([{ disposition: { kind: 'advanced' } }]);
});
