import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installationRoot } from './installation-root.js';
import {
  blockedIdentifiers,
  identityLimits,
  phoneRegion,
  phoneRegions,
} from './identifier-rules.js';
import { redisUrl } from './redis-url.js';
import {
  flag,
  hostPorts,
  integer,
  oneOf,
  optional,
  Refusal,
  required,
  text,
  url,
  type Setting,
} from './setting.js';

/** Partition counts: divisors of the 256 shards. */
function partitions(value: string): number {
  const count = integer(1, 256)(value);
  if (256 % count !== 0) throw new Refusal('must divide 256: 1, 2, 4, 8, 16, 32, 64, 128 or 256');
  return count;
}

function fileText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Refusal(`must be a file that can be read (${(error as Error).message})`);
  }
}

function secretText(minimum: number): (value: string) => string {
  return (value) => {
    if (Buffer.byteLength(value) < minimum) {
      throw new Refusal(
        `must have at least ${minimum} bytes: \`openssl rand -base64 32\` makes one`,
      );
    }
    return value;
  };
}

const httpUrl = url('http:', 'https:');

/** The port each service listens on unless told: all of them can start side by side. */
export const DEFAULT_PORTS = { backbone: 8080, gateway: 8080, orchestrator: 8081, desk: 8082 };

export type ServiceName = keyof typeof DEFAULT_PORTS;

/** Every environment variable Throughline reads, in the order they are documented. */
export const SETTINGS = {
  host: required('HOST', '127.0.0.1', {
    doc: 'Address the HTTP server listens on.',
    range: 'host name or IP address',
    parse: text,
  }),
  port: required('PORT', String(DEFAULT_PORTS.backbone), {
    doc: `Port the HTTP server listens on. Unset, an orchestrator of its own takes ${DEFAULT_PORTS.orchestrator} and a desk ${DEFAULT_PORTS.desk}, so that all can run side by side.`,
    range: '0 to 65535; 0 takes a free one',
    parse: integer(0, 65_535),
  }),
  dataDir: required('DATA_DIR', '.throughline', {
    doc: 'Where the embedded log and stores, and generated keys, are kept.',
    range: 'directory, made when missing',
    parse: text,
  }),
  journeysDir: optional('JOURNEYS_DIR', {
    doc: "Journey definitions; the installation's own `journeys/` when unset.",
    range: 'directory',
    parse: text,
  }),
  partitions: required('PARTITIONS', '8', {
    doc: 'Partitions of every topic. Fixed once the topics exist.',
    range: 'a divisor of 256',
    parse: partitions,
  }),
  identitySecret: optional('IDENTITY_SECRET', {
    doc: 'Key of the hashes that subject ids and stored identifiers are. The same in every process, for ever.',
    range: '32 bytes or more; unset: made once and kept with the identities',
    secret: true,
    parse: secretText(32),
  }),
  phoneRegion: optional('PHONE_REGION', {
    doc: 'Country of phone numbers that are given without a country code.',
    range: 'ISO 3166 country, e.g. `AU`; unset: such numbers are refused',
    parse: phoneRegion,
  }),
  phoneRegions: optional('PHONE_REGIONS', {
    doc: 'The same for single channels, where it is another country.',
    range: '`channel=country`, separated by commas, e.g. `branch=NZ,phone=AU`',
    parse: phoneRegions,
  }),
  blockedIdentifiers: optional('BLOCKED_IDENTIFIERS', {
    doc: "Values that are recorded and link nobody: the company's own phone numbers and mailboxes, test accounts.",
    range:
      '`scheme=value`, separated by commas, phones with country code, e.g. `phone=+61255501234,email=help@bank.example`',
    parse: blockedIdentifiers,
  }),
  identityLimits: optional('IDENTITY_LIMITS', {
    doc: 'How far identifiers are linked by themselves: values that one customer has at most, known customers that an unverified value may come with before it is taken for shared and leads to nobody, and merges into one customer in 24 hours. Those not named keep their defaults (`libs/identity/src/guardrails.ts`).',
    range:
      '`scheme.values=n`, `scheme.subjects=n` and `merges=n`, separated by commas, n a whole number or `none`, e.g. `phone.subjects=2,cookie.values=500,merges=20`',
    parse: identityLimits,
  }),
  logLevel: required('LOG_LEVEL', 'info', {
    doc: 'The least severe log lines that are written.',
    range: 'trace, debug, info, warn, error, fatal or silent',
    parse: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
  }),
  kafkaBrokers: optional('KAFKA_BROKERS', {
    doc: 'Kafka to use; the embedded log when unset.',
    range: '`host:port`, separated by commas',
    parse: hostPorts,
  }),
  kafkaClientId: required('KAFKA_CLIENT_ID', 'throughline', {
    doc: "Name this process has in the brokers' logs and quotas.",
    range: 'text',
    parse: text,
  }),
  kafkaReplicationFactor: optional('KAFKA_REPLICATION_FACTOR', {
    doc: 'Replicas of the topics that are made; one when unset, three in production.',
    range: '1 to 32',
    parse: integer(1, 32),
  }),
  kafkaSsl: required('KAFKA_SSL', 'false', {
    doc: 'TLS to the brokers. Also on when a `KAFKA_*_FILE` is given.',
    range: 'true or false',
    parse: flag,
  }),
  kafkaCa: optional('KAFKA_CA_FILE', {
    doc: "Certificate authorities that signed the brokers' certificates.",
    range: 'PEM file',
    parse: fileText,
  }),
  kafkaCert: optional('KAFKA_CERT_FILE', {
    doc: 'Our client certificate, for mutual TLS.',
    range: 'PEM file; with `KAFKA_KEY_FILE`',
    parse: fileText,
  }),
  kafkaKey: optional('KAFKA_KEY_FILE', {
    doc: 'Its private key.',
    range: 'PEM file; with `KAFKA_CERT_FILE`',
    parse: fileText,
  }),
  kafkaSaslMechanism: optional('KAFKA_SASL_MECHANISM', {
    doc: 'How to log in to the brokers.',
    range: 'plain, scram-sha-256 or scram-sha-512',
    parse: oneOf('plain', 'scram-sha-256', 'scram-sha-512'),
  }),
  kafkaSaslUsername: optional('KAFKA_SASL_USERNAME', {
    doc: 'User of the login.',
    range: 'text; with `KAFKA_SASL_MECHANISM`',
    parse: text,
  }),
  kafkaSaslPassword: optional('KAFKA_SASL_PASSWORD', {
    doc: 'Password of the login.',
    range: 'text; with `KAFKA_SASL_MECHANISM`',
    secret: true,
    parse: text,
  }),
  redisUrl: optional('REDIS_URL', {
    doc: 'Redis to keep state in; embedded stores when unset.',
    range:
      '`redis://` or `rediss://` host, `redis+sentinel://h1:26379,h2:26379/master-name[/db]`, or `redis+cluster://h1:6379,h2:6379` (`rediss+…` for TLS)',
    secret: true,
    parse: redisUrl,
  }),
  schemaRegistryUrl: optional('SCHEMA_REGISTRY_URL', {
    doc: 'Confluent-compatible schema registry; the schema files in git when unset.',
    range: 'http or https URL, with `user:password@` if it asks for one',
    secret: true,
    parse: httpUrl,
  }),
  gatewayUrl: optional('GATEWAY_URL', {
    doc: 'Where services that write by the public API, and customers who follow a link, find the gateway.',
    range:
      'http or https URL; unset: `http://127.0.0.1:8080`, and to the gateway itself the address it listens on',
    parse: httpUrl,
  }),
  handOffUrl: optional('HANDOFF_URL', {
    doc: 'Page that hand-off links lead to; a signed token is added as its fragment.',
    range: 'http or https URL; unset: `/handoff` of the gateway',
    parse: httpUrl,
  }),
  oidcIssuer: optional('OIDC_ISSUER', {
    doc: 'Who signs in people.',
    range: 'http or https URL; with `OIDC_AUDIENCE`',
    parse: httpUrl,
  }),
  oidcAudience: optional('OIDC_AUDIENCE', {
    doc: 'The audience their tokens must name.',
    range: 'text; with `OIDC_ISSUER`',
    parse: text,
  }),
  otlpEndpoint: optional('OTEL_EXPORTER_OTLP_ENDPOINT', {
    doc: 'Where traces are sent; none are when unset.',
    range: 'http or https URL',
    parse: httpUrl,
  }),
} as const satisfies Readonly<Record<string, Setting<unknown>>>;

export type SettingKey = keyof typeof SETTINGS;

/** The parsed value of every setting. */
export type Values = {
  readonly [K in SettingKey]: (typeof SETTINGS)[K] extends Setting<infer T> ? T : never;
};

/** Where journey definitions are when `JOURNEYS_DIR` is unset. */
export function defaultJourneysDir(): string {
  return join(installationRoot(), 'journeys');
}
