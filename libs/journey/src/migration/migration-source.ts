/** A migration file as parsed: how running journeys of one version go on under another. */
export interface MigrationSource {
  /** The journey's name. */
  readonly migration: string;
  /** Versions. `to` may be the lower one: a way back is written like any other. */
  readonly from: number;
  readonly to: number;
  readonly description?: string;
  /** CEL over fields, state, journey and now: only running journeys for which it is true. */
  readonly only?: string;
  /** State of `from` → the state of `to`, or several in parallel regions. One that is not named keeps its name. */
  readonly states?: Readonly<Record<string, string | readonly string[]>>;
  /** Field of `from` → field of `to`, or null: it is given up. One that is not named keeps its name. */
  readonly fields?: Readonly<Record<string, string | null>>;
  /** Default `keep-deadline`. */
  readonly timers?: TimerPolicy | TimersByState;
}

/**
 * What becomes of the timers of the state a journey is in, when both versions have one (by the same duration, or else by
 * its place in the state).
 * `keep-deadline`: what was promised stands, it is due when it was.
 * `keep-remainder`: what has passed counts, it is due when the new duration has passed since the old one began.
 * `restart`: the new duration begins now.
 * One that fired already is over unless restarted; one that the old version had not begins with its state under the first
 * two, with the migration under the last. None is due before the migration.
 */
export type TimerPolicy = 'keep-deadline' | 'keep-remainder' | 'restart';

interface TimersByState {
  readonly default?: TimerPolicy;
  /** By state of `to`. */
  readonly states?: Readonly<Record<string, TimerPolicy>>;
}

/**
 * The way back: states and fields by their old names, where one leads to one. Journeys that have not moved since the
 * migration go back to just where they stood, whatever is said here; values that were given up do not come back.
 */
export function wayBack(source: MigrationSource): MigrationSource {
  const { migration, from, to, states = {}, fields = {}, description } = source;
  const leading = new Map<string, Set<string>>();
  for (const [name, targets] of Object.entries(states)) {
    for (const target of typeof targets === 'string' ? [targets] : targets) {
      leading.set(target, (leading.get(target) ?? new Set()).add(name));
    }
  }
  const unique = [...leading].flatMap(([target, names]) => {
    const [name] = names;
    return names.size === 1 && name !== undefined ? [[target, name] as const] : [];
  });
  const renamed = Object.entries(fields).flatMap(([name, target]) =>
    target === null ? [] : [[target, name] as const],
  );
  return {
    migration,
    from: to,
    to: from,
    ...(description === undefined ? {} : { description: `Back from: ${description}` }),
    states: Object.fromEntries(unique),
    fields: Object.fromEntries(renamed),
  };
}
