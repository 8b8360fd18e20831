/** An import's clock was advanced by the record at `offset`. Times in ms since the epoch, on that clock. */
export interface ClockMove {
  readonly clock: string;
  readonly time: number;
  readonly offset: number;
}
