/** Keys of the hand-offs. One hash tag: a code, its space and what became of it change together, and they are few. */
export interface HandOffKeys {
  /** Hash: id → "<hash of the code> <hand-off as JSON>". */
  readonly rows: string;
  /** Hash: hash of the code → id. */
  readonly codes: string;
  /** Hash: id → who redeemed it. */
  readonly redeemed: string;
  /** Sorted set of unused ids whose expiry is not told, by expiry. */
  readonly open: string;
  /** Sorted set of the others by expiry. */
  readonly done: string;
  /** Sorted set of the unused ids of a space by expiry. */
  space(name: string): string;
}

/** Keys of the leases. One hash tag: they are few, and their changes are numbered in one order. */
export interface LeaseKeys {
  /** Hash: journey → "<mark> <lease as JSON>". */
  readonly held: string;
  /** Sorted set of journeys by their lease's end. */
  readonly ends: string;
  /** Sorted set of journeys by the number of their last change. */
  readonly changes: string;
  /** Number of the last change. */
  readonly counter: string;
}

/** Keys of the recognition index. One hash tag: it is asked for journeys that are in two sets. */
export interface RecognitionKeys {
  /** Hash: journey → what it is recognised by, joined by blanks. */
  readonly journeys: string;
  /** Hash: `<topic>/<partition>` → next offset. */
  readonly positions: string;
  /** Begins the name of the set of journeys that are recognised by something. */
  readonly sets: string;
}

/** Keys of the counted attempts. One hash tag: an attempt counts in several windows or in none. */
export interface AttemptKeys {
  /** Hash: window → attempts. */
  readonly counts: string;
  /** Sorted set of windows by their end. */
  readonly ends: string;
}

interface ContinuityKeys {
  readonly handOffs: HandOffKeys;
  readonly leases: LeaseKeys;
  readonly recognition: RecognitionKeys;
  readonly attempts: AttemptKeys;
}

export function continuityKeys(prefix: string): ContinuityKeys {
  const tagged = (tag: string) => (name: string) => `${prefix}{${tag}}:${name}`;
  const [handOff, lease] = [tagged('hand-offs'), tagged('leases')];
  const [recognition, attempt] = [tagged('recognition'), tagged('attempts')];
  return {
    handOffs: {
      rows: handOff('rows'),
      codes: handOff('codes'),
      redeemed: handOff('redeemed'),
      open: handOff('open'),
      done: handOff('done'),
      space: (name) => handOff(`space:${name}`),
    },
    leases: {
      held: lease('held'),
      ends: lease('ends'),
      changes: lease('changes'),
      counter: lease('last'),
    },
    recognition: {
      journeys: recognition('journeys'),
      positions: recognition('positions'),
      sets: recognition('key:'),
    },
    attempts: { counts: attempt('counts'), ends: attempt('ends') },
  };
}
