import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Topics } from '#contracts';
import { openEmbeddedLog } from '#log-embedded';
import type { StoredRecord } from '#ports';
import {
  cardHistory,
  type CommandResult,
  type TamperedLog,
  tamperWithLog,
  temporaryDirectory,
  throughline,
  writeCardHistory,
} from '#testing';

jest.setTimeout(300_000);

const { interactions, dispositions, journeyEvents } = Topics;

interface Report {
  readonly clean: boolean;
  readonly findings: readonly {
    readonly code: string;
    readonly what: string;
    readonly where: string;
  }[];
  readonly counts: { readonly interactions: number; readonly repeatedOutputs: number };
  readonly digest: string;
}

/** An installation that was sound, its files changed behind its back. */
describe('throughline check', () => {
  let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
  let copies = 0;
  /** The partition of most records, and its records by topic. */
  let partition = 0;
  let held: Readonly<Record<string, readonly StoredRecord[]>> = {};

  beforeAll(async () => {
    folder = await temporaryDirectory();
    const args = await writeCardHistory(folder.path, 'cards', cardHistory(40));
    expect(await run(args, 'sound')).toMatchObject({ code: 0 });
    const log = await openEmbeddedLog({ directory: join(folder.path, 'sound', 'log') });
    const bounds = await log.bounds(interactions);
    partition = bounds.toSorted((a, b) => b.latest - a.latest)[0]?.partition ?? 0;
    for (const topic of [interactions, dispositions, journeyEvents]) {
      held = { ...held, [topic]: (await log.read(topic, partition, 0)).records };
    }
    await log.close();
  });
  afterAll(() => folder.remove());

  const run = (args: readonly string[], data: string): Promise<CommandResult> =>
    throughline(args, { DATA_DIR: join(folder.path, data) });

  /** Checks a copy of the installation, after this was done to its log. */
  async function checkAfter(
    crime: (log: TamperedLog) => Promise<unknown>,
    ...more: string[]
  ): Promise<CommandResult> {
    const data = `copy-${copies++}`;
    await cp(join(folder.path, 'sound'), join(folder.path, data), { recursive: true });
    const log = tamperWithLog(join(folder.path, data, 'log'));
    await crime(log);
    await log.close();
    return run(['check', ...more], data);
  }

  async function found(crime: (log: TamperedLog) => Promise<unknown>): Promise<Report['findings']> {
    const { code, lines, errors } = await checkAfter(crime, '--json');
    expect({ code, errors }).toEqual({ code: 1, errors: 'The installation is not clean.\n' });
    const { clean, findings } = JSON.parse(lines.join('')) as Report;
    expect(clean).toBe(false);
    return findings;
  }

  const text = (bytes: Uint8Array | null | undefined): string =>
    new TextDecoder().decode(bytes ?? undefined);
  const keyOf = (record: StoredRecord): string => text(record.key);
  const idOf = (record: StoredRecord): string => text(record.headers['ce_id']);
  const typeOf = (record: StoredRecord): string => text(record.headers['ce_type']);

  /** Two records of a topic that tell of the same customer or journey, one behind the other. */
  function pairIn(topic: string, types: readonly [string, string]): [StoredRecord, StoredRecord] {
    const records = held[topic] ?? [];
    for (const one of records) {
      const other = records.find(
        (later) =>
          later.offset > one.offset && keyOf(later) === keyOf(one) && typeOf(later) === types[1],
      );
      if (typeOf(one) === types[0] && other !== undefined) return [one, other];
    }
    throw new Error(`${topic} has no ${types.join(' before ')}`);
  }
  const steps = (): [StoredRecord, StoredRecord] =>
    pairIn(interactions, ['application.details-submitted', 'identity.verified']);

  it('has nothing to say about an installation that is sound', async () => {
    const { code, lines, errors } = await run(['check'], 'sound');
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(lines.slice(0, 6)).toEqual(['C1', 'C2', 'C3', 'C4', 'C5', 'C6'].map((c) => `${c} good`));
    expect(lines.at(-1)).toMatch(/^digest [0-9a-f]{64}$/);
  });

  it('finds a record lost from the log of record: its outputs have no cause and its customer is another', async () => {
    const [lost] = steps();
    const findings = await found((log) => log.lose(interactions, partition, lost.offset));
    expect(findings).toContainEqual({
      code: 'C2',
      what: `di-${partition}-${lost.offset} is not what any record put out`,
      where: expect.stringMatching(`^${dispositions} partition ${partition} offset \\d+$`),
    });
    expect(findings).toContainEqual({
      code: 'C6',
      what: 'its state is not what the fold gives',
      where: `subject ${keyOf(lost)}`,
    });
  });

  it('says of a record that nobody has folded that it is not folded yet, and finds nothing lost', async () => {
    const [doubled] = steps();
    const crime = (log: TamperedLog): Promise<unknown> =>
      log.double(interactions, partition, doubled.offset);
    const { code, lines, errors } = await checkAfter(crime);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(lines).toContain(
      '1 record not folded yet: nothing of it is lost, start the installation',
    );
    const json = await checkAfter(crime, '--json');
    expect(JSON.parse(json.lines.join(''))).toMatchObject({
      clean: true,
      findings: [],
      underWay: { records: 1, outputs: 0 },
    });
  });

  it('finds what is lost beside a record that nobody has folded', async () => {
    const [doubled] = steps();
    const [lost] = held[dispositions] ?? [];
    const findings = await found(async (log) => {
      await log.double(interactions, partition, doubled.offset);
      await log.lose(dispositions, partition, lost?.offset ?? -1);
    });
    expect(findings).toEqual([
      expect.objectContaining({ code: 'C2', what: expect.stringMatching('lacks di-') }),
    ]);
  });

  it('finds two records of a customer swapped in the log of record', async () => {
    const [one, other] = steps();
    const findings = await found((log) =>
      log.swap(interactions, partition, one.offset, other.offset),
    );
    expect(findings).toContainEqual({
      code: 'C2',
      what: `di-${partition}-${one.offset} has another content than the fold gives it`,
      where: expect.stringMatching(`^${dispositions} partition ${partition} offset \\d+$`),
    });
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'C6', where: `subject ${keyOf(one)}` }),
    );
  });

  it('finds an output that was lost, by its id and key', async () => {
    const [lost] = pairIn(journeyEvents, [
      'throughline.journey.started',
      'throughline.journey.advanced',
    ]);
    const findings = await found((log) => log.lose(journeyEvents, partition, lost.offset));
    expect(findings).toEqual([
      { code: 'C2', what: `${journeyEvents} lacks ${idOf(lost)}`, where: `key ${keyOf(lost)}` },
    ]);
  });

  it("finds a journey's events swapped, at the place of the one that comes too late", async () => {
    const [one, other] = pairIn(journeyEvents, [
      'throughline.journey.started',
      'throughline.journey.advanced',
    ]);
    const findings = await found((log) =>
      log.swap(journeyEvents, partition, one.offset, other.offset),
    );
    expect(findings).toContainEqual({
      code: 'C3',
      what: expect.stringMatching(`^1 of key ${keyOf(one)} stands behind \\d+$`),
      where: `${journeyEvents} partition ${partition} offset ${other.offset}`,
    });
  });

  it('lets an output be published twice, and counts it', async () => {
    const [again] = held[dispositions] ?? [];
    const { code, lines } = await checkAfter(
      (log) => log.double(dispositions, partition, again?.offset ?? -1),
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(lines.join(''))).toMatchObject({
      clean: true,
      counts: { repeatedOutputs: 1 },
    });
  });

  it('finds an interaction that was acknowledged and is not in the log', async () => {
    const file = join(folder.path, 'acknowledged');
    await writeFile(file, '0-0\n0-1\nnever-arrived\n');
    const { code, lines, errors } = await run(['check', '--acknowledged', file], 'sound');
    expect({ code, errors }).toEqual({ code: 1, errors: 'The installation is not clean.\n' });
    expect(lines.slice(0, 3)).toEqual([
      'C1 interaction never-arrived: was acknowledged and is not in the log',
      'C1 1 findings',
      'C2 good',
    ]);
  });
});
