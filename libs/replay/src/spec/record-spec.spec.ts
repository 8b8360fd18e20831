import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { installationRoot } from '#config';
import { createDefinitions } from '#journey';
import { Player, readSpecFiles, recordSpec } from '#replay';

const folder = join(installationRoot(), 'journeys', 'card-application');
const files = await readSpecFiles(join(folder, 'v1.yaml'), join(folder, 'v1.spec.yaml'));

describe('the records of a spec', () => {
  it('do the same when they are folded again, scenario by scenario', () => {
    const { recorded } = recordSpec(files);
    expect(recorded?.scenarios.length).toBeGreaterThan(0);
    for (const scenario of recorded?.scenarios ?? []) {
      const player = new Player(createDefinitions(recorded ? [recorded.definition] : []));
      for (const { record, decision } of scenario) expect(player.play(record)).toEqual(decision);
    }
  });

  it('are not there for a spec with faults, which are told', () => {
    const { file } = files.spec;
    const { recorded, faults } = recordSpec({ ...files, spec: { file, text: 'journey: 1' } });
    expect(recorded).toBeUndefined();
    expect(faults.length).toBeGreaterThan(0);
  });
});
