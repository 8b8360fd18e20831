import { type DefinitionDeployment } from '#contracts';
import { type Deployment } from '#journey';
import { type RecordCodec, type StoredRecord } from '#ports';
import { type FileFault } from '../file-fault.js';
import { parseDefinition } from '../parse-definition.js';
import { textHash } from './definition-text.js';

/** A record of the topic as this build reads it. */
export interface ReadDeployment {
  /** Undefined: it is no deployment, or gone. */
  readonly record: DefinitionDeployment | undefined;
  readonly deployment: Deployment;
  /** Of a version's text. */
  readonly faults: readonly FileFault[];
}

/** Reads a record whose schema the codec has fetched. Never throws: what cannot be read keeps its number and is void. */
export function readDeployment(codec: RecordCodec, stored: StoredRecord): ReadDeployment {
  try {
    const decoded = codec.decode(stored.value, stored.headers);
    if (decoded.name === 'DefinitionDeployment') return readRecord(decoded.value);
    return withoutRecord(`the record is a ${decoded.name}`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return withoutRecord(`the record cannot be read: ${why}`);
  }
}

/** In the place of a record that is not there, or means nothing to us. */
export function withoutRecord(fault: string): ReadDeployment {
  const deployment = { kind: 'none', name: '', version: 0, hash: '', share: 0, fault };
  return { record: undefined, deployment, faults: [] };
}

/** What a record says, its text compiled. */
export function readRecord(record: DefinitionDeployment): ReadDeployment {
  const { kind, name, version, hash, share, text } = record;
  const said = { kind, name, version, hash, share };
  if (kind !== 'version') return { record, deployment: said, faults: [] };
  if (textHash(text) !== hash) {
    const fault = 'its text is not what its hash says; deploy the version again';
    return { record, deployment: { ...said, fault }, faults: [] };
  }
  const { definition, faults } = parseDefinition(text, `${name}/v${version}.yaml`);
  const isThis = definition?.name === name && definition.version === version;
  return { record, deployment: { ...said, definition: isThis ? definition : undefined }, faults };
}
