import { type Interaction } from '#contracts';

export type JsonObject = Readonly<Record<string, unknown>>;

const decoder = new TextDecoder();
const NOTHING: JsonObject = {};

/** An interaction's data; `fault` in words when it cannot be read here. */
export type EventData =
  | { readonly data: JsonObject; readonly fault?: undefined }
  | { readonly data: JsonObject; readonly fault: string };

/** Reads the data of an interaction as a JSON object. Without data, or with data that is not readable here, it is empty. */
export function readData(interaction: Interaction): EventData {
  const { data } = interaction;
  if (data.length === 0) return { data: NOTHING };
  if (interaction.encryptionKeyId !== null) return { data: NOTHING, fault: 'data is encrypted' };
  if (interaction.dataContentType !== 'application/json') {
    return { data: NOTHING, fault: `data is ${interaction.dataContentType}, not JSON` };
  }
  return readObject(data);
}

/** Reads bytes as a JSON object; none are an empty one. */
export function readObject(data: Uint8Array): EventData {
  if (data.length === 0) return { data: NOTHING };
  try {
    const parsed: unknown = JSON.parse(decoder.decode(data));
    if (isObject(parsed)) return { data: parsed };
    return { data: NOTHING, fault: 'data is not a JSON object' };
  } catch {
    return { data: NOTHING, fault: 'data is not valid JSON' };
  }
}

/** What a path leads to; undefined when it leads nowhere. Own properties only. */
export function valueAt(data: unknown, path: readonly string[]): unknown {
  let value = data;
  for (const key of path) {
    if (!isObject(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
