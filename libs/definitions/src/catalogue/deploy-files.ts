import { randomUUIDv7 } from 'node:crypto';
import { relative } from 'node:path';
import { type DefinitionDeployment } from '#contracts';
import { type Clock, ThroughlineError } from '#ports';
import {
  type DefinitionFile,
  parseDefinitionFile,
  readDefinitionFiles,
} from '../load-definitions.js';
import { type Catalogue } from './catalogue.js';
import { textHash } from './definition-text.js';
import { versionRecord } from './deploy.js';

const OPERATOR = 'file';

/**
 * Deploys every definition below a folder that is not deployed yet, and founds the catalogue if nobody has: what is in
 * force then is what interactions start on that name no deployment. Processes may do this at the same time.
 * Throws `INVALID` with every fault of every file as `file:line:column: message`, also when a file differs from what is
 * deployed as its version; then nothing is deployed.
 */
export async function deployFiles(
  { catalogue, clock }: { readonly catalogue: Catalogue; readonly clock: Clock },
  directory: string,
): Promise<void> {
  const { files } = await readDefinitionFiles(directory);
  const fresh = files.filter(({ name, version }) => !catalogue.versionEntry(name, version));
  refuse(directory, [
    ...files.flatMap((file) => changed(catalogue, file)),
    ...fresh.flatMap((file) => faultsOf(catalogue, clock, file, directory)),
  ]);
  for (const file of fresh) await catalogue.append(recordOf(file, clock, directory));
  refuse(
    directory,
    fresh.flatMap((file) => changed(catalogue, file)),
  );
  const isFounded = catalogue
    .entries()
    .some(({ record, voided }) => record?.kind === 'founding' && voided === undefined);
  if (!isFounded) await catalogue.append(foundingRecord(clock));
}

function refuse(directory: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  throw new ThroughlineError(
    'INVALID',
    `The journey definitions in ${directory} cannot be used. Correct them and start again:\n${lines.join('\n')}`,
  );
}

/** A file whose version is deployed with another text. */
function changed(catalogue: Catalogue, { file, name, version, text }: DefinitionFile): string[] {
  const entry = catalogue.versionEntry(name, version);
  const { record } = entry ?? {};
  if (entry === undefined || record === undefined) return [];
  if (text !== undefined && textHash(text) === record.hash) return [];
  const when = `${new Date(record.time).toISOString()} by ${record.operator}`;
  const next = catalogue.nextVersion(name);
  return [
    `${file}:1:1: ${name}@${version} was deployed with another text (deployment ${entry.deployment}, ${when}), and a version never changes; ` +
      `put the text back, and make the change in ${name}/v${next}.yaml`,
  ];
}

function faultsOf(
  catalogue: Catalogue,
  clock: Clock,
  file: DefinitionFile,
  directory: string,
): string[] {
  const { definition, faults } = parseDefinitionFile(file);
  if (definition === undefined) {
    const errors = faults.filter(({ severity }) => severity === 'error');
    return errors.map((one) => `${one.file}:${one.line}:${one.column}: ${one.message}`);
  }
  const { voided } = catalogue.foresee(recordOf(file, clock, directory));
  if (voided === undefined) return [];
  const next = catalogue.nextVersion(file.name);
  return [`${file.file}:1:1: ${voided}; call it v${next}.yaml, or take it away`];
}

function recordOf(
  { file, name, version, text = '' }: DefinitionFile,
  clock: Clock,
  directory: string,
): DefinitionDeployment {
  const reason = relative(directory, file);
  return versionRecord({ name, version, text, share: 100, operator: OPERATOR, reason }, clock);
}

function foundingRecord(clock: Clock): DefinitionDeployment {
  return {
    id: randomUUIDv7(),
    kind: 'founding',
    name: '',
    version: 0,
    hash: '',
    text: '',
    share: 0,
    operator: OPERATOR,
    reason: null,
    time: clock.now(),
  };
}
