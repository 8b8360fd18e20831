import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { installationRoot } from '#config';
import { type ContinuityFigures } from '#journey';
import { eventually, startBackbone, temporaryDirectory, throughline } from '#testing';

const DRAFT = join(installationRoot(), 'journeys', 'card-application', 'v1.yaml');

describe('what is asked of an installation while its backbone runs', () => {
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

  const start = async (who: string): Promise<void> => {
    await backbone.post('/v1/interactions', {
      ...{ type: 'application.started', channel: 'web', source: '//bank.example/apply' },
      identifiers: [{ scheme: 'email', value: who, verified: true }],
    });
    const query = new URLSearchParams({ scheme: 'email', value: who });
    await eventually('it is folded', async () => {
      const answer = await backbone.get(`/v1/continuations?${query.toString()}`);
      return (answer as { continuations: unknown[] }).continuations.length === 1;
    });
  };
  const asked = async (...args: string[]): Promise<unknown> => {
    const { code, lines, errors } = await throughline(args, { DATA_DIR: directory.path });
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    return JSON.parse(lines.join(''));
  };
  const started = async (): Promise<number | undefined> => {
    const told = (await asked('figures', '--json')) as { definitions: ContinuityFigures[] };
    return told.definitions[0]?.started;
  };

  it('is answered from what is there by then: figures, check, backtest', async () => {
    await start('ana@example.org');
    expect(await started()).toBe(1);
    expect(await asked('check', '--json')).toMatchObject({
      clean: true,
      counts: { journeys: { open: 1 } },
    });
    await start('bo@example.org');
    expect(await started()).toBe(2);
    const report = await asked('backtest', DRAFT, '--log', '--json', '-');
    expect(report).toMatchObject({ source: { name: 'the log' }, journeys: { same: 2 } });
  });

  it('is answered after the backbone was killed, too', async () => {
    await backbone.process.kill();
    expect(await started()).toBe(2);
    expect(await asked('check', '--json')).toMatchObject({ clean: true });
  });

  it('says so where there is no log', async () => {
    const nowhere = join(directory.path, 'nowhere');
    const { code, errors } = await throughline(['figures'], { DATA_DIR: nowhere });
    expect(code).toBe(1);
    expect(errors).toContain(`There is no log in ${join(nowhere, 'log')}. Set DATA_DIR`);
  });
});
