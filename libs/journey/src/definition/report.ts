import { type DefinitionFault } from './definition.js';

/** Notes one fault of a definition. */
export type Report = (
  path: DefinitionFault['path'],
  message: string,
  severity?: DefinitionFault['severity'],
) => void;
