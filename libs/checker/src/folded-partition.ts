import type { JourneyState, SubjectId, SubjectState } from '#contracts';

/** An output as the fold expects it. */
export interface ExpectedOutput {
  readonly topic: string;
  readonly key: string;
  /** Of its bytes. */
  readonly fingerprint: string;
}

/** What may stand in the place of a large output, where the log did not take it. */
export interface CutOutput extends ExpectedOutput {
  /** Id of the output. */
  readonly of: string;
  /** Set where it is a journey's snapshot. */
  readonly snapshot: { readonly journeyId: string; readonly version: number } | undefined;
}

export interface FoldedSubject {
  state: SubjectState;
  readonly offsets: number[];
  /** Dropped from the state, readable by id. */
  readonly archived: Map<string, JourneyState>;
  /** Archived before the subject was erased: nowhere any more. */
  readonly forgotten: Set<string>;
}

/** Versions of a journey that were told in one go, by one subject's fold. */
export interface Stay {
  readonly from: number;
  to: number;
}

/** A record of the log of record that a fold has sent there. */
export interface ReceivedRecord extends ExpectedOutput {
  readonly offset: number;
}

/** A record that takes journeys to another subject. */
export interface Leaving {
  readonly key: string;
  readonly journeys: readonly { readonly journeyId: string; readonly version: number }[];
}

/** What the fold makes of a partition of the log: what everything else is compared with. */
export interface FoldedPartition {
  readonly partition: number;
  readonly subjects: Map<SubjectId, FoldedSubject>;
  /** By id; snapshots of journeys apart. */
  readonly outputs: Map<string, ExpectedOutput>;
  /** Every version of every journey, by snapshot id: a batch publishes only the last. */
  readonly snapshots: Map<string, ExpectedOutput>;
  /** By id; only of outputs that some log may refuse. */
  readonly cut: Map<string, CutOutput>;
  /** Clock → how far it has come, ms since the epoch. */
  readonly clocks: Map<string, number>;
  readonly dispositions: Map<string, number>;
  /** Timers fired by a record of their own. */
  readonly fired: Set<string>;
  /** Journeys ever opened. */
  readonly opened: Set<string>;
  /** Journey → its version, as far as folded. */
  readonly versions: Map<string, number>;
  /** Journey → what was told of it here: of one that came and left, one stay after the other. */
  readonly stays: Map<string, Stay[]>;
  /** Id → records that a fold sent on to this partition. */
  readonly received: Map<string, ReceivedRecord[]>;
  /**
   * Journeys, as they left, that were brought to a subject whose records wait, or that the fold has not come to: perhaps
   * not for the first time.
   */
  readonly waiting: Map<string, number>;
  /** Subjects with records that the fold has not come to. */
  readonly behind: Set<string>;
  /** Ids of outputs that need not be in the log yet. */
  readonly unpublished: Set<string>;
  /** Journeys whose latest version need not be published yet. */
  readonly untold: Set<string>;
  /** Id of a record that need not have been sent on yet → the journeys it takes along, as they left. */
  readonly leaving: Map<string, Leaving>;
  /** Clock → how far it has come by records whose timers must all be folded, ms since the epoch. */
  readonly finishedClocks: Map<string, number>;
  /** When the last record that is folded and published was taken in, ms since the epoch. */
  busyUntil: number;
  /** Records that the fold has not come to. */
  notFolded: number;
  records: number;
  interactions: number;
  deadLetters: number;
  /** Offset of the last record, -1: none. */
  last: number;
}

/** A partition of which nothing is folded yet. */
export function emptyPartition(partition: number): FoldedPartition {
  return {
    partition,
    subjects: new Map(),
    outputs: new Map(),
    snapshots: new Map(),
    cut: new Map(),
    clocks: new Map(),
    dispositions: new Map(),
    fired: new Set(),
    opened: new Set(),
    versions: new Map(),
    stays: new Map(),
    received: new Map(),
    waiting: new Map(),
    behind: new Set(),
    unpublished: new Set(),
    untold: new Set(),
    leaving: new Map(),
    finishedClocks: new Map(),
    busyUntil: -Infinity,
    notFolded: 0,
    records: 0,
    interactions: 0,
    deadLetters: 0,
    last: -1,
  };
}
