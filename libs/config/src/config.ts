import { resolve } from 'node:path';
import { type IdentityLimits } from '#identity';
import { ThroughlineError } from '#ports';
import { Refusal, type Setting } from './setting.js';
import {
  DEFAULT_PORTS,
  defaultJourneysDir,
  type ServiceName,
  SETTINGS,
  type SettingKey,
  type Values,
} from './settings.js';

export interface KafkaConfig {
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** Replicas of the topics that are made. */
  readonly replicationFactor?: number;
  /** PEM texts; an empty object is TLS with the system's authorities. */
  readonly ssl?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
}

/** Where a gateway is that nobody said the address of. */
export const DEFAULT_GATEWAY_URL = `http://127.0.0.1:${DEFAULT_PORTS.gateway}`;

/** What the environment decides. Immutable; read once, at start. */
export interface Config {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Absolute. */
  readonly dataDir: string;
  /** Absolute. */
  readonly journeysDir: string;
  /** A divisor of 256. */
  readonly partitions: number;
  readonly logLevel: Values['logLevel'];
  /** At least 32 bytes; absent: the gateway makes one and keeps it with the identities. */
  readonly identitySecret?: string;
  /** How identifiers are read before they are compared. */
  readonly identifiers: {
    /** ISO 3166 country of phone numbers without a country code; absent: such numbers are refused. */
    readonly defaultRegion?: string;
    /** The same by channel, where it is another. */
    readonly regions: Readonly<Record<string, string>>;
    /** Values that are recorded and link nothing, in normal form, by scheme. */
    readonly blocked: Readonly<Record<string, readonly string[]>>;
    /** How far they are linked by themselves; absent: the defaults. */
    readonly limits?: IdentityLimits;
  };
  /** Absent: the embedded log. */
  readonly kafka?: KafkaConfig;
  /** Absent: the embedded stores. */
  readonly redisUrl?: string;
  /** Absent: the schema files of the installation. */
  readonly schemaRegistryUrl?: string;
  /** Base address, without a slash at the end. Absent: `DEFAULT_GATEWAY_URL`, or a gateway's own address. */
  readonly gatewayUrl?: string;
  /** Page that hand-off links lead to. Absent: the gateway's. */
  readonly handOffUrl?: string;
  readonly oidc?: { readonly issuer: string; readonly audience: string };
  readonly otlpEndpoint?: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the whole configuration of a service: unless set, each listens on a port of its own. Throws one `INVALID` that lists every fault: the variable, its value (secrets masked),
 * what may stand there.
 */
export function loadConfig(
  env: Environment = process.env,
  service: ServiceName = 'backbone',
): Config {
  const faults: string[] = [];
  const values = readAll(env, faults);
  faults.push(...contradictions(values, env));
  if (faults.length > 0) {
    const list = faults.map((fault) => `  - ${fault}`).join('\n');
    throw new ThroughlineError(
      'INVALID',
      `The environment is not usable; correct ${faults.length === 1 ? 'this' : `these ${faults.length}`} and start again:\n${list}`,
    );
  }
  const hasPort = (env[SETTINGS.port.name]?.trim() ?? '') !== '';
  return assemble(hasPort ? values : { ...values, port: DEFAULT_PORTS[service] });
}

function readAll(env: Environment, faults: string[]): Values {
  const values: Partial<Record<SettingKey, unknown>> = {};
  for (const key of Object.keys(SETTINGS) as SettingKey[]) {
    const setting: Setting<unknown> = SETTINGS[key];
    const given = env[setting.name]?.trim();
    const value = given === undefined || given === '' ? setting.default : given;
    if (value === undefined) continue;
    try {
      values[key] = setting.parse(value);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const shown = setting.secret ? '(hidden)' : JSON.stringify(value);
      faults.push(`${setting.name}=${shown} ${error.message}. ${setting.doc}`);
    }
  }
  return values as Values;
}

/** Settings that only make sense together. */
function contradictions(values: Values, env: Environment): string[] {
  const isSet = (key: SettingKey): boolean => (env[SETTINGS[key].name]?.trim() ?? '') !== '';
  const faults: string[] = [];
  const together = (...keys: readonly SettingKey[]): void => {
    const names = (set: boolean): string =>
      keys
        .filter((key) => isSet(key) === set)
        .map((key) => SETTINGS[key].name)
        .join(', ');
    if (keys.some(isSet) && !keys.every(isSet)) {
      faults.push(`${names(true)} needs ${names(false)} too: set all of them or none.`);
    }
  };
  together('kafkaSaslMechanism', 'kafkaSaslUsername', 'kafkaSaslPassword');
  together('kafkaCert', 'kafkaKey');
  together('oidcIssuer', 'oidcAudience');
  const needKafka = (['kafkaCa', 'kafkaCert', 'kafkaSaslMechanism'] as const).filter(isSet);
  if ((needKafka.length > 0 || values.kafkaSsl) && !isSet('kafkaBrokers')) {
    const names = [...(values.kafkaSsl ? ['KAFKA_SSL'] : []), ...needKafka.map(nameOf)].join(', ');
    faults.push(`${names} is set but KAFKA_BROKERS is not: name the brokers, or remove it.`);
  }
  return faults;
}

function nameOf(key: SettingKey): string {
  return SETTINGS[key].name;
}

function assemble(values: Values): Config {
  return {
    host: values.host,
    port: values.port,
    dataDir: resolve(values.dataDir),
    journeysDir: resolve(values.journeysDir ?? defaultJourneysDir()),
    partitions: values.partitions,
    logLevel: values.logLevel,
    ...given('identitySecret', values.identitySecret),
    identifiers: {
      ...given('defaultRegion', values.phoneRegion),
      regions: values.phoneRegions ?? {},
      blocked: values.blockedIdentifiers ?? {},
      ...given('limits', values.identityLimits),
    },
    ...given('gatewayUrl', values.gatewayUrl?.replace(/\/+$/, '')),
    ...given('handOffUrl', values.handOffUrl),
    ...given('kafka', kafkaOf(values)),
    ...given('redisUrl', values.redisUrl),
    ...given('schemaRegistryUrl', values.schemaRegistryUrl),
    ...given('otlpEndpoint', values.otlpEndpoint),
    ...(values.oidcIssuer !== undefined && values.oidcAudience !== undefined
      ? { oidc: { issuer: values.oidcIssuer, audience: values.oidcAudience } }
      : {}),
  };
}

function kafkaOf(values: Values): KafkaConfig | undefined {
  if (values.kafkaBrokers === undefined) return undefined;
  const { kafkaCa, kafkaCert, kafkaKey, kafkaSaslMechanism: mechanism } = values;
  const files = {
    ...given('ca', kafkaCa),
    ...given('cert', kafkaCert),
    ...given('key', kafkaKey),
  };
  const { kafkaSaslUsername: username, kafkaSaslPassword: password } = values;
  return {
    brokers: values.kafkaBrokers,
    clientId: values.kafkaClientId,
    ...given('replicationFactor', values.kafkaReplicationFactor),
    ...(values.kafkaSsl || Object.keys(files).length > 0 ? { ssl: files } : {}),
    ...(mechanism !== undefined && username !== undefined && password !== undefined
      ? { sasl: { mechanism, username, password } }
      : {}),
  };
}

function given<K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: T });
}
