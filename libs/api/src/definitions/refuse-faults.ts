import { faultView } from './definition-view.js';
import { refuse } from '#ports';
import { type FileFault } from '#definitions';

/** Refuses a file, telling each fault with its place in it. */
export function refuseFaults(faults: readonly FileFault[]): never {
  return refuse(
    'invalid-definition',
    'It has the faults listed; nothing was changed.',
    faults.map((fault) => {
      const { line, column, pointer, severity, detail } = faultView(fault);
      return {
        pointer,
        line,
        column,
        detail: severity === 'error' ? detail : `${severity}: ${detail}`,
      };
    }),
  );
}
