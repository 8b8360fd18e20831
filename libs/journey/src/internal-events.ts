const PREFIXES = ['done.state.', 'done.invoke.', 'error.invoke.'];

/** Whether a chart raises such events for itself (SCXML 3.7, 6.4): from outside they would be a lie. */
export function isInternal(type: string): boolean {
  return PREFIXES.some((prefix) => type.startsWith(prefix));
}
