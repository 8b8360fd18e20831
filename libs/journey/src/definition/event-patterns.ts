/** A set of event types given by descriptors, matched by their first tokens as a chart's transitions are (SCXML 3.12.1). */
export interface EventPatterns {
  /** Without the trailing `.*`; the empty string is `*`. */
  readonly prefixes: ReadonlySet<string>;
}

export function eventPatterns(descriptors: Iterable<string>): EventPatterns {
  const prefixes = new Set<string>();
  for (const descriptor of descriptors) prefixes.add(descriptor.replace(/\.?\*$/, ''));
  return { prefixes };
}

/** Whether one of the descriptors asks for the event: `application.*` and `application` match `application.started`. */
export function matchesEvent({ prefixes }: EventPatterns, type: string): boolean {
  if (prefixes.size === 0) return false;
  if (prefixes.has(type)) return true;
  for (let dot = type.lastIndexOf('.'); dot > 0; dot = type.lastIndexOf('.', dot - 1)) {
    if (prefixes.has(type.slice(0, dot))) return true;
  }
  return prefixes.has('');
}
