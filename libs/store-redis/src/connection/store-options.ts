export interface RedisStoreOptions {
  /** See `parseRedisUrl`. */
  readonly url: string;
  /** Begins every key. Default `throughline:`. */
  readonly prefix?: string;
  /** Longest wait for an answer in ms. Default 5,000. */
  readonly timeoutMs?: number;
}

export const DEFAULT_PREFIX = 'throughline:';
