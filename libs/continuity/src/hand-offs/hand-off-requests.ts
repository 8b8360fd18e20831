import { type Identifiers, type UnlinkedInteraction } from '#customers';
import { type NormalisedIdentifier, type RawIdentifier } from '#identity';
import { parseDuration } from '#journey';
import { type Fault, Refusal, refuse } from '#ports';
import { allowsChannel, type StoredKey } from '#security';

const MINUTE = 60_000;
/** How long a hand-off works, ms. */
const LIFETIME = { usual: 15 * MINUTE, shortest: MINUTE, longest: 24 * 60 * MINUTE };

/** The key a request came with, if it may act for a channel. Throws `no-key`, `out-of-scope`. */
export function keyFor(key: StoredKey | undefined, channel: string): StoredKey {
  if (key === undefined) refuse('no-key', 'Send a channel key: Authorization: Bearer tl_…');
  if (allowsChannel(key, channel)) return key;
  const detail = `This key may not act for channel ${channel}.`;
  throw new Refusal('out-of-scope', detail, [{ pointer: '/channel', detail }]);
}

/** Identifiers as sent on a channel, brought into their normal form. Throws `invalid-request` with every fault. */
export function identifiersOf(
  given: readonly RawIdentifier[],
  { normalise }: Pick<Identifiers, 'normalise'>,
  channel: string,
): readonly NormalisedIdentifier[] {
  const faults: Fault[] = [];
  const read: NormalisedIdentifier[] = [];
  for (const [index, raw] of given.entries()) {
    const { identifier, fault } = normalise(raw, channel);
    if (identifier !== undefined) read.push(identifier);
    else faults.push({ pointer: `/identifiers/${String(index)}/value`, detail: fault });
  }
  if (faults.length > 0) refuse('invalid-request', 'The body has the faults listed.', faults);
  return read;
}

/** Who acts; the customer unless somebody else is named. */
export function actorOf(
  actor: { readonly kind: string; readonly id?: string } | undefined,
): UnlinkedInteraction['actor'] {
  return { kind: actor?.kind ?? 'customer', id: actor?.id ?? null };
}

/** How long a hand-off is to work, ms. Throws `invalid-request`. */
export function lifetimeOf(text: string | undefined): number {
  if (text === undefined) return LIFETIME.usual;
  const parsed = parseDuration(text);
  if ('fault' in parsed) return refuseLifetime(parsed.fault);
  const { ms } = parsed;
  return ms < LIFETIME.shortest || ms > LIFETIME.longest
    ? refuseLifetime('must be PT1M to PT24H')
    : ms;
}

function refuseLifetime(detail: string): never {
  return refuse('invalid-request', 'The body has the faults listed.', [
    { pointer: '/expiresIn', detail },
  ]);
}
