import { describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { type ThroughlineError } from '#ports';
import { describeConfig, type Environment, installationRoot, loadConfig } from './index.js';

function refusalOf(env: Environment): string {
  try {
    loadConfig(env);
  } catch (error) {
    expect(error).toMatchObject({ code: 'INVALID', retryable: false });
    return (error as ThroughlineError).message;
  }
  throw new Error('nothing was refused');
}

describe('an empty environment', () => {
  const config = loadConfig({});

  it('is the embedded default, on loopback only', () => {
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      partitions: 8,
      logLevel: 'info',
    });
    expect(config).not.toHaveProperty('kafka');
    expect(config).not.toHaveProperty('redisUrl');
    expect(config).not.toHaveProperty('oidc');
  });

  it('keeps data where it was started and takes definitions from the installation', () => {
    expect(config.dataDir).toBe(join(process.cwd(), '.throughline'));
    expect(config.journeysDir).toBe(join(installationRoot(), 'journeys'));
  });

  it('is the same as one whose variables are empty', () => {
    const names = describeConfig().map(({ name }) => [name, ' '] as const);
    expect(loadConfig(Object.fromEntries(names))).toEqual(config);
  });
});

describe('Kafka', () => {
  it('has the brokers named', () => {
    expect(loadConfig({ KAFKA_BROKERS: 'k1:9092, [::1]:9093,' }).kafka).toEqual({
      brokers: ['k1:9092', '[::1]:9093'],
      clientId: 'throughline',
    });
  });

  it('has a login when all of it is given', () => {
    const kafka = {
      KAFKA_BROKERS: 'k1:9092',
      KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
      KAFKA_SASL_USERNAME: 'ana',
      KAFKA_SASL_PASSWORD: 'pass',
    };
    expect(loadConfig(kafka).kafka?.sasl).toEqual({
      mechanism: 'scram-sha-512',
      username: 'ana',
      password: 'pass',
    });
    expect(refusalOf({ ...kafka, KAFKA_SASL_PASSWORD: '' })).toContain(
      'KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME needs KAFKA_SASL_PASSWORD too',
    );
  });

  it('has TLS when it is asked for, with the authorities of a file where one is named', () => {
    const directory = mkdtempSync(join(tmpdir(), 'throughline-config-'));
    try {
      const ca = join(directory, 'ca.pem');
      writeFileSync(ca, 'PEM');
      const brokers = { KAFKA_BROKERS: 'k1:9092' };
      expect(loadConfig({ ...brokers, KAFKA_SSL: 'true' }).kafka?.ssl).toEqual({});
      expect(loadConfig({ ...brokers, KAFKA_CA_FILE: ca }).kafka?.ssl).toEqual({ ca: 'PEM' });
      expect(refusalOf({ ...brokers, KAFKA_CA_FILE: join(directory, 'no.pem') })).toContain(
        'must be a file that can be read',
      );
      expect(refusalOf({ ...brokers, KAFKA_CERT_FILE: ca })).toContain(
        'KAFKA_CERT_FILE needs KAFKA_KEY_FILE too',
      );
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('makes topics with as many replicas as it is told', () => {
    const kafka = { KAFKA_BROKERS: 'k1:9092', KAFKA_REPLICATION_FACTOR: '3' };
    expect(loadConfig(kafka).kafka?.replicationFactor).toBe(3);
  });

  it('is not half configured', () => {
    expect(refusalOf({ KAFKA_SSL: 'true' })).toContain('KAFKA_SSL is set but KAFKA_BROKERS is not');
  });
});

describe('Redis', () => {
  it.each([
    'redis://127.0.0.1:6379',
    'redis://:pass@redis.example/2',
    'rediss://redis.example:6380',
    'redis+sentinel://s1:26379,s2:26379/main',
    'redis+sentinel://user:pass@s1:26379/main/1',
    'rediss+cluster://c1:6379,c2:6379',
    'redis+cluster://c1,[::1],c3:6380',
  ])('may be %s', (url) => {
    expect(loadConfig({ REDIS_URL: url }).redisUrl).toBe(url);
  });

  it.each([
    ['http://redis.example', 'must begin with redis://'],
    ['redis://', 'must name a host'],
    ['redis://redis.example/main', 'database number'],
    ['redis+sentinel://s1:26379', 'must end in /master-name'],
    ['redis+cluster://c1:x', 'host:port'],
    ['redis+cluster://c1:6379/1', 'a cluster has one database'],
  ])('may not be %s', (url, why) => {
    expect(refusalOf({ REDIS_URL: url })).toContain(why);
  });
});

describe('what is wrong', () => {
  it('is told all at once, by variable and value, with what may stand there', () => {
    const message = refusalOf({
      PORT: '99999',
      PARTITIONS: '7',
      KAFKA_BROKERS: 'k1',
      LOG_LEVEL: 'loud',
      OIDC_ISSUER: 'https://id.example',
      SCHEMA_REGISTRY_URL: 'registry:8081',
    });
    expect(message).toContain('correct these 6');
    expect(message).toContain('PORT="99999" must be a whole number from 0 to 65535');
    expect(message).toContain('PARTITIONS="7" must divide 256');
    expect(message).toContain('KAFKA_BROKERS="k1" must be host:port');
    expect(message).toContain('LOG_LEVEL="loud" must be one of trace, debug');
    expect(message).toContain('OIDC_ISSUER needs OIDC_AUDIENCE too');
    expect(message).toContain('SCHEMA_REGISTRY_URL=(hidden) must begin with http:// or https://');
  });

  it('never shows a secret', () => {
    const message = refusalOf({
      IDENTITY_SECRET: 'hunter2',
      REDIS_URL: 'redis+cluster://ana:hunter2@c1/9',
      SCHEMA_REGISTRY_URL: 'ftp://ana:hunter2@registry.example',
      KAFKA_SASL_PASSWORD: 'hunter2',
    });
    expect(message).toContain('IDENTITY_SECRET=(hidden) must have at least 32 bytes');
    expect(message).not.toContain('hunter2');
  });

  it.each(['8080x', '-1', '1e3', '80.5', '0x50'])('includes the port %s', (port) => {
    expect(refusalOf({ PORT: port })).toContain('PORT=');
  });
});

describe('the description of the configuration', () => {
  it('has every variable once, with its meaning and values', () => {
    const rows = describeConfig();
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
    for (const { name, range, doc } of rows) {
      expect(name).toMatch(/^[A-Z][A-Z0-9_]*$/);
      expect(range).not.toBe('');
      expect(doc).toMatch(/\.$/);
    }
  });
});

describe('the installation', () => {
  it('is found from anywhere below it', () => {
    expect(isAbsolute(installationRoot())).toBe(true);
    expect(existsSync(join(installationRoot(), 'schemas'))).toBe(true);
    expect(installationRoot(join(installationRoot(), 'dist', 'libs'))).toBe(installationRoot());
  });

  it('is not somewhere else', () => {
    expect(() => installationRoot(tmpdir())).toThrow(/No package.json named "throughline"/);
  });
});

describe('how identifiers are read', () => {
  it('has no country and blocks nothing unless told', () => {
    expect(loadConfig({}).identifiers).toEqual({ regions: {}, blocked: {} });
  });

  it('goes as far as it is told, for what is named', () => {
    const env = {
      IDENTITY_LIMITS: 'phone.subjects=2, phone.values=9,cookie.values=none,merges=20',
    };
    expect(loadConfig(env).identifiers.limits).toEqual({
      schemes: { phone: { subjects: 2, values: 9 }, cookie: { values: Infinity } },
      merges: 20,
    });
  });

  it('has a country, others for single channels, and blocked values in normal form', () => {
    const env = {
      PHONE_REGION: 'au',
      PHONE_REGIONS: 'branch=NZ, phone=AU,',
      BLOCKED_IDENTIFIERS:
        'phone=+61 2 5550 1234, email=Help@BANK.example,phone=+61255505678,cookie=a=b',
    };
    expect(loadConfig(env).identifiers).toEqual({
      defaultRegion: 'AU',
      regions: { branch: 'NZ', phone: 'AU' },
      blocked: {
        phone: ['+61255501234', '+61255505678'],
        email: ['Help@bank.example'],
        cookie: ['a=b'],
      },
    });
  });

  it.each([
    ['PHONE_REGION', 'Australia', 'ISO 3166'],
    ['PHONE_REGION', 'XX', 'ISO 3166'],
    ['PHONE_REGIONS', 'branch', 'name=value'],
    ['PHONE_REGIONS', 'branch=NZ,branch=AU', 'twice'],
    ['PHONE_REGIONS', 'Branch!=NZ', 'channels'],
    ['PHONE_REGIONS', 'branch=ZZ', 'ISO 3166'],
    ['BLOCKED_IDENTIFIERS', 'phone=02 5550 1234', 'country code'],
    ['BLOCKED_IDENTIFIERS', 'email=help', 'e-mail'],
    ['BLOCKED_IDENTIFIERS', 'anonymous', 'name=value'],
    ['IDENTITY_LIMITS', 'phone.subjects=0', 'whole numbers from 1 to 63, or none'],
    ['IDENTITY_LIMITS', 'phone.subjects=64', 'phone.subjects is "64"'],
    ['IDENTITY_LIMITS', 'phone.numbers=2', '"phone.numbers" is none'],
    ['IDENTITY_LIMITS', 'Phone.values=2', '"Phone.values" is none'],
    ['IDENTITY_LIMITS', 'merges=1.5', 'merges is "1.5"'],
    ['IDENTITY_LIMITS', 'merges=2,merges=3', 'names merges twice'],
    ['IDENTITY_LIMITS', 'merges', 'name=value'],
  ])('refuses %s=%s', (name, value, why) => {
    const refusal = refusalOf({ [name]: value });
    expect(refusal).toContain(name);
    expect(refusal).toContain(why);
  });
});
