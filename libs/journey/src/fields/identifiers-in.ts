import { type Definitions } from '../deployment/definitions.js';
import { valueAt } from '../record/event-data.js';

interface IdentifierFound {
  readonly scheme: string;
  readonly value: string;
}

/**
 * Identifiers among an event's data, by the fields that are declared to identify the customer. The gateway adds them to
 * those the sender named, before it resolves the subject.
 */
export function identifiersIn(
  definitions: Definitions,
  eventType: string,
  data: unknown,
): readonly IdentifierFound[] {
  const found = new Map<string, IdentifierFound>();
  for (const definition of definitions.knowing(eventType)) {
    for (const { source, path } of definition.captures.get(eventType) ?? []) {
      if (source.identifies === undefined) continue;
      const value = valueAt(data, path);
      if (typeof value !== 'string' && typeof value !== 'number') continue;
      const identifier = { scheme: source.identifies, value: String(value) };
      found.set(`${identifier.scheme} ${identifier.value}`, identifier);
    }
  }
  return [...found.values()];
}
