import { type Definition } from '../definition/compiled-definition.js';
import { foldDeployments, type Deployment } from './deployments.js';
import { inForce, type Offer, type VersionsInForce } from './versions-in-force.js';

/** The journey definitions of an installation, all versions, and which of them were in force when. Immutable. */
export interface Definitions extends VersionsInForce {
  /** Number of deployments it knows. What it offers itself is what is in force after the last of them. */
  readonly known: number;
  /** By name, then version, rising. */
  all(): readonly Definition[];
  get(name: string, version: number): Definition | undefined;
  /** How many deployments must be known to know this version: a function of the deployments alone. 0: it is not known. */
  deploymentOf(name: string, version: number): number;
  /**
   * What was in force when this many deployments had been read: what the fold starts new journeys on (I2). 0 stands for
   * the founding versions, whatever was deployed later: a record that names no deployment never changes its mind.
   * Throws above `known`; who folds waits first.
   */
  at(deployment: number): VersionsInForce;
}

/**
 * A fixed set of definitions: the highest version of each is in force at every deployment. For tests, bench and replays,
 * where nothing is deployed while it runs. Throws when two have the same name and version.
 */
export function createDefinitions(list: readonly Definition[]): Definitions {
  const sorted = list.toSorted(byNameThenVersion);
  const deployments = sorted.map((definition): Deployment => {
    const { name, version } = definition;
    return { kind: 'version', name, version, hash: '', share: 100, definition };
  });
  const { definitions, voided } = deployedDefinitions(deployments);
  for (const deployment of voided.keys()) {
    const { name, version } = sorted[deployment - 1] ?? { name: '', version: 0 };
    throw new Error(
      `${name}@${version} is defined twice; a version never changes, give one of them the next`,
    );
  }
  return { ...definitions, known: 0, deploymentOf: () => 0, at: () => definitions };
}

/** The definitions that deployments come to; deployment n is the n-th. `voided`: those without effect, and why. */
export function deployedDefinitions(deployments: readonly Deployment[]): {
  readonly definitions: Definitions;
  readonly voided: ReadonlyMap<number, string>;
} {
  const { versions, offers, founding, voided } = foldDeployments(deployments);
  const get = (name: string, version: number): Definition | undefined =>
    versions.get(name)?.get(version)?.definition;
  const deploymentOf = (name: string, version: number): number =>
    versions.get(name)?.get(version)?.deployment ?? 0;
  const all = [...versions.values()]
    .flatMap((known) => Array.from(known.values(), ({ definition }) => definition ?? []))
    .flat()
    .toSorted(byNameThenVersion);
  const views = new Map<readonly Offer[], VersionsInForce>();
  const view = (offered: readonly Offer[]): VersionsInForce => {
    const made = views.get(offered) ?? inForce(offered, get);
    views.set(offered, made);
    return made;
  };
  const at = (deployment: number): VersionsInForce => {
    if (deployment <= 0) return view(founding);
    const offered = offers[deployment];
    if (offered !== undefined) return view(offered);
    throw new Error(`deployment ${deployment} is asked for, and ${deployments.length} are known`);
  };
  const known = deployments.length;
  const inForceNow = view(offers[known] ?? []);
  const definitions = { ...inForceNow, known, all: () => all, get, deploymentOf, at };
  return { definitions, voided };
}

function byNameThenVersion(a: Definition, b: Definition): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.version - b.version;
}
