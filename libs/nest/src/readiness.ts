/** Tells what is missing, in words; undefined when nothing is. */
export type ReadinessCheck = () => string | undefined | Promise<string | undefined>;

/** What each part of the process needs before it can do its work. */
export class Readiness {
  private readonly checks = new Map<string, ReadinessCheck>();

  /** `name` is what operators see: the part's, not the class's. */
  add(name: string, check: ReadinessCheck): void {
    this.checks.set(name, check);
  }

  /** Every part with what it misses, null when it is ready. A check that throws is not ready. */
  async report(): Promise<{ ready: boolean; parts: Record<string, string | null> }> {
    const parts: Record<string, string | null> = {};
    for (const [name, check] of this.checks) {
      try {
        parts[name] = (await check()) ?? null;
      } catch (error) {
        parts[name] = error instanceof Error ? error.message : String(error);
      }
    }
    return { ready: Object.values(parts).every((missing) => missing === null), parts };
  }
}
