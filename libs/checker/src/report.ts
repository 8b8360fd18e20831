/** Which promise a finding breaks; `reliability.md` lists them. */
export type FindingCode = 'C1' | 'C2' | 'C3' | 'C4' | 'C5' | 'C6';

/** One thing that is wrong. */
export interface Finding {
  readonly code: FindingCode;
  /** What is wrong, in one sentence. */
  readonly what: string;
  /** Where: topic, partition, offset, journey or id. */
  readonly where: string;
}

/**
 * What the loop has not come to: it waits in the log or in an outbox, and is done when the installation runs. Nothing of it
 * is lost.
 */
export interface UnderWay {
  /** Records accepted and not folded yet. */
  readonly records: number;
  /** Outputs of folded records that are not published yet. */
  readonly outputs: number;
  /** Timers that came due and are not fired yet. */
  readonly timers: number;
}

export interface CheckReport {
  /** Nothing is wrong as far as the loop has come; what is under way is told apart. */
  readonly clean: boolean;
  readonly underWay: UnderWay;
  /** The first of each code, at most `maxFindings`. */
  readonly findings: readonly Finding[];
  /** How many there are of each code, listed or not. */
  readonly found: Readonly<Record<FindingCode, number>>;
  readonly counts: CheckCounts;
  /**
   * SHA-256 (hex) over all journeys in canonical form, without the log positions they reflect: two installations that
   * were told the same stories have the same digest, however often they were told or killed.
   */
  readonly digest: string;
}

export interface CheckCounts {
  /** Records in the log of record. */
  readonly records: number;
  readonly interactions: number;
  readonly subjects: number;
  readonly journeys: { readonly open: number; readonly ended: number; readonly other: number };
  /** Outcome → journeys ended so. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Disposition kind → records. */
  readonly dispositions: Readonly<Record<string, number>>;
  /** Outputs the fold expects. */
  readonly outputs: number;
  /** Outputs found more than once under the same id with the same content: allowed (I5). */
  readonly repeatedOutputs: number;
  readonly deadLetters: number;
}

/** Collects findings and keeps the first ones. */
export class Findings {
  readonly kept: Finding[] = [];
  readonly found: Record<FindingCode, number> = { C1: 0, C2: 0, C3: 0, C4: 0, C5: 0, C6: 0 };

  /** Keeps at most `maxFindings` of each code. */
  constructor(private readonly maxFindings: number) {}

  add(code: FindingCode, what: string, where: string): void {
    this.found[code] += 1;
    if (this.found[code] <= this.maxFindings) this.kept.push({ code, what, where });
  }
}
