import { type DefinitionFault } from '#journey';

/** Something wrong with a definition file, with the place to look at. Lines and columns count from 1. */
export interface FileFault extends DefinitionFault {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** So many faults of one file are told one by one. */
const MAX_FAULTS = 100;

/** In the order of the file; of very many the first, errors before warnings, and how many more there are. */
export function inOrder(faults: readonly FileFault[]): FileFault[] {
  const ordered = faults.toSorted(byPlace);
  if (ordered.length <= MAX_FAULTS) return ordered;
  const worst = ordered.toSorted((a, b) => rank(a) - rank(b));
  const kept = worst.slice(0, MAX_FAULTS).toSorted(byPlace);
  const [next] = worst.slice(MAX_FAULTS);
  if (next === undefined) return kept;
  const message = `and ${worst.length - MAX_FAULTS} more from here on; mend these first`;
  return [...kept, { ...next, path: [], message }].toSorted(byPlace);
}

function byPlace(a: FileFault, b: FileFault): number {
  return a.line - b.line || a.column - b.column;
}

function rank({ severity }: FileFault): number {
  return severity === 'error' ? 0 : 1;
}
