import { type CatalogueEntry, type FileFault } from '#definitions';
import { type Definition, type VersionsInForce } from '#journey';
import { pointerStep, type StateCount } from '#ports';
import {
  type CountsView,
  type DeployedView,
  type FaultView,
  type VersionView,
} from './definition-schemas.js';
import { iso } from '../journeys/journey-view.js';

/** What the list and a version itself tell of a version. */
type Description = Omit<
  VersionView,
  'available' | 'source' | 'text' | 'hash' | 'deployed' | 'faults'
>;

/** What a version is about; of one that this build cannot compile only its name is known. */
export function descriptionView(
  { name, version }: { readonly name: string; readonly version: number },
  versions: readonly number[],
  definition: Definition | undefined,
): Description {
  return {
    name,
    version,
    title: definition?.title ?? name,
    versions,
    startsOn: [...(definition?.startsOn ?? [])],
    states: [...(definition?.states.values() ?? [])].map((state) => ({
      name: state.name,
      title: state.title,
      backstage: state.backstage,
      outcome: state.outcome ?? null,
      needs: state.needs,
      channels: state.channels,
    })),
  };
}

/** Which versions new journeys of this name start on. */
export function offerView(
  inForce: VersionsInForce,
  name: string,
): Pick<DeployedView, 'stable' | 'canary'> {
  const offer = inForce.offers().find((one) => one.name === name);
  return { stable: offer?.stable ?? null, canary: offer?.canary ?? null };
}

/** Who deployed a version, and when. */
export function deployedView({ deployment, record }: CatalogueEntry): VersionView['deployed'] {
  return {
    deployment,
    time: iso(record?.time ?? 0),
    operator: record?.operator ?? '',
    reason: record?.reason ?? null,
  };
}

export function faultView({ line, column, path, severity, message }: FileFault): FaultView {
  return { line, column, pointer: path.map(pointerStep).join(''), severity, detail: message };
}

export function countsOf(counts: readonly StateCount[], name: string): CountsView['counts'] {
  return counts
    .filter((one) => one.definition === name)
    .map(({ definitionVersion, status, state, count }) => ({
      version: definitionVersion,
      status,
      state,
      count,
    }));
}
