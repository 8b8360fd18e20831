/** What works beside the requests for as long as the process lives. */
export interface Work {
  /** Resolves once it works; absent: it begins with whoever asks for it. `fail` is told what it dies of later. */
  start?(fail: (error: unknown) => void): void | Promise<void>;
  /** Lets what is in hand finish. */
  close(): void | Promise<void>;
  /** What it lacks before it can do its work, in words; undefined: nothing. */
  readonly missing?: string | undefined;
}
