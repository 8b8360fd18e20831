import { type JourneyState } from '#contracts';

/** Where a journey goes on under another version. */
export interface Placement {
  readonly configuration: readonly string[];
  readonly history: JourneyState['history'];
  readonly fields: JourneyState['fields'];
  readonly timers: readonly PlacedTimer[];
}

/** A timer as it is set there; `dueAt` in ms since the epoch. */
export interface PlacedTimer {
  readonly id: string;
  readonly dueAt: number;
}
