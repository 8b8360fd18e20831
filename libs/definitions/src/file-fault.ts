import { type DefinitionFault } from '#journey';

/** Something wrong with a definition file, with the place to look at. Lines and columns count from 1. */
export interface FileFault extends DefinitionFault {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
