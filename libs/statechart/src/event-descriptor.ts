/**
 * The tokens a descriptor asks for, joined: `application.*` and `application` are the same, `*` is the empty string
 * (SCXML 3.12.1: a trailing `.*` may be left out).
 */
export function descriptorPrefix(descriptor: string): string {
  if (descriptor === '*') return '';
  return descriptor.endsWith('.*') ? descriptor.slice(0, -2) : descriptor;
}

/**
 * Whether an event is one the descriptor asks for (SCXML 3.12.1): its tokens, separated by dots, are the first tokens of
 * the event's name. `application` matches `application.started`, not `applications`; `*` matches everything.
 */
export function descriptorMatches(descriptor: string, event: string): boolean {
  const prefix = descriptorPrefix(descriptor);
  return prefix === '' || event === prefix || event.startsWith(`${prefix}.`);
}

/** An event's name without its last token; undefined when nothing is left to cut. */
export function shorten(event: string): string | undefined {
  if (event === '') return undefined;
  const dot = event.lastIndexOf('.');
  return dot < 0 ? '' : event.slice(0, dot);
}
