import { type Interaction } from './generated/schemas.js';

/** Data of an interaction as JSON; undefined when it cannot be read here. */
export function dataOf({
  data,
  dataContentType,
  encryptionKeyId,
}: Interaction): Readonly<Record<string, unknown>> | undefined {
  if (encryptionKeyId !== null || dataContentType !== 'application/json') return undefined;
  if (data.length === 0) return {};
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(data));
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    return isObject ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
