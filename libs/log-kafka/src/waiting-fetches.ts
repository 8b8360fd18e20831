import { type Fetched, type FetchLane, type FetchPlace } from './fetch-lane.js';

/** A fetch waits so long at most, so that one that comes meanwhile gets its turn. */
const TURN_MS = 100;

interface Waiting extends FetchPlace {
  readonly resolve: (fetched: Fetched) => void;
  readonly reject: (error: unknown) => void;
}

/** Shares one long poll among all who wait for records of some partition. */
export class WaitingFetches {
  readonly #lane: FetchLane;
  #waiting: Waiting[] = [];
  #running = false;

  constructor(lane: FetchLane) {
    this.#lane = lane;
  }

  /** What the partition has at this offset after a while: perhaps still nothing. */
  fetch(place: FetchPlace): Promise<Fetched> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...place, resolve, reject });
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      // Readers that were just answered come back in this turn: wait for them.
      await new Promise(setImmediate);
      const turn = this.#takeTurn();
      try {
        const fetched = await this.#lane.fetchAll(turn, TURN_MS);
        turn.forEach((waiting, index) => {
          const answer = fetched[index];
          if (answer !== undefined) waiting.resolve(answer);
        });
      } catch (error) {
        for (const waiting of turn) waiting.reject(error);
      }
    }
    this.#running = false;
  }

  /** Of several readers of one partition, one goes first: a request names a partition once. */
  #takeTurn(): Waiting[] {
    const turn = new Map<string, Waiting>();
    const later: Waiting[] = [];
    for (const waiting of this.#waiting) {
      const place = `${waiting.topic}/${waiting.partition}`;
      if (turn.has(place)) later.push(waiting);
      else turn.set(place, waiting);
    }
    this.#waiting = later;
    return [...turn.values()];
  }
}
