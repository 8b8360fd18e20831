import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installationRoot } from '#config';
import type { BacktestReport } from '#replay';
import { type CommandResult, realMaterial, temporaryDirectory, throughline } from '#testing';

jest.setTimeout(300_000);

const DAY = 86_400_000;

const PARCEL = `journey: parcel
version: 1
title: Parcel <b>& more</b>
startsOn: [parcel.sent]
initial: underway
states:
  underway:
    title: On its way
    channels: { web: /track }
    on:
      parcel.delivered: { target: delivered, label: Deliver it }
    after:
      P10D: { target: lost }
  delivered: { title: Delivered, type: final, outcome: delivered }
  lost: { title: Lost, type: final, outcome: failed }
`;
const DRAFT = PARCEL.replace('version: 1', 'version: 2').replace('P10D', 'P5D');

/** Two parcels: one is delivered after seven days, one never; as the API takes them. */
const SENT = [
  { id: 'a-1', type: 'parcel.sent', time: '2026-01-01T09:00:00Z', who: 'ana' },
  { id: '<script>b</script>', type: 'parcel.sent', time: '2026-01-01T10:00:00Z', who: 'bo' },
  { id: 'a-2', type: 'parcel.delivered', time: '2026-01-08T09:00:00Z', who: 'ana' },
  { id: 'c-1', type: 'parcel.sent', time: '2026-01-20T09:00:00Z', who: 'cy' },
].map(({ who, ...event }) => ({
  ...event,
  channel: 'web',
  source: '//post.example/parcels',
  identifiers: [{ scheme: 'email', value: `${who}@example.org`, verified: true }],
}));

describe('throughline backtest', () => {
  let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
  let draft: string;
  let file: string;
  beforeEach(async () => {
    folder = await temporaryDirectory();
    await mkdir(join(folder.path, 'journeys', 'parcel'), { recursive: true });
    await writeFile(join(folder.path, 'journeys', 'parcel', 'v1.yaml'), PARCEL);
    draft = join(folder.path, 'draft.yaml');
    await writeFile(draft, DRAFT);
    file = join(folder.path, 'sent.ndjson');
    await writeFile(file, SENT.map((event) => JSON.stringify(event)).join('\n'));
  });
  afterEach(() => folder.remove());

  const backtest = (...args: string[]): Promise<CommandResult> =>
    throughline(['backtest', ...args], {
      DATA_DIR: join(folder.path, 'data'),
      JOURNEYS_DIR: join(folder.path, 'journeys'),
    });
  const reportOf = ({ lines }: CommandResult): BacktestReport =>
    JSON.parse(lines.join('\n')) as BacktestReport;

  it('plays interactions as the API takes them, and says what differs', async () => {
    const { code, lines, errors } = await backtest(draft, '--file', file);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(lines).toEqual(
      expect.arrayContaining([
        `parcel: draft version 2 (${draft}) against version 1`,
        '3 journeys: 1 the same, 2 different (66.7 %)',
        'delivered     1      0  −1',
        'failed        1      2  +1',
        '  delivered → failed: 1, e.g. a-1',
      ]),
    );
  });

  it('fails when an expectation does not hold, and says by which figures', async () => {
    await writeFile(
      join(folder.path, 'draft.expect.yaml'),
      'journey: parcel\nexpect:\n  - that: draft.outcomes.delivered >= live.outcomes.delivered\n    because: parcels arrive\n',
    );
    const { code, lines } = await backtest(
      `parcel@${draft}`,
      '--file',
      file,
      '--expect',
      'journeys.seen == 3',
    );
    expect(code).toBe(1);
    expect(lines.slice(-4)).toEqual([
      '✕ draft.outcomes.delivered >= live.outcomes.delivered',
      '    parcels arrive',
      '    draft.outcomes.delivered is 0, live.outcomes.delivered is 1',
      '✓ journeys.seen == 3',
    ]);
  });

  it('tells the same as JSON, and as a page in which foreign text is only text', async () => {
    const page = join(folder.path, 'report.html');
    const { code, lines, errors } = await backtest(
      draft,
      '--file',
      file,
      '--json',
      '-',
      '--html',
      page,
    );
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(JSON.parse(lines.join('\n'))).toMatchObject({
      source: { name: file, percent: 100 },
      journey: 'parcel',
      journeys: { seen: 3, same: 1, different: 2 },
      expectations: [],
    });
    const html = await readFile(page, 'utf8');
    expect(html).toContain('Parcel &lt;b&gt;&amp; more&lt;/b&gt;');
    expect(html).toContain('&lt;script&gt;b&lt;/script&gt;');
    expect(html).not.toMatch(/<script|<b>&amp; more|https?:|src=|url\(/);
  });

  it('counts only what is asked for', async () => {
    const since = reportOf(
      await backtest(draft, '--file', file, '--since', '2026-01-10T00:00:00Z', '--json', '-'),
    );
    expect(since.journeys).toEqual({ seen: 1, same: 1, different: 0 });
    const until = reportOf(
      await backtest(draft, '--file', file, '--until', '2026-01-07T00:00:00Z', '--json', '-'),
    );
    expect(until.live.outcomes).toMatchObject({ delivered: 0, failed: 0, open: 2 });
    expect(until.draft.outcomes).toMatchObject({ delivered: 0, failed: 2, open: 0 });
  });

  it('plays the log of an installation that is at rest, and leaves it as it is', async () => {
    const history = join(folder.path, 'history.ndjson');
    const mapping = join(folder.path, 'mapping.yaml');
    await writeFile(
      history,
      SENT.map(({ identifiers: [who], ...event }) =>
        JSON.stringify({ ...event, who: who?.value }),
      ).join('\n'),
    );
    await writeFile(
      mapping,
      `import: post\nformat: ndjson\nsource: //post.example/parcels\nid: '{id}'\ntime: '{time}'\ntypes: [{ type: '{type}' }]\nchannels: [{ channel: '{channel}' }]\nidentifiers: [{ scheme: email, value: '{who}', verified: true }]\n`,
    );
    const environment = {
      DATA_DIR: join(folder.path, 'data'),
      JOURNEYS_DIR: join(folder.path, 'journeys'),
    };
    expect(await throughline(['import', history, '--mapping', mapping], environment)).toMatchObject(
      { code: 0 },
    );
    const before = await throughline(['check', '--json'], environment);
    // What is in the folder now is next, and not yet deployed.
    await writeFile(join(folder.path, 'journeys', 'parcel', 'v2.yaml'), DRAFT);
    const ofLog = await backtest('parcel@2', '--log', '--json', '-');
    expect(ofLog).toMatchObject({ code: 0, errors: '' });
    const report = reportOf(ofLog);
    expect(report.journeys).toEqual({ seen: 3, same: 1, different: 2 });
    expect(report.outcomeMoves).toContainEqual(
      expect.objectContaining({ live: 'delivered', draft: 'failed', journeys: 1 }),
    );
    expect(report.live.timers).toEqual({ 'underway:P10D': 1, 'underway:P5D': 0 });
    await writeFile(join(folder.path, 'journeys', 'parcel', 'v2.yaml'), '');
    const again = await backtest(draft, '--log', '--json', '-');
    expect(reportOf(again).journeys).toEqual(report.journeys);
    await writeFile(join(folder.path, 'journeys', 'parcel', 'v2.yaml'), DRAFT);
    expect((await throughline(['check', '--json'], environment)).lines).toEqual(before.lines);
  });

  it.each([
    [['parcel@1', '--file', 'FILE'], /parcel@1 is the live version itself/],
    [['parcel@9', '--file', 'FILE'], /v9\.yaml: there is no such version/],
    [['DRAFT'], /--log, or --file/],
    [['DRAFT', '--file', 'nowhere.ndjson'], /nowhere\.ndjson: no such file/],
    [['DRAFT', '--log'], /There is no log in/],
    [['DRAFT', '--file', 'FILE', '--against', 'other@1'], /there is no such version/],
    [['DRAFT', '--file', 'FILE', '--expect', 'draft.outcomes +'], /--expect draft\.outcomes \+: /],
    [['DRAFT', '--file', 'FILE', '--mapping', 'nowhere.yaml'], /nowhere\.yaml: cannot be read/],
  ])('says what to do about %j', async (args, message) => {
    const given = args.map((arg) => ({ FILE: file, DRAFT: draft })[arg] ?? arg);
    const { code, errors } = await backtest(...given);
    expect(code).toBeGreaterThan(0);
    expect(errors).toMatch(message);
    expect(errors).not.toContain('    at ');
  });

  it('says which event is not as the API takes it', async () => {
    await writeFile(file, '{"id":"1","type":"parcel.sent"}\n');
    const { code, errors } = await backtest(draft, '--file', file);
    expect(code).toBe(1);
    expect(errors).toMatch(/^Event 0: `source` is not there, or not as the API takes it/);
  });
});

/** What must come out was counted from the file by a script of its own: the days between an offer and what ended its wait. */
const log = realMaterial('logs', 'bpic2012.xes.gz');
(log === undefined ? describe.skip : describe)("the bank's log", () => {
  it('would have gone another way for 1,019 customers, had offers been good for 21 days', async () => {
    const journeys = join(installationRoot(), 'journeys');
    const { code, lines, errors } = await throughline(
      [
        'backtest',
        join(journeys, 'loan-application', 'v2.draft.yaml'),
        '--against',
        'loan-application@1',
        '--file',
        log ?? '',
        '--mapping',
        join(journeys, 'loan-application', 'bpic2012.mapping.yaml'),
        '--json',
        '-',
      ],
      { JOURNEYS_DIR: journeys },
    );
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    const report = JSON.parse(lines.join('\n')) as BacktestReport & {
      expectations: { held: boolean }[];
    };
    expect(report.journeys).toEqual({ seen: 13_087, same: 12_068, different: 1_019 });
    expect(report.live.outcomes).toEqual({
      declined: 7_635,
      cancelled: 2_807,
      approved: 2_246,
      open: 399,
    });
    expect(report.draft.outcomes).toEqual(report.live.outcomes);
    expect(report.live.timers).toEqual({ 'deciding:P21D': 0, 'deciding:P30D': 583 });
    expect(report.draft.timers).toEqual({ 'deciding:P21D': 1_082, 'deciding:P30D': 0 });
    expect(report.partings.map(({ live, journeys: count }) => [live.event, count])).toEqual([
      ['deciding:P30D', 582],
      ['loan.offer.sent-back', 202],
      ['loan.application.cancelled', 147],
      [null, 84],
      ['loan.application.declined', 4],
    ]);
    expect(report.live.states['deciding']?.p90).toBe(30 * DAY);
    expect(report.draft.states['deciding']?.p90).toBe(21 * DAY);
    expect(report.dispositionMoves).toEqual([]);
    expect(report.expectations.every(({ held }) => held)).toBe(true);
  });
});
