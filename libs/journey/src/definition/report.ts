import { type DefinitionFault } from './definition.js';

/** Takes one fault of a definition. */
export type Report = (
  path: DefinitionFault['path'],
  message: string,
  severity?: DefinitionFault['severity'],
) => void;
