import { type DefinitionSource } from '../definition/definition.js';
import { type Report } from '../definition/report.js';
import { isPersonal } from '../fields/personal.js';

/** An erasure that would leave a journey as it is: nothing in it is said to be personal. */
export function checkErasure({ onErase, fields = {} }: DefinitionSource, report: Report): void {
  if (onErase !== 'anonymise') return;
  if (Object.values(fields).some((source) => isPersonal({ source }))) return;
  const message =
    '`anonymise` takes out personal fields, and none is; mark them with `pii: true`, or leave it out and let the journey end';
  report(['onErase'], message, 'warning');
}
