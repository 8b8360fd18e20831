import type { Call } from '../../connection/connection.js';
import { scriptsBeside } from '../../connection/script.js';

const SWAP = scriptsBeside(import.meta.url)('link-swap');

/** `link-swap.lua`: puts a value in the place of the one seen; '' is none. Replies 1 when it did. */
export function swapCall(place: string, seen: string, next: string): Call {
  return { script: SWAP, keys: [place], args: [seen, next] };
}
