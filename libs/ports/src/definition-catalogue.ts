import type { Definitions } from '#journey';

/** The deployed journey definitions, as far as they are read. They only ever grow. */
export interface DefinitionCatalogue {
  /** Immutable; when more is read there is another one, which agrees with this on all that this one knows. */
  current(): Definitions;
  /**
   * Resolves once `current()` knows this deployment; at once when it does. Rejects with `UNAVAILABLE` when that takes too
   * long (waiting again is right), with `CLOSED` when the catalogue was closed or the signal aborts.
   */
  until(deployment: number, signal?: AbortSignal): Promise<void>;
  /** Resolves once `current()` knows all that was deployed before the call. Rejects as `until`. */
  refresh(): Promise<void>;
}
