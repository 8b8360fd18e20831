import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runNode, temporaryDirectory, throughline } from '#testing';

const MAIN = join(import.meta.dirname, '../../../dist/apps/backbone/src/main.js');

describe('a start that cannot succeed', () => {
  let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
  const data = (): string => join(folder.path, 'data');
  beforeAll(async () => {
    folder = await temporaryDirectory();
    await writeFile(join(folder.path, 'file'), '');
    await mkdir(join(folder.path, 'odd', 'channel-keys.json'), { recursive: true });
    await mkdir(join(folder.path, 'half'));
    await writeFile(join(folder.path, 'half', 'log'), '');
  });
  afterAll(() => folder.remove());

  const told = async (env: Readonly<Record<string, string>>): Promise<string> => {
    const backbone = runNode([MAIN], { PORT: '0', LOG_LEVEL: 'warn', DATA_DIR: data(), ...env });
    expect(await backbone.exited).toBe(1);
    expect(backbone.lines).toEqual([]);
    return backbone.errors().replaceAll(folder.path, '').trim();
  };

  it.each<[string, () => Readonly<Record<string, string>>, RegExp]>([
    [
      'a data directory that is a file',
      () => ({ DATA_DIR: join(folder.path, 'file') }),
      /^\/file: a file stands where a directory must be\. DATA_DIR must be a directory in which/,
    ],
    [
      'a data directory below a file',
      () => ({ DATA_DIR: join(folder.path, 'file', 'below') }),
      /^\/file\/below: a file stands where .* DATA_DIR must be/,
    ],
    [
      'a file where the log must be',
      () => ({ DATA_DIR: join(folder.path, 'half') }),
      /^\/half\/log: a file stands where a directory must be\.$/,
    ],
    [
      'keys that cannot be read',
      () => ({ DATA_DIR: join(folder.path, 'odd') }),
      /^The channel keys in \/odd\/channel-keys\.json cannot be read/,
    ],
    [
      'a folder of journeys that is not there',
      () => ({ JOURNEYS_DIR: join(folder.path, 'nowhere') }),
      /^No journey definitions: \/nowhere cannot be read\. Set JOURNEYS_DIR/,
    ],
    [
      'brokers that do not answer',
      () => ({ KAFKA_BROKERS: '127.0.0.1:1' }),
      /^Kafka could not be reached at 127\.0\.0\.1:1 .*KAFKA_BROKERS/,
    ],
    [
      'a Redis that does not answer',
      () => ({ REDIS_URL: 'redis://127.0.0.1:1' }),
      /^Redis is not available: .*REDIS_URL/,
    ],
    [
      'a registry that does not answer',
      () => ({ SCHEMA_REGISTRY_URL: 'http://127.0.0.1:1' }),
      /^The schema registry at http:\/\/127\.0\.0\.1:1 cannot be reached\./,
    ],
    [
      'an address of another machine',
      () => ({ HOST: '192.0.2.1' }),
      /^HOST=192\.0\.2\.1 is no address of this machine\./,
    ],
    ['a host without an address', () => ({ HOST: 'nowhere.invalid' }), /^HOST=nowhere\.invalid is/],
  ])('says what to do in one line and no stack: %s', async (_what, env, words) => {
    const said = await told(env());
    expect(said).toMatch(words);
    expect(said.split('\n')).toHaveLength(1);
  });

  it('says what an environment variable must look like', async () => {
    const said = await told({ REDIS_URL: 'http://127.0.0.1' });
    expect(said).toMatch(
      /correct this and start again:\n {2}- REDIS_URL=\(hidden\) must begin with/,
    );
    expect(said).not.toMatch(/\n {4}at /);
  });

  it('is told by the command line in the same words', async () => {
    const file = join(folder.path, 'file');
    const mapping = 'journeys/loan-application/bpic2012.mapping.yaml';
    const args = ['import', file, '--mapping', mapping];
    const { code, lines, errors } = await throughline(args, { DATA_DIR: file });
    expect({ code, lines }).toEqual({ code: 1, lines: [] });
    expect(errors.trim()).toBe(
      `${folder.path}/file: a file stands where a directory must be. DATA_DIR must be a directory in which this user can write.`,
    );
  });

  it('leaves a report that has nowhere to be written as one line, too', async () => {
    const report = join(folder.path, 'nowhere', 'report.xml');
    const { code, errors } = await throughline(['test', 'journeys/rebooking', '--junit', report]);
    expect({ code, errors }).toEqual({
      code: 1,
      errors: `${report}: there is no such file or directory.\n`,
    });
  });
});
