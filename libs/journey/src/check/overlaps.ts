import { descriptorMatches } from '#statechart';

/** Whether some event is asked for by both descriptors: `application.*` and `application.started`, either way round. */
export function overlaps(a: string, b: string): boolean {
  return covers(a, b) || covers(b, a);
}

/** Whether every event the second descriptor asks for is one the first asks for (SCXML 3.12.1). */
export function covers(broad: string, narrow: string): boolean {
  return narrow === '*' ? broad === '*' : descriptorMatches(broad, narrow.replace(/[.][*]$/, ''));
}
