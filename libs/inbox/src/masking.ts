import { type Interaction } from '#contracts';
import { type Definitions } from '#journey';

const MASK = '•••';

/** Paths into an event's data (joined by dots) whose values definitions declare, and whether they are personal. */
type Declared = ReadonlyMap<string, boolean>;

/**
 * What an interaction says without the personal values in it: identifiers, actor, and of its data what definitions
 * declare as personal; data that nobody declares may be personal, so of it only numbers and booleans are shown.
 */
export function masked(
  definitions: Definitions,
  interaction: Interaction,
  data: unknown,
): Pick<Interaction, 'identifiers' | 'actor'> & { readonly data: unknown } {
  const { identifiers, actor, type } = interaction;
  return {
    identifiers: identifiers.map((one) => ({ ...one, value: MASK })),
    actor: { kind: actor.kind, id: actor.id === null ? null : MASK },
    data: maskedValue(data, [], declaredIn(definitions, type)),
  };
}

function declaredIn(definitions: Definitions, type: string): Declared {
  const declared = new Map<string, boolean>();
  for (const definition of definitions.knowing(type)) {
    for (const { path, source } of definition.captures.get(type) ?? []) {
      const name = path.join('.');
      declared.set(name, source.pii === true || (declared.get(name) ?? false));
    }
  }
  return declared;
}

function maskedValue(value: unknown, path: readonly string[], declared: Declared): unknown {
  const personal = declared.get(path.join('.'));
  if (personal === true) return MASK;
  if (personal === false) return value;
  if (Array.isArray(value)) return value.map((one) => maskedValue(one, [...path, '*'], declared));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, maskedValue(one, [...path, key], declared)]),
    );
  }
  return typeof value === 'string' ? MASK : value;
}
