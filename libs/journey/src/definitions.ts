import { type Definition } from './compiled-definition.js';
import { matchesEvent } from './event-patterns.js';

/** The journey definitions of an installation, all versions. Immutable. */
export interface Definitions {
  /** By name, then version, rising. */
  all(): readonly Definition[];
  /** The highest version: what new journeys start on. */
  latest(name: string): Definition | undefined;
  get(name: string, version: number): Definition | undefined;
  /** Latest versions that start on this event type, by name. */
  startedBy(eventType: string): readonly Definition[];
  /** Latest versions to which this event type may mean something, by name. */
  knowing(eventType: string): readonly Definition[];
}

/** Throws when two definitions have the same name and version: a version is immutable. */
export function createDefinitions(list: readonly Definition[]): Definitions {
  const versions = new Map<string, Map<number, Definition>>();
  for (const definition of list) {
    const known = versions.get(definition.name) ?? new Map<number, Definition>();
    if (known.has(definition.version)) {
      const name = `${definition.name}@${definition.version}`;
      throw new Error(
        `${name} is defined twice; a version never changes, give one of them the next`,
      );
    }
    versions.set(definition.name, known.set(definition.version, definition));
  }
  const all = list.toSorted((a, b) => compare(a.name, b.name) || a.version - b.version);
  const latest = new Map(all.map((definition) => [definition.name, definition]));
  const starts = new Map<string, readonly Definition[]>();
  for (const definition of latest.values()) {
    for (const type of definition.startsOn) {
      starts.set(type, [...(starts.get(type) ?? []), definition]);
    }
  }
  return {
    all: () => all,
    latest: (name) => latest.get(name),
    get: (name, version) => versions.get(name)?.get(version),
    startedBy: (type) => starts.get(type) ?? [],
    knowing: (type) => [...latest.values()].filter(({ knows }) => matchesEvent(knows, type)),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
