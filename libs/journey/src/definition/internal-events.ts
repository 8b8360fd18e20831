/** Whether a chart raises such events for itself (SCXML 3.7, 6.4): from outside they would be a lie. */
export function isInternal(type: string): boolean {
  return (
    type.startsWith('done.state.') ||
    type.startsWith('done.invoke.') ||
    type.startsWith('error.invoke.')
  );
}
