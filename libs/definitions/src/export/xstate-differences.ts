import { type DefinitionSource, parseDuration, type TransitionSource } from '#journey';
import { descriptorMatches } from '#statechart';
import { commonAncestor, listOf, type Place, placesOf, waysOn } from './ways-on.js';

/**
 * Where XState 5 would run the exported machine otherwise than SCXML and our engine do, in words, one for each place.
 * `docs/conformance/xstate.md` has the clause and an example for each kind.
 */
export function differencesInXState(definition: DefinitionSource): readonly string[] {
  const places = placesOf(definition);
  const events = eventsOf([...places.values()]);
  const found = [...places.values()].flatMap((place) => [
    ...descriptors(place, events),
    ...timers(place),
    ...domains(place, places),
    ...invocations(place),
  ]);
  return [...new Set(found)];
}

/** XState tries the most specific descriptor first, SCXML (3.13) the one that stands first; plain ones match no longer events there. */
function descriptors({ name, source }: Place, events: ReadonlySet<string>): string[] {
  const own = Object.keys(source.on ?? {});
  const order = own.flatMap((first, index) =>
    own
      .slice(index + 1)
      .filter((second) => second.length > first.length && descriptorMatches(first, second))
      .map(
        (second) =>
          `\`${name}\`: \`${first}\` stands before \`${second}\` and takes its events here; XState asks the longer one first`,
      ),
  );
  const prefixes = own
    .filter((descriptor) => !descriptor.endsWith('*'))
    .flatMap((descriptor) =>
      [...events]
        .filter((event) => event !== descriptor && descriptorMatches(descriptor, event))
        .map(
          (event) =>
            `\`${name}\`: \`${descriptor}\` takes \`${event}\`, too; in XState only as \`${descriptor}.*\``,
        ),
    );
  return [...order, ...prefixes];
}

function eventsOf(places: readonly Place[]): ReadonlySet<string> {
  const all = places.flatMap(({ source }) => Object.keys(source.on ?? {}));
  return new Set(all.filter((event) => !event.endsWith('*')));
}

/** A timer is an event in XState: `*` takes it, and there is one for each delay. */
function timers(place: Place): string[] {
  const { name, source, ancestors } = place;
  const delays = Object.keys(source.after ?? {}).map((duration) => {
    const parsed = parseDuration(duration);
    return 'ms' in parsed ? parsed.ms : 0;
  });
  const twins = delays.length > new Set(delays).size;
  const outer = ancestors.find((one) => Object.keys(one.source.after ?? {}).length > 0);
  return [
    ...(twins ? [`\`${name}\`: two timers of one length are one in XState`] : []),
    ...(source.on?.['*'] !== undefined && outer !== undefined
      ? [`\`${name}\`: \`*\` would take the timers of \`${outer.name}\` in XState`]
      : []),
  ];
}

/** XState leaves only what is inside the nearest common state, SCXML (appendix D, findLCCA) never only part of a parallel one. */
function domains(place: Place, places: ReadonlyMap<string, Place>): string[] {
  return waysOn(place.name, place.source).flatMap(({ transition }) => {
    const targets = listOf(transition.target).flatMap((target) => places.get(target) ?? []);
    if (targets.length === 0 || staysInside(place, targets, transition)) return [];
    const around = commonAncestor([place, ...targets]);
    if (around?.source.type !== 'parallel') return [];
    const ways = targets.map(({ name }) => `\`${name}\``).join(', ');
    return [
      `\`${place.name}\` → ${ways} leaves \`${around.name}\` and enters it again; XState stays in it`,
    ];
  });
}

function staysInside(
  place: Place,
  targets: readonly Place[],
  { internal }: TransitionSource,
): boolean {
  const within = targets.every(({ ancestors }) => ancestors.includes(place));
  return internal === true && within && place.source.type !== 'parallel';
}

/** Kept in `meta`, and not done by XState. */
function invocations({ name, source }: Place): string[] {
  const kept = listOf(source.invoke).flatMap(({ timeout, retry, compensate }) => [
    ...(timeout === undefined ? [] : ['timeout']),
    ...(retry === undefined ? [] : ['retry']),
    ...(compensate === undefined ? [] : ['compensate']),
  ]);
  const defer = source.defer === undefined ? [] : ['defer'];
  return [...new Set([...kept, ...defer])].map(
    (key) => `\`${name}\`: \`${key}\` is only noted in \`meta\`; XState does not do it`,
  );
}
