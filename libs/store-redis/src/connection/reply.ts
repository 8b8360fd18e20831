/** A reply that is a list; anything else counts as an empty one. */
export function list(reply: unknown): readonly unknown[] {
  return Array.isArray(reply) ? reply : [];
}

/** A reply's bytes; undefined for nil. */
export function bytes(reply: unknown): Buffer | undefined {
  return Buffer.isBuffer(reply) ? reply : undefined;
}

/** A reply as text; undefined for nil. */
export function text(reply: unknown): string | undefined {
  if (typeof reply === 'string' || typeof reply === 'number') return String(reply);
  return bytes(reply)?.toString();
}

/** A list of texts, nil as the empty one. */
export function texts(reply: unknown): readonly string[] {
  return list(reply).map((one) => text(one) ?? '');
}
