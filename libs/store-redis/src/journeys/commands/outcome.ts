import { ThroughlineError } from '#ports';
import { texts } from '../../connection/reply.js';

/** What a writing script answers. */
export type Outcome =
  | { readonly is: 'applied'; readonly sequence: number }
  | { readonly is: 'fenced' }
  /** Nothing was changed: call again with the keys of these clocks too. */
  | { readonly is: 'clocks'; readonly names: readonly string[] };

export function parseOutcome(reply: unknown): Outcome {
  const [is, ...rest] = texts(reply);
  if (is === 'applied') return { is, sequence: Number(rest[0] ?? -1) };
  if (is === 'fenced') return { is };
  if (is === 'clocks') return { is, names: rest };
  throw new ThroughlineError('BUG', `a script answered "${is}", which nobody knows`);
}
