import { type Definition } from '../definition/compiled-definition.js';
import { type JsonObject, valueAt } from '../record/event-data.js';
import { fieldFault } from './field-value.js';

const NONE: readonly never[] = [];

/** A value that an event carries and no definition that captures it would take. */
interface WrongField {
  /** Into `data`. */
  readonly path: readonly string[];
  /** Which field of which journey it would be, and what is expected, in words that do not repeat the value. */
  readonly detail: string;
}

/**
 * The values of an event that these definitions declare and cannot take. Where they disagree about one, it is not wrong: some
 * journey may have a use for it, and the others refuse it themselves.
 */
export function wrongFields(
  definitions: readonly Definition[],
  eventType: string,
  data: JsonObject,
): readonly WrongField[] {
  if (!definitions.some((one) => refusesSome(one, eventType, data))) return NONE;
  const byPath = new Map<string, Asked>();
  for (const definition of definitions) {
    for (const field of definition.captures.get(eventType) ?? []) {
      const value = valueAt(data, field.path);
      if (value === undefined || value === null) continue;
      const key = field.path.join('.');
      const asked = byPath.get(key) ?? { path: field.path, faults: new Set(), fits: false };
      const fault = fieldFault(field, value);
      if (fault === undefined) asked.fits = true;
      else asked.faults.add(`\`${field.name}\` of \`${definition.name}\`: ${fault}`);
      byPath.set(key, asked);
    }
  }
  return [...byPath.values()]
    .filter(({ fits }) => !fits)
    .map(({ path, faults }) => ({ path, detail: [...faults].join('; ') }));
}

/** Most events have nothing wrong: that is told without taking notes. */
function refusesSome({ captures }: Definition, eventType: string, data: JsonObject): boolean {
  for (const field of captures.get(eventType) ?? NONE) {
    const value = valueAt(data, field.path);
    if (value !== undefined && value !== null && fieldFault(field, value) !== undefined)
      return true;
  }
  return false;
}

/** What definitions say of one value. */
interface Asked {
  readonly path: readonly string[];
  readonly faults: Set<string>;
  fits: boolean;
}
