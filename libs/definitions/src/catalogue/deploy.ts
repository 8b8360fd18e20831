import { randomUUIDv7 } from 'node:crypto';
import { type DefinitionDeployment } from '#contracts';
import { type Definition } from '#journey';
import { type Clock } from '#ports';
import { type FileFault } from '../file-fault.js';
import { parseDefinition } from '../parse-definition.js';
import { type Catalogue } from './catalogue.js';
import { deployedText, textHash } from './definition-text.js';

/** Who deploys, and why: kept with the deployment. */
export interface DeployedBy {
  readonly operator: string;
  readonly reason: string | null;
}

export interface DeployRequest extends DeployedBy {
  readonly text: string;
  /** What the text is called in its faults. */
  readonly file: string;
  /** Percent of new journeys, 0 to 100. Below 100 it is the canary until it gets 100. */
  readonly share: number;
}

export type DeployOutcome =
  | {
      /** `known`: this very text is deployed already; nothing was changed. */
      readonly kind: 'deployed' | 'known';
      readonly deployment: number;
      readonly definition: Definition;
      /** Warnings. */
      readonly faults: readonly FileFault[];
    }
  /** The number is another text's, or lower than one that is deployed. */
  | { readonly kind: 'conflict'; readonly message: string }
  | { readonly kind: 'invalid'; readonly faults: readonly FileFault[] };

/**
 * Deploys a definition. One with an error changes nothing, nor does one that is deployed already. Resolves once this
 * process knows what the topic made of it.
 */
export async function deploy(
  { catalogue, clock }: { readonly catalogue: Catalogue; readonly clock: Clock },
  { text, file, share, operator, reason }: DeployRequest,
): Promise<DeployOutcome> {
  const { definition, faults } = parseDefinition(deployedText(text), file);
  if (definition === undefined) return { kind: 'invalid', faults };
  await catalogue.refresh();
  const { name, version } = definition;
  const record = versionRecord({ name, version, text, share, operator, reason }, clock);
  const before = standing(catalogue, record);
  if (before !== undefined) return { kind: 'known', deployment: before, definition, faults };
  const { voided } = catalogue.foresee(record);
  if (voided !== undefined) return conflict(catalogue, name, voided);
  const entry = await catalogue.append(record);
  const { deployment } = entry;
  if (entry.voided === undefined) return { kind: 'deployed', deployment, definition, faults };
  const winner = standing(catalogue, record);
  if (winner !== undefined) return { kind: 'known', deployment: winner, definition, faults };
  return conflict(catalogue, name, entry.voided);
}

/** The record that deploys a version's text. */
export function versionRecord(
  version: DeployedBy &
    Pick<DefinitionDeployment, 'name' | 'version' | 'share'> & { readonly text: string },
  clock: Clock,
): DefinitionDeployment {
  const text = deployedText(version.text);
  const id = randomUUIDv7();
  return { ...version, id, kind: 'version', text, hash: textHash(text), time: clock.now() };
}

/** The record that keeps which running journeys were migrated, by whom and why. It changes nothing that is in force. */
export function migrationRecord(
  migration: DeployedBy &
    Pick<DefinitionDeployment, 'name' | 'version' | 'share'> & { readonly text: string },
  clock: Clock,
): DefinitionDeployment {
  const { text } = migration;
  const id = randomUUIDv7();
  return { ...migration, id, kind: 'migration', hash: textHash(text), time: clock.now() };
}

/** The deployment that made this version this very text; undefined: none did. */
function standing(
  catalogue: Catalogue,
  { name, version, hash }: DefinitionDeployment,
): number | undefined {
  const entry = catalogue.versionEntry(name, version);
  return entry?.record?.hash === hash ? entry.deployment : undefined;
}

function conflict(catalogue: Catalogue, name: string, why: string): DeployOutcome {
  const next = catalogue.nextVersion(name);
  return { kind: 'conflict', message: `${why}. The next version of ${name} is ${next}.` };
}

export interface ShareRequest extends DeployedBy {
  readonly name: string;
  readonly version: number;
  /** Percent of new journeys: 100 makes it the stable version, 0 takes it back, anything between makes it the canary. */
  readonly share: number;
}

export type ShareOutcome =
  /** `same`: it was so already; nothing was changed. */
  | { readonly kind: 'changed'; readonly deployment: number }
  | { readonly kind: 'same'; readonly deployment: number }
  | { readonly kind: 'not-found'; readonly message: string }
  | { readonly kind: 'conflict'; readonly message: string };

/** Changes which version new journeys start on. Running journeys stay where they are. */
export async function setShare(
  { catalogue, clock }: { readonly catalogue: Catalogue; readonly clock: Clock },
  { name, version, share, operator, reason }: ShareRequest,
): Promise<ShareOutcome> {
  await catalogue.refresh();
  const now = catalogue.current();
  if (catalogue.versionEntry(name, version) === undefined) {
    return { kind: 'not-found', message: `${name}@${version} is not deployed` };
  }
  if (share > 0 && now.get(name, version) === undefined) {
    const message = `${name}@${version} cannot be compiled by this build; deploy the next version`;
    return { kind: 'conflict', message };
  }
  const record: DefinitionDeployment = {
    id: randomUUIDv7(),
    kind: 'share',
    name,
    version,
    hash: '',
    text: '',
    share,
    operator,
    reason,
    time: clock.now(),
  };
  const { definitions, voided } = catalogue.foresee(record);
  if (voided !== undefined) return { kind: 'conflict', message: voided };
  if (JSON.stringify(definitions.offers()) === JSON.stringify(now.offers())) {
    return { kind: 'same', deployment: now.known };
  }
  const entry = await catalogue.append(record);
  if (entry.voided !== undefined) return { kind: 'conflict', message: entry.voided };
  return { kind: 'changed', deployment: entry.deployment };
}
