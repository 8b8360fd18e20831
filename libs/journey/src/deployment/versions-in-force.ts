import { type Definition } from '../definition/compiled-definition.js';
import { matchesEvent } from '../definition/event-patterns.js';
import { bucketOf } from '../record/fingerprint.js';

/** What new journeys of one name start on. */
export interface Offer {
  readonly name: string;
  /** Undefined: only what the canary takes starts. */
  readonly stable: number | undefined;
  /** Another version, for `share` percent of the subjects (1 to 99). */
  readonly canary: { readonly version: number; readonly share: number } | undefined;
}

/** The versions that new journeys start on. A running journey stays on its own. Immutable. */
export interface VersionsInForce {
  /** By name. */
  offers(): readonly Offer[];
  /** What a new journey of this subject starts on. Without a subject: the stable version. */
  latest(name: string, subjectId?: string): Definition | undefined;
  /** Those that start on this event type, by name, at most one of each. Without a subject: stable versions. */
  startedBy(eventType: string, subjectId?: string): readonly Definition[];
  /** Those to which this event type may mean something, by name; of a name with a canary both. */
  knowing(eventType: string): readonly Definition[];
  /** Every event type, or first tokens of one, that some of them know. */
  knownTypes(): ReadonlySet<string>;
}

export const NOTHING_OFFERED: readonly Offer[] = [];

/** An offer with its definitions; undefined: none, or unavailable in this build. */
interface Choice {
  readonly name: string;
  readonly stable: Definition | undefined;
  readonly canary: Definition | undefined;
  /** Percent of the subjects that take the canary, whether or not it is available here. */
  readonly share: number;
}

/** What is in force when this is offered. Each offered version is asked of `get`. */
export function inForce(
  offers: readonly Offer[],
  get: (name: string, version: number) => Definition | undefined,
): VersionsInForce {
  const choices = new Map<string, Choice>();
  for (const { name, stable, canary } of offers) {
    choices.set(name, {
      name,
      stable: stable === undefined ? undefined : get(name, stable),
      canary: canary && get(name, canary.version),
      share: canary?.share ?? 0,
    });
  }
  const all = [...choices.values()].flatMap(({ stable, canary }) => [stable, canary]);
  const offered = all.filter((definition) => definition !== undefined);
  const starts = choicesByStart(choices.values());
  let known: ReadonlySet<string> | undefined;
  return {
    offers: () => offers,
    latest: (name, subjectId) => chosen(choices.get(name), subjectId),
    startedBy: (type, subjectId) => {
      const starting = starts.get(type);
      if (starting === undefined) return [];
      if (subjectId === undefined || starting.alike) return starting.stable;
      return starting.choices.map((choice) => chosen(choice, subjectId)).filter(startsOn(type));
    },
    knowing: (type) => offered.filter(({ knows }) => matchesEvent(knows, type)),
    knownTypes: () => (known ??= new Set(offered.flatMap(({ knows }) => [...knows.prefixes]))),
  };
}

/** What may start on one event type. */
interface Starting {
  readonly choices: readonly Choice[];
  /** The stable versions among them that do. */
  readonly stable: readonly Definition[];
  /** All subjects start on the same. */
  readonly alike: boolean;
}

function choicesByStart(choices: Iterable<Choice>): ReadonlyMap<string, Starting> {
  const byType = new Map<string, Choice[]>();
  for (const choice of choices) {
    const { stable, canary } = choice;
    for (const type of new Set([...(stable?.startsOn ?? []), ...(canary?.startsOn ?? [])])) {
      byType.set(type, [...(byType.get(type) ?? []), choice]);
    }
  }
  const starts = new Map<string, Starting>();
  for (const [type, found] of byType) {
    const stable = found.map((choice) => choice.stable).filter(startsOn(type));
    starts.set(type, { choices: found, stable, alike: found.every(({ share }) => share === 0) });
  }
  return starts;
}

function startsOn(type: string) {
  return (definition: Definition | undefined): definition is Definition =>
    definition?.startsOn.has(type) === true;
}

function chosen(choice: Choice | undefined, subjectId: string | undefined): Definition | undefined {
  if (choice === undefined) return undefined;
  const { name, stable, canary, share } = choice;
  if (share === 0 || subjectId === undefined) return stable;
  return bucketOf(name, subjectId) < share ? canary : stable;
}
