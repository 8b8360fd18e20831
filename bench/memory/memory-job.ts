/** What the process that fills a store is asked. */
export interface MemoryJob {
  /** Environment variables that say which log and store: as every service reads them. */
  readonly env: Readonly<Record<string, string>>;
  /** Open journeys to add between the two readings. */
  readonly journeys: number;
}

export interface MemoryResult {
  /** Growth of the store per journey: `used_memory` of Redis, or what the embedded store's files take on the disk. */
  readonly bytesPerJourney: number;
  /** Of that, the encoded state itself, mean. */
  readonly stateBytes: number;
  /** Growth per journey by key of a shard, as MEMORY USAGE counts it; empty for the embedded store. */
  readonly byKey: Readonly<Record<string, number>>;
}
