export interface FatalError {
  /** The part that cannot go on. */
  readonly part: string;
  readonly error: unknown;
}

/** How a part of the process says that it cannot go on by itself; the process then stops, for a supervisor to start it again. */
export class FatalErrors {
  private announce: (error: FatalError) => void = () => undefined;
  /** Resolves with the first one reported. */
  readonly first = new Promise<FatalError>((resolve) => (this.announce = resolve));

  report(part: string, error: unknown): void {
    this.announce({ part, error });
  }
}
