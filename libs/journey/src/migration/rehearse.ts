import { type JourneyState } from '#contracts';
import { type Migration } from './compile-migration.js';
import { migrateJourney, type Moved } from './migrate-journey.js';

/** How many journeys something was said of, with the first few of them. */
export interface Share {
  readonly count: number;
  /** Journey ids, at most five. */
  readonly examples: readonly string[];
}

/** What a migration would do to running journeys. */
export interface Rehearsal {
  readonly journey: string;
  readonly from: number;
  readonly to: number;
  /** Running journeys on `from`. */
  readonly running: number;
  readonly moves: Share;
  /** Left out by the file's `only`. */
  readonly leftOut: Share;
  /** Those that cannot move, by reason. */
  readonly stays: readonly (Share & { readonly reason: string })[];
  /** Of those that move. */
  readonly states: readonly (Share & { readonly from: string; readonly to: string })[];
  readonly dropped: readonly (Share & { readonly field: string })[];
  /** Journeys whose next timer would be due at once, sooner, later, or that would have none any more. */
  readonly timers: {
    readonly atOnce: Share;
    readonly sooner: Share;
    readonly later: Share;
    readonly gone: Share;
  };
}

const EXAMPLES = 5;

class Tally {
  count = 0;
  readonly examples: string[] = [];

  add({ journeyId }: JourneyState): void {
    this.count += 1;
    if (this.examples.length < EXAMPLES) this.examples.push(journeyId);
  }
}

class Tallies<K extends string> {
  private readonly tallies = new Map<K, Tally>();

  add(key: K, journey: JourneyState): void {
    const tally = this.tallies.get(key) ?? new Tally();
    tally.add(journey);
    this.tallies.set(key, tally);
  }

  /** Most first. */
  list<T>(named: (key: K) => T): (T & Share)[] {
    return [...this.tallies]
      .toSorted(([, a], [, b]) => b.count - a.count)
      .map(([key, { count, examples }]) => ({ ...named(key), count, examples }));
  }
}

/** Gathers a rehearsal journey by journey; changes none of them. */
export class Rehearsing {
  private running = 0;
  private readonly moves = new Tally();
  private readonly leftOut = new Tally();
  private readonly stays = new Tallies();
  private readonly states = new Tallies();
  private readonly dropped = new Tallies();
  private readonly timers = {
    atOnce: new Tally(),
    sooner: new Tally(),
    later: new Tally(),
    gone: new Tally(),
  };

  constructor(private readonly migration: Migration) {}

  /** `now` in ms since the epoch on the journey's clock. Returns whether it would move. Others' versions are not counted. */
  add(journey: JourneyState, now: number): boolean {
    const { from } = this.migration;
    if (journey.status === 'ended' || journey.definition !== from.name) return false;
    if (journey.definitionVersion !== from.version) return false;
    this.running += 1;
    const moved = migrateJourney(this.migration, journey, now);
    if ('stays' in moved) {
      if (moved.leftOut) this.leftOut.add(journey);
      else this.stays.add(moved.stays, journey);
      return false;
    }
    this.moves.add(journey);
    this.states.add(
      `${journey.configuration.join(', ')}\n${moved.configuration.join(', ')}`,
      journey,
    );
    for (const field of moved.dropped) this.dropped.add(field, journey);
    this.compareTimers(journey, moved, now);
    return true;
  }

  report(): Rehearsal {
    const { from, to } = this.migration;
    return {
      journey: from.name,
      from: from.version,
      to: to.version,
      running: this.running,
      moves: this.moves,
      leftOut: this.leftOut,
      stays: this.stays.list((reason) => ({ reason })),
      states: this.states.list((key) => {
        const [was = '', is = ''] = key.split('\n');
        return { from: was, to: is };
      }),
      dropped: this.dropped.list((field) => ({ field })),
      timers: this.timers,
    };
  }

  private compareTimers(journey: JourneyState, moved: Moved, now: number): void {
    const inChart = journey.timers.filter(({ id }) => !id.startsWith(':'));
    const was = Math.min(...inChart.map(({ dueAt }) => dueAt));
    const is = Math.min(...moved.timers.map(({ dueAt }) => dueAt));
    if (is <= now) this.timers.atOnce.add(journey);
    else if (is < was) this.timers.sooner.add(journey);
    else if (is === Infinity && was !== Infinity) this.timers.gone.add(journey);
    else if (is > was) this.timers.later.add(journey);
  }
}
