import type { ContinuityStores } from '#ports';
import { openEnvironment } from '../environment/environment.js';
import { embeddedAttempts } from './attempts.js';
import { embeddedHandOffs } from './hand-offs.js';
import { embeddedLeases } from './leases.js';
import { embeddedRecognition } from './recognition.js';

interface EmbeddedContinuityOptions {
  /** Made when missing. Holds `continuity.mdb`. */
  readonly directory: string;
}

/** The continuity stores of a single host: LMDB in this process. Throws when the directory cannot be written. */
export async function openEmbeddedContinuityStores(
  options: EmbeddedContinuityOptions,
): Promise<ContinuityStores> {
  const environment = openEnvironment(options.directory, 'continuity');
  return {
    handOffs: embeddedHandOffs(environment),
    leases: embeddedLeases(environment),
    attempts: embeddedAttempts(environment),
    recognition: embeddedRecognition(environment),
    close: () => environment.close(),
  };
}
