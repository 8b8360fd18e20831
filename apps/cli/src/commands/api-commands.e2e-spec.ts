import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  eventually,
  shell,
  startBackbone,
  startThroughline,
  temporaryDirectory,
  throughline,
  type CommandResult,
} from '#testing';

jest.setTimeout(300_000);

const ANA = 'email=ana@example.org';

/** The commands that talk to a running gateway, as someone types them. */
describe('beside a running backbone', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let backbone: Awaited<ReturnType<typeof startBackbone>>;
  beforeAll(async () => {
    directory = await temporaryDirectory();
    backbone = await startBackbone(directory.path);
  });
  afterAll(async () => {
    await backbone.process.kill();
    await directory.remove();
  });

  const environment = (): Record<string, string> => ({
    THROUGHLINE_URL: backbone.address,
    THROUGHLINE_KEY: backbone.key,
  });
  const run = (...args: string[]): Promise<CommandResult> => throughline(args, environment());
  const emit = (type: string, ...more: string[]): Promise<CommandResult> =>
    run('emit', type, '--channel', 'web', '--identifier', ANA, ...more);

  it('emits an interaction and shows the journey it made, by customer and by id', async () => {
    const emitted = await emit('application.started', '--id', 'one');
    expect(emitted).toMatchObject({ code: 0, errors: '' });
    expect(emitted.lines).toEqual([
      expect.stringMatching(/^accepted one for subject [a-z2-7]{20}$/),
      'advanced',
      expect.stringMatching(/^ {2}card-application \S+: Your details$/),
    ]);
    const subject = emitted.lines[0]?.split(' ').at(-1) ?? '';

    let shown: CommandResult | undefined;
    await eventually('the journey is there', async () => {
      shown = await run('inspect', ANA);
      return shown.lines.length === 2;
    });
    expect(shown?.lines[0]).toBe(`subject ${subject}`);
    expect(shown?.lines[1]).toMatch(
      /^[a-z2-7]{20}\.[a-z2-7]{8} card-application v1 open: Your details; last on web at 2\S+Z$/,
    );
    const journeyId = shown?.lines[1]?.split(' ')[0] ?? '';

    const data = {
      fullName: 'Ana Silva',
      email: 'ana@example.org',
      phone: '+61412345678',
      income: 1,
    };
    const told = await emit('application.details-submitted', '--data', JSON.stringify(data));
    expect(told.lines[1]).toBe('advanced');
    expect(told.lines[2]).toMatch(/^ {2}card-application \S+: /);
    await eventually('the details are in', async () => {
      shown = await run('inspect', journeyId);
      return shown.lines.some((line) => line.includes('application.details-submitted'));
    });
    expect(shown?.lines.join('\n')).toContain('"Ana Silva" (web)');
    expect(shown?.lines.at(-1)).toMatch(/^\S+ web +application\.details-submitted +advanced$/);

    const json = await run('inspect', journeyId, '--json');
    expect(JSON.parse(json.lines.join(''))).toMatchObject({
      journey: { journeyId, definition: 'card-application', version: 1, status: 'open' },
      entries: [{ type: 'application.started' }, { type: 'application.details-submitted' }],
    });
  });

  it('tails what happens to journeys until it is interrupted', async () => {
    const tail = startThroughline(['tail'], environment());
    let customer = 0;
    // The stream begins when it is connected; whoever starts later is seen.
    await eventually('a journey is seen', async () => {
      const identifiers = [{ scheme: 'email', value: `tail-${customer++}@example.org` }];
      await backbone.post('/v1/interactions', {
        ...{ channel: 'chat', source: '//bank.example/chat', type: 'application.started' },
        identifiers,
      });
      return tail.lines.length > 0;
    });
    expect(tail.lines[0]).toMatch(
      /^2\S+Z chat +started +card-application [a-z2-7]{20}\.[a-z2-7]{8} .*details$/,
    );
    tail.signal('SIGINT');
    expect(await tail.exited).toBe(0);
    expect(tail.errors()).toBe('');
  });

  it('ends quietly when whoever reads it has enough', async () => {
    const tailing = shell('throughline tail | head -n 1; echo "${PIPESTATUS[0]}"', environment());
    let ended = false;
    void tailing.then(() => (ended = true));
    let customer = 0;
    await eventually('one line was read, and the next one nobody reads', async () => {
      const identifiers = [{ scheme: 'email', value: `head-${customer++}@example.org` }];
      await backbone.post('/v1/interactions', {
        ...{ channel: 'chat', source: '//bank.example/chat', type: 'application.started' },
        identifiers,
      });
      return ended;
    });
    const { lines, errors } = await tailing;
    expect({ lines, errors }).toEqual({
      lines: [expect.stringContaining('card-application'), '0'],
      errors: '',
    });
  });

  it("answers with the gateway's own words when something is refused", async () => {
    const refused = await emit('Application Started');
    expect(refused.code).toBe(1);
    expect(refused.errors).toMatch(/^4\d\d .*\n +\/.*type/);
    const stranger = await throughline(
      ['emit', 'application.started', '--channel', 'web', '--identifier', ANA, '--key', 'tl_no'],
      environment(),
    );
    expect(stranger).toMatchObject({ code: 1, errors: expect.stringMatching(/^401 /) });
    expect(await run('inspect', 'email=nobody@example.org')).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/^404 /),
    });
  });

  it('calls bad usage by its name, with exit code 2', async () => {
    const cases: readonly (readonly [string[], RegExp])[] = [
      [['emit', 'a.b', '--channel', 'web', '--identifier', 'ana'], /scheme=value/],
      [['emit', 'a.b', '--channel', 'web', '--identifier', ANA, '--data', '{'], /not JSON/],
      [['inspect', 'ana'], /neither a journey id nor scheme=value/],
    ];
    for (const [args, why] of cases) {
      expect(await run(...args)).toMatchObject({ code: 2, errors: expect.stringMatching(why) });
    }
  });

  it('says what to do when nobody answers', async () => {
    const { code, errors } = await throughline(['inspect', ANA, '--url', 'http://127.0.0.1:9']);
    expect(code).toBe(1);
    expect(errors).toMatch(/No answer from http:\/\/127\.0\.0\.1:9 .*npm start/);
  });
});
