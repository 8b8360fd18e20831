import { type JourneyState } from '#contracts';
import { type Definitions, isPersonal } from '#journey';
import { type RecognitionKeys } from '../resolve/recognition-keys.js';

/** What journeys of two customers say of the person, by names of fields. */
export interface ComparedFields {
  /** Some journey of the one has the value that some journey of the other has. */
  readonly agree: readonly string[];
  readonly differ: readonly string[];
}

/** Compares personal fields that both sides have, in the form in which callers are recognised: without case and accents. */
export function compareFields(
  definitions: Definitions,
  keys: RecognitionKeys,
  one: readonly JourneyState[],
  other: readonly JourneyState[],
): ComparedFields {
  const said = personalValues(definitions, keys, one);
  const alsoSaid = personalValues(definitions, keys, other);
  const both = [...said.keys()].filter((name) => alsoSaid.has(name)).toSorted();
  const isSame = (name: string): boolean =>
    said.get(name)?.isDisjointFrom(alsoSaid.get(name) ?? new Set()) === false;
  return { agree: both.filter(isSame), differ: both.filter((name) => !isSame(name)) };
}

/** By name of the field: keys of the values it has in any of the journeys. */
function personalValues(
  definitions: Definitions,
  keys: RecognitionKeys,
  journeys: readonly JourneyState[],
): ReadonlyMap<string, Set<string>> {
  const values = new Map<string, Set<string>>();
  for (const { definition: name, definitionVersion, fields } of journeys) {
    const definition = definitions.get(name, definitionVersion);
    for (const field of definition?.fields.values() ?? []) {
      const held = isPersonal(field) ? fields[field.name] : undefined;
      const key =
        definition && held && keys.ofField(definition, field.name, JSON.parse(held.value));
      if (key === undefined) continue;
      values.set(field.name, (values.get(field.name) ?? new Set()).add(key));
    }
  }
  return values;
}
