/**
 * What deployments come to, one after the other.
 *
 * D1 A version never changes: the first text of a name and version stands, any other is void.
 * D2 Versions rise: one that comes after a higher one of its name is void.
 * D3 Per name one version is stable and at most one other is the canary, for a share of the subjects. Making a version
 *    the stable one ends the canary.
 * D4 What was in force after n deployments does not depend on what follows; so the fold may look back (I2).
 * D5 The founding versions are those in force at the first `founding`. Later ones are void.
 */
import { type Definition } from '../definition/compiled-definition.js';
import { NOTHING_OFFERED, type Offer } from './versions-in-force.js';

/** One record of `throughline.definitions.v1`, read. */
export interface Deployment {
  /** `version`, `share` or `founding`; any other has no effect on what is in force. */
  readonly kind: string;
  readonly name: string;
  readonly version: number;
  /** Of the text. */
  readonly hash: string;
  /** Percent of new journeys, 0 to 100. */
  readonly share: number;
  /** What the text compiles to; undefined: this build cannot compile it, and the version is unavailable. */
  readonly definition?: Definition | undefined;
  /** Why the record cannot count, whatever came before it. */
  readonly fault?: string | undefined;
}

/** A version as it was deployed. */
interface DeployedVersion {
  readonly deployment: number;
  readonly hash: string;
  readonly definition: Definition | undefined;
}

interface FoldedDeployments {
  readonly versions: ReadonlyMap<string, ReadonlyMap<number, DeployedVersion>>;
  /** What was offered after n deployments, at index n. By name. */
  readonly offers: readonly (readonly Offer[])[];
  readonly founding: readonly Offer[];
  /** By deployment number. */
  readonly voided: ReadonlyMap<number, string>;
}

/** A name's versions that were the stable one, each before the next; the last is. */
interface Line {
  readonly stables: readonly number[];
  readonly canary: Offer['canary'];
}

const NO_LINE: Line = { stables: [], canary: undefined };

/** Folds deployments in order. Never throws: what makes no sense is void. */
export function foldDeployments(deployments: readonly Deployment[]): FoldedDeployments {
  const fold = new DeploymentFold();
  for (const deployment of deployments) fold.add(deployment);
  return fold;
}

class DeploymentFold implements FoldedDeployments {
  readonly versions = new Map<string, Map<number, DeployedVersion>>();
  readonly offers: (readonly Offer[])[] = [NOTHING_OFFERED];
  readonly voided = new Map<number, string>();
  private readonly lines = new Map<string, Line>();
  private founded: readonly Offer[] | undefined;

  get founding(): readonly Offer[] {
    return this.founded ?? NOTHING_OFFERED;
  }

  add(deployment: Deployment): void {
    const before = this.offers.at(-1) ?? NOTHING_OFFERED;
    const line = deployment.fault ?? this.apply(deployment, before);
    if (typeof line === 'string') this.voided.set(this.offers.length, line);
    if (typeof line !== 'object') {
      this.offers.push(before);
      return;
    }
    this.lines.set(deployment.name, line);
    this.offers.push(this.offered());
  }

  /** The name's new line; a text: the deployment is void, and why; undefined: it changes nothing that is in force. */
  private apply(deployment: Deployment, before: readonly Offer[]): Line | string | undefined {
    switch (deployment.kind) {
      case 'version':
        return this.addVersion(deployment);
      case 'share':
        return this.share(deployment);
      case 'founding':
        if (this.founded !== undefined) return 'the founding versions are told already';
        this.founded = before;
        return undefined;
      default:
        return undefined;
    }
  }

  private addVersion({ name, version, hash, share, definition }: Deployment): Line | string {
    if (!isShare(share)) return `a share is 0 to 100 percent, not ${share}`;
    const known = this.versions.get(name) ?? new Map<number, DeployedVersion>();
    const same = known.get(version);
    if (same !== undefined) {
      const text = same.hash === hash ? 'this text' : 'another text';
      return `${text} is ${name}@${version} already, by deployment ${same.deployment}; a version never changes`;
    }
    const highest = Math.max(0, ...known.keys());
    if (version < highest) return `${name}@${highest} is deployed already; versions only rise`;
    known.set(version, { deployment: this.offers.length, hash, definition });
    this.versions.set(name, known);
    const line = this.lines.get(name) ?? NO_LINE;
    if (share === 100) return madeStable(line, version);
    return share === 0 ? line : { ...line, canary: { version, share } };
  }

  private share({ name, version, share }: Deployment): Line | string {
    if (!isShare(share)) return `a share is 0 to 100 percent, not ${share}`;
    if (this.versions.get(name)?.has(version) !== true) {
      return `${name}@${version} is not deployed`;
    }
    const line = this.lines.get(name) ?? NO_LINE;
    if (share === 100) return madeStable(line, version);
    const isStable = line.stables.at(-1) === version;
    if (share > 0) {
      if (!isStable) return { ...line, canary: { version, share } };
      return `${name}@${version} is what all others start on; give another version a share, or make an earlier one stable`;
    }
    if (line.canary?.version === version) return { ...line, canary: undefined };
    if (isStable) return { stables: line.stables.slice(0, -1), canary: undefined };
    return `${name}@${version} is not in force`;
  }

  private offered(): Offer[] {
    const offers = Array.from(this.lines, ([name, { stables, canary }]) => ({
      name,
      stable: stables.at(-1),
      canary,
    }));
    return offers.sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}

/** Going back to a version that was stable before forgets those that came after it. */
function madeStable({ stables }: Line, version: number): Line {
  const was = stables.indexOf(version);
  const kept = was < 0 ? stables : stables.slice(0, was);
  return { stables: [...kept, version], canary: undefined };
}

function isShare(share: number): boolean {
  return Number.isInteger(share) && share >= 0 && share <= 100;
}
