import { type Spread } from './spread.js';

/** What differs between the two plays of one journey. */
export const DIFFERENCES = [
  /** Only one of the versions starts it. */
  'started',
  'outcome',
  /** Where it stands, or ended, at the end of the records. */
  'finalState',
  /** The states it went through. */
  'path',
  /** When it moved, on the same path. */
  'times',
  'fields',
  'actions',
  'timers',
  /** What became of its customer's records. */
  'dispositions',
] as const;

export type Difference = (typeof DIFFERENCES)[number];

/** How long journeys stayed in a state, of those that left it. Times in ms. */
export interface StateTime extends Spread {
  readonly title: string;
  readonly entered: number;
}

/** What the records came to under one of the two versions. Every name that either of them has is there, if only with a 0. */
export interface SideReport {
  readonly version: number;
  readonly title: string;
  readonly journeys: number;
  /** By outcome; those that have not ended by status, as `open`. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Where those that have not ended stand: state, or states of a parallel one, joined by `+`. */
  readonly standing: Readonly<Record<string, number>>;
  /** Atomic states in which a journey goes on. */
  readonly states: Readonly<Record<string, StateTime>>;
  /** By outcome, and of `all`, from start to end, ms. */
  readonly timeToEnd: Readonly<Record<string, Spread>>;
  /** What became of the records: kind, with the reason where there is one: `unmatched: guard-false`. */
  readonly dispositions: Readonly<Record<string, number>>;
  /** What would have been sent: kind and name: `notify: offer-letter`. */
  readonly actions: Readonly<Record<string, number>>;
  /** What fired, by the timer's id: `<state>:<delay>`. */
  readonly timers: Readonly<Record<string, number>>;
}

/** A journey to look at. */
export interface Example {
  readonly journeyId: string;
  /** Id of the interaction that started it, as its sender gave it. */
  readonly startedBy: string;
}

/** A cell of the matrix: journeys that ended so under one version, and so under the other. `-`: not started. */
export interface OutcomeMove {
  readonly live: string;
  readonly draft: string;
  readonly journeys: number;
  readonly example: Example;
}

/** How a journey left the state in which the plays part. */
export interface Exit {
  /** interaction, timer or command; null: it stays there. */
  readonly kind: string | null;
  /** Event type, timer id or command. */
  readonly event: string | null;
  /** The states it goes to. */
  readonly to: readonly string[];
}

/** Journeys that part in the same state, by the same two events. */
export interface Parting {
  /** Active states before; none: at the start. */
  readonly state: readonly string[];
  readonly live: Exit;
  readonly draft: Exit;
  readonly journeys: number;
  readonly examples: readonly Example[];
}

/** Records that came to one thing under the live version and to another under the draft. */
export interface DispositionMove {
  /** Event type or command. */
  readonly event: string;
  readonly live: string;
  readonly draft: string;
  readonly records: number;
  /** Id of one of the records. */
  readonly example: string;
}

/** One journey that differs. */
export interface ChangedJourney extends Example {
  readonly differences: readonly Difference[];
  readonly live: JourneyEnd | null;
  readonly draft: JourneyEnd | null;
  /** Names of fields with another value, or in one of them only. */
  readonly fields: readonly string[];
}

export interface JourneyEnd {
  /** Outcome, or status where it has none. */
  readonly outcome: string;
  /** States gone through, in order; a parallel state's joined by `+`. */
  readonly path: readonly string[];
  /** ms since the epoch. */
  readonly endedAt: number | null;
}

/** Records that could not be played under one of the versions: its definition does not come to rest. */
export interface PlayFault {
  readonly version: 'live' | 'draft';
  readonly message: string;
  readonly customers: number;
}

/** What a backtest found. Plain JSON; times in ms, points in time in ms since the epoch. */
export interface BacktestReport {
  readonly journey: string;
  readonly records: {
    /** Played under both versions. */
    readonly played: number;
    /** Timers of the recorded run: each version fires its own. */
    readonly timersLeftOut: number;
    readonly customers: number;
    /** Of customers none of whose records means anything to either version. */
    readonly notConcerned: number;
    /** Time of the first and the last record; null: there are none. */
    readonly from: number | null;
    readonly until: number | null;
  };
  readonly journeys: {
    readonly seen: number;
    readonly same: number;
    readonly different: number;
  };
  /** Journeys that differ in this. One may differ in several. */
  readonly differences: Readonly<Record<Difference, number>>;
  readonly live: SideReport;
  readonly draft: SideReport;
  readonly outcomeMoves: readonly OutcomeMove[];
  readonly partings: readonly Parting[];
  readonly dispositionMoves: readonly DispositionMove[];
  /** The first journeys that differ, up to `MAX_CHANGED`. */
  readonly changed: readonly ChangedJourney[];
  readonly faults: readonly PlayFault[];
}

export const MAX_CHANGED = 200;
export const MAX_EXAMPLES = 3;
