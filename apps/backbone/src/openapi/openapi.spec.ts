import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { installationRoot } from '#config';
import { describeApi } from './describe-api.js';

describe('docs/openapi.yaml', () => {
  it('says what the controllers say', async () => {
    const file = join(installationRoot(), 'docs', 'openapi.yaml');
    const checkedIn = parse(await readFile(file, 'utf8')) as unknown;
    expect(checkedIn).toEqual(JSON.parse(JSON.stringify(await describeApi())));
  });
});
