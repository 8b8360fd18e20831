import { type Interaction } from '#contracts';
import { type Definition, type Field } from '../definition/compiled-definition.js';
import { isObject, readData, type JsonObject } from '../record/event-data.js';

const encoder = new TextEncoder();

/** Whether a field says something of the person: it is marked so, names them, or they are recognised by it. */
export function isPersonal({ source }: Pick<Field, 'source'>): boolean {
  return source.pii === true || source.identifies !== undefined || source.recognise === true;
}

/** An interaction for a journey of this definition without what is personal. Data that cannot be read here goes altogether. */
export function withoutPerson(definition: Definition, interaction: Interaction): Interaction {
  const { actor, correlation } = interaction;
  let { data } = readData(interaction);
  for (const field of definition.fields.values()) {
    if (isPersonal(field)) data = without(data, field.path);
  }
  return {
    ...interaction,
    identifiers: [],
    actor: actor.kind === 'customer' ? { ...actor, id: null } : actor,
    correlation: correlatesByPerson(definition) ? null : correlation,
    dataContentType: 'application/json',
    encryptionKeyId: null,
    data: encoder.encode(JSON.stringify(data)),
  };
}

/** Whether journeys of this definition are told apart by something personal. */
export function correlatesByPerson({ correlation: { path }, fields }: Definition): boolean {
  if (path === undefined) return false;
  return [...fields.values()].some((field) => isPersonal(field) && overlap(field.path, path));
}

function overlap(one: readonly string[], other: readonly string[]): boolean {
  return one.every((key, at) => at >= other.length || other[at] === key);
}

function without(data: JsonObject, [key, ...rest]: readonly string[]): JsonObject {
  if (key === undefined || !Object.hasOwn(data, key)) return data;
  const inner = data[key];
  if (rest.length > 0 && isObject(inner)) return { ...data, [key]: without(inner, rest) };
  return Object.fromEntries(Object.entries(data).filter(([name]) => name !== key));
}
