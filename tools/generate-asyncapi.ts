/**
 * Writes docs/asyncapi.yaml: every topic, what is in it, and how it is written, from schemas/avro and the topic list.
 * `--check` writes nothing and fails when the file is not current.
 *
 * Runs on the sources with `node --import ./libs/testing/src/run-sources.mjs tools/generate-asyncapi.ts`, or on what
 * `npm run build` made without the `--import`.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import {
  identityOfFile,
  loadSchemaFiles,
  newestOf,
  type SchemaFile,
  schemasDirectory,
} from '#avro';
import {
  DEFAULT_PARTITIONS,
  LOG_ENTRIES,
  type RecordName,
  TOPIC_SPECS,
  Topics,
  type TopicSpec,
} from '#contracts';

const ROOT = join(import.meta.dirname, '..');
const TARGET = join(ROOT, 'docs', 'asyncapi.yaml');

interface Content {
  readonly title: string;
  readonly key: string;
  readonly records: readonly RecordName[];
  /** What Throughline does with it. The log of record it sends to itself: others may read it. */
  readonly action: 'send' | 'receive';
}

const CONTENTS: Readonly<Record<keyof typeof Topics, Content>> = {
  interactions: {
    title: 'The log of record: what customers, agents and systems did, timers, and commands.',
    key: 'Subject id.',
    records: LOG_ENTRIES,
    action: 'send',
  },
  inbound: {
    title:
      'Interactions whose subject is not resolved yet, from systems that publish straight to Kafka.',
    key: 'Any; best what names the customer, so that order is kept.',
    records: ['InboundInteraction'],
    action: 'receive',
  },
  journeyEvents: {
    title: 'What became true of a journey.',
    key: 'Journey id.',
    records: ['JourneyEvent'],
    action: 'send',
  },
  journeys: {
    title: 'Every journey in full, newest state by key.',
    key: 'Journey id.',
    records: ['JourneyState'],
    action: 'send',
  },
  actions: {
    title: 'Commands to downstream services. The id is the idempotency key.',
    key: 'Journey id.',
    records: ['Action'],
    action: 'send',
  },
  dispositions: {
    title: 'What became of every record of the log: exactly one each.',
    key: 'Subject id.',
    records: ['Disposition'],
    action: 'send',
  },
  identityEvents: {
    title: 'Identities linked, merged, split, in conflict or erased.',
    key: 'Subject id.',
    records: ['IdentityEvent'],
    action: 'send',
  },
  definitions: {
    title:
      'Journey definitions as they were deployed, all on partition 0: the n-th record is deployment n.',
    key: 'The journey’s name.',
    records: ['DefinitionDeployment'],
    action: 'send',
  },
  deadLetters: {
    title: 'Records nobody could handle, with their bytes and the reason.',
    key: 'As the original.',
    records: ['DeadLetter'],
    action: 'send',
  },
};

type TopicKey = keyof typeof Topics;

const keys = Object.keys(Topics) as TopicKey[];
const all = loadSchemaFiles(schemasDirectory());
const files = new Map(newestOf(all).map((file) => [simpleName(file), file]));

function simpleName(file: SchemaFile): string {
  return file.fullName.slice(file.fullName.lastIndexOf('.') + 1);
}

function specOf(key: TopicKey): TopicSpec {
  const spec = TOPIC_SPECS.find(({ name }) => name === Topics[key]);
  if (spec === undefined) throw new Error(`${key} is in Topics but not in TOPIC_SPECS.`);
  return spec;
}

function channel(key: TopicKey): object {
  const { title, records } = CONTENTS[key];
  const { name, cleanup, retentionMs } = specOf(key);
  return {
    address: name,
    description: title,
    messages: Object.fromEntries(
      records.map((record) => [
        record,
        { $ref: `#/components/messages/${messageName(key, record)}` },
      ]),
    ),
    bindings: {
      kafka: {
        bindingVersion: '0.5.0',
        topic: name,
        partitions: DEFAULT_PARTITIONS,
        topicConfiguration: {
          'cleanup.policy': [cleanup],
          ...(cleanup === 'delete' ? { 'retention.ms': retentionMs } : {}),
        },
      },
    },
  };
}

/** A record has one key on one topic. */
function messageName(key: TopicKey, record: RecordName): string {
  return `${key}.${record}`;
}

function message(key: TopicKey, record: RecordName): object {
  const file = files.get(record);
  if (file === undefined) throw new Error(`There is no schema file for ${record}.`);
  const schema = JSON.parse(file.text) as { doc?: string };
  return {
    name: file.fullName,
    title: `${record}, version ${file.version}`,
    summary: schema.doc ?? record,
    contentType: 'application/avro',
    headers: { $ref: '#/components/schemas/CloudEventHeaders' },
    'x-written': versionOf(file),
    'x-read': all
      .filter(({ fullName }) => fullName === file.fullName)
      .toSorted((one, other) => one.version - other.version)
      .map(versionOf),
    payload: { schemaFormat: 'application/vnd.apache.avro+json;version=1.9.0', schema },
    bindings: {
      kafka: {
        bindingVersion: '0.5.0',
        key: { type: 'string', description: CONTENTS[key].key },
        schemaIdLocation: 'payload',
        schemaIdPayloadEncoding: 'confluent',
        schemaLookupStrategy: 'RecordNameStrategy',
      },
    },
  };
}

/** A version, and how its records say that they are of it. */
function versionOf(file: SchemaFile): object {
  const { id, guid, fingerprint } = identityOfFile(file);
  return { version: file.version, id, guid, fingerprint };
}

const HEADERS = {
  type: 'object',
  description: 'CloudEvents 1.0 in binary content mode, and the W3C trace.',
  required: ['ce_specversion', 'ce_id', 'ce_source', 'ce_type', 'content-type'],
  properties: {
    ce_specversion: { type: 'string', const: '1.0' },
    ce_id: { type: 'string', description: 'A record that comes again comes with the same id.' },
    ce_source: { type: 'string', format: 'uri-reference' },
    ce_type: { type: 'string' },
    ce_time: { type: 'string', format: 'date-time' },
    ce_subject: { type: 'string' },
    'content-type': { type: 'string', const: 'application/avro' },
    traceparent: { type: 'string' },
    tracestate: { type: 'string' },
  },
};

function operation(key: TopicKey): object {
  const channelRef = { $ref: `#/channels/${key}` };
  const { action, title } = CONTENTS[key];
  return { action, channel: channelRef, summary: title };
}

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  version: string;
};

const document = {
  asyncapi: '3.0.0',
  info: {
    title: 'Throughline',
    version,
    description:
      'The topics: what Throughline sends, anybody may subscribe to; what it receives, anybody may write. ' +
      'Values are Avro in the Confluent frame: 0x00, a 4-byte big-endian schema id, the record. ' +
      'Of each message `x-written` is the one schema version that this release writes, `x-read` all that it reads, also ' +
      'framed by a GUID header or as Avro single-object (fingerprint: CRC-64-AVRO, as on the wire). An id and a GUID come ' +
      'from the schema itself; with SCHEMA_REGISTRY_URL the id is the one that registry gives the version under the ' +
      'message’s name as its subject. Who reads a topic accepts every version of `x-read`: what was written stays as it was.',
    license: { name: 'Apache-2.0' },
  },
  defaultContentType: 'application/avro',
  channels: Object.fromEntries(keys.map((key) => [key, channel(key)])),
  operations: Object.fromEntries(
    keys.map((key) => [`${CONTENTS[key].action}-${key}`, operation(key)]),
  ),
  components: {
    schemas: { CloudEventHeaders: HEADERS },
    messages: Object.fromEntries(
      keys.flatMap((key) =>
        CONTENTS[key].records.map((record) => [messageName(key, record), message(key, record)]),
      ),
    ),
  },
};

const text =
  '# Generated from schemas/avro and the topic list by tools/generate-asyncapi.ts. Do not edit.\n' +
  stringify(document, { lineWidth: 100, aliasDuplicateObjects: false });

if (process.argv.includes('--check')) {
  if (!existsSync(TARGET) || readFileSync(TARGET, 'utf8') !== text) {
    console.error(
      `${TARGET} is not current: run tools/generate-asyncapi.ts and commit the result.`,
    );
    process.exit(1);
  }
} else {
  writeFileSync(TARGET, text);
}
