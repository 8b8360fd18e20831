import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  cardHistory,
  cardMapping,
  type CommandResult,
  eventually,
  onTerminal,
  startThroughline,
  temporaryDirectory,
  throughline,
  writeCardHistory,
} from '#testing';

jest.setTimeout(300_000);

const CSV = `row;when;who;caller;typed;what;by
4;2024-03-02T09:00:00Z;;+61 412 345 678;;Call started;phone
1;2024-03-01T10:00:00Z;ana@example.org;;;Application started;web
2;2024-03-01T10:05:00Z;ana@example.org;;+61412345678;Application details-submitted;web
3;2024-03-01T11:00:00Z;bo@example.org;;;Application started;mobile
5;2024-03-03T09:00:00Z;bo@example.org;;;Application withdrawn;branch
`;
const CSV_MAPPING = `import: march
format: csv
delimiter: ';'
source: //bank.example/cards
id: '{row}'
time: '{when}'
types:
  - { when: { what: 'Application *' }, type: 'application.{1}' }
  - { when: { what: 'Call *' }, type: 'call.{1}' }
channels: [{ channel: '{by}' }]
identifiers:
  - { scheme: email, value: '{who}', verified: true }
  - { scheme: phone, value: '{caller}' }
data:
  - { when: { typed: '+*' }, set: { phone: '{typed}' } }
`;

const STARTED = JSON.stringify(cardHistory(1)[0]);

interface Report {
  readonly events: number;
  readonly journeys: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly dispositions: Readonly<Record<string, number>>;
}

describe('throughline import', () => {
  let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
  beforeEach(async () => {
    folder = await temporaryDirectory();
  });
  afterEach(() => folder.remove());

  const environment = (): Record<string, string> => ({
    DATA_DIR: join(folder.path, 'data'),
    IDENTITY_SECRET: 'somebody who was a customer in 2024',
  });
  const run = (args: readonly string[]): Promise<CommandResult> => throughline(args, environment());
  const check = async (): Promise<{
    clean: boolean;
    counts: { records: number };
    digest: string;
  }> => JSON.parse((await run(['check', '--json'])).lines.join('')) as never;

  async function written(name: string, content: string | Buffer): Promise<string> {
    const file = join(folder.path, name);
    await writeFile(file, content);
    return file;
  }

  async function reported(args: readonly string[]): Promise<Report> {
    const { code, lines, errors } = await run(args);
    expect({ code, errors, lines: lines.length }).toEqual({ code: 0, errors: '', lines: 1 });
    return JSON.parse(lines.join('')) as Report;
  }

  async function refused(args: readonly string[]): Promise<string> {
    const { code, lines, errors } = await run(args);
    expect({ code, lines }).toEqual({ code: 1, lines: [] });
    return errors;
  }

  it('takes a CSV in order of time, and knows a caller by the number in the web form', async () => {
    const file = await written('march.csv', CSV);
    const mapping = await written('march.yaml', CSV_MAPPING);
    const { code, lines, errors } = await run(['import', file, '--mapping', mapping]);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(lines.map((line) => line.trim().replace(/ +/g, ' '))).toEqual([
      '5 events',
      'card-application: 2 journeys started',
      'withdrawn 1',
      'open 1',
      'dispositions',
      'advanced 4',
      'captured 1',
    ]);
    expect(await check()).toMatchObject({
      clean: true,
      underWay: { records: 0, outputs: 0, timers: 0 },
    });
  });

  it('takes a gzipped NDJSON once: a second run changes nothing', async () => {
    const args = await writeCardHistory(folder.path, 'cards', cardHistory(30));
    const first = await reported(args);
    expect(first).toMatchObject({ events: 100, journeys: { 'card-application': { open: 30 } } });
    const before = await check();
    expect(before).toMatchObject({ clean: true, underWay: { records: 0, outputs: 0, timers: 0 } });
    expect(await reported(args)).toEqual(first);
    expect(await check()).toEqual(before);
  });

  it('goes on where it was killed, with the same journeys', async () => {
    const args = await writeCardHistory(folder.path, 'cards', cardHistory(1_500));
    const killed = startThroughline(args, environment());
    const progress = join(folder.path, 'data', 'imports', 'cards.json');
    const sent = async (): Promise<number> =>
      (JSON.parse(await readFile(progress, 'utf8').catch(() => '{"next":0}')) as { next: number })
        .next;
    let ended = false;
    void killed.exited.then(() => (ended = true));
    await eventually('some are sent', async () => ended || (await sent()) >= 2_000, 60_000);
    await killed.kill();
    expect(await sent()).toBeLessThan(5_000);

    expect(await reported(args)).toMatchObject({
      events: 5_000,
      journeys: { 'card-application': { open: 1_500 } },
      dispositions: expect.not.objectContaining({ duplicate: expect.anything() }),
    });
    const { clean, digest } = await check();
    expect(clean).toBe(true);
    const undisturbed = { ...environment(), DATA_DIR: join(folder.path, 'undisturbed') };
    expect((await throughline(args, undisturbed)).code).toBe(0);
    const other = await throughline(['check', '--json'], undisturbed);
    expect((JSON.parse(other.lines.join('')) as { digest: string }).digest).toBe(digest);
  });

  it('stops at Ctrl-C with what it began done, the terminal as it was, and goes on from there', async () => {
    const args = await writeCardHistory(folder.path, 'cards', cardHistory(3_000));
    const terminal = onTerminal(args, environment());
    const shown = (): string => terminal.lines.join('\n');
    await eventually('it sends', () => /sending.* [1-9]\d*\//.test(shown()), 60_000);
    process.kill(Number(/^pid (\d+)/.exec(shown())?.[1]), 'SIGINT');
    expect(await terminal.exited).toBe(130);
    expect(shown()).toContain('Stopped. The same command goes on from where it was.');
    const last = (on: string, off: string): string =>
      shown().lastIndexOf(on) > shown().lastIndexOf(off) ? 'as before' : 'changed';
    expect(last('\x1b[?25h', '\x1b[?25l')).toBe('as before');
    expect(last('\x1b[?7h', '\x1b[?7l')).toBe('as before');
    expect(await reported(args)).toMatchObject({
      journeys: { 'card-application': { open: 3_000 } },
      dispositions: expect.not.objectContaining({ duplicate: expect.anything() }),
    });
    expect((await check()).clean).toBe(true);
  });

  it('sends nothing twice when it was killed before it could note what it had sent, however long ago that happened', async () => {
    const quarter = 90 * 86_400_000;
    const args = await writeCardHistory(folder.path, 'years', cardHistory(20, quarter));
    const first = await reported(args);
    const before = await check();
    const progress = join(folder.path, 'data', 'imports', 'years.json');
    const noted = JSON.parse(await readFile(progress, 'utf8')) as { ends: number[] };
    const ends = noted.ends.map(() => 0);
    await writeFile(progress, JSON.stringify({ ...noted, next: 0, ends, complete: false }));
    expect(await reported(args)).toEqual(first);
    const { clean, digest } = await check();
    expect({ clean, digest }).toEqual({ clean: true, digest: before.digest });
  });

  it('refuses another file under the name of one that was imported', async () => {
    const args = await writeCardHistory(folder.path, 'cards', cardHistory(2));
    await reported(args);
    await writeCardHistory(folder.path, 'cards', cardHistory(3));
    const { code, errors } = await run(args);
    expect(code).toBe(1);
    expect(errors).toMatch(/^Import "cards" was begun with another file or mapping\. .*imports/);
  });

  it('stops before it sends anything at an event that its mapping does not know', async () => {
    const history = [...cardHistory(2), { id: 'x', at: 0, who: 'a@example.org', what: 'Lunch' }];
    const args = await writeCardHistory(folder.path, 'cards', history);
    expect(await refused(args)).toMatch(/^Event 7: no rule of `types` fits .*Lunch.*mapping\.\n$/);
    expect((await check()).counts.records).toBe(0);
  });

  it('stops at a value that no channel could have sent', async () => {
    const file = await written('march.csv', CSV.replace(';mobile', ';Mobile App'));
    const mapping = await written('march.yaml', CSV_MAPPING);
    expect(await refused(['import', file, '--mapping', mapping])).toMatch(
      /^Event 3: `channels` gives "Mobile App", which is not of the form/,
    );
  });

  it.each([
    ['a CSV where NDJSON is expected', CSV, /cards:1: .*JSON/],
    ['half a line of NDJSON', `${STARTED}\n${STARTED.slice(0, 20)}`, /cards:2: .*JSON/],
    ['a gzip cut short', gzipSync(STARTED).subarray(0, -12), /cards: .*unexpected end/i],
  ])('says at which line it is not what it should be: %s', async (_what, content, why) => {
    const file = await written('cards', content);
    const mapping = await written('cards.yaml', cardMapping('cards'));
    const told = await refused(['import', file, '--mapping', mapping]);
    expect(told).toMatch(why);
    expect(told.trim().split('\n')).toHaveLength(1);
  });

  it('names what is wrong with a mapping, and a file that is not there', async () => {
    const file = await written('march.csv', CSV);
    const mapping = await written(
      'march.yaml',
      CSV_MAPPING.replace('import: march', 'impart: march'),
    );
    const bad = await run(['import', file, '--mapping', mapping]);
    expect(bad).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/march\.yaml:1:1: .* has no `impart`; did you mean `import`/),
    });
    const missing = join(folder.path, 'nothing.csv');
    const good = await written('march.yaml', CSV_MAPPING);
    expect(await run(['import', missing, '--mapping', good])).toEqual({
      code: 2,
      lines: [],
      errors: `${missing}: no such file.\n`,
    });
  });
});
