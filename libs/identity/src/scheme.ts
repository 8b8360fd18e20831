/** How far an identifier may be trusted to name one person. */
export type Strength = 'strong' | 'weak' | 'ephemeral';

/** How values of one scheme are treated. */
export interface Scheme {
  readonly strength: Strength;
  /** Strength once the sender has verified that the value is this person's. */
  readonly verifiedStrength: Strength;
  /** One person has at most one value: a second one is another person. */
  readonly exclusive: boolean;
  readonly form: 'email' | 'phone' | 'opaque';
}

function scheme(
  strength: Strength,
  options: Partial<Omit<Scheme, 'strength'>> = {},
): Readonly<Scheme> {
  return { strength, verifiedStrength: strength, exclusive: false, form: 'opaque', ...options };
}

/** The schemes with a meaning of their own, the one that names a person best first. */
const SCHEMES: ReadonlyMap<string, Scheme> = new Map([
  ['customer', scheme('strong', { exclusive: true })],
  ['account', scheme('strong')],
  ['email', scheme('weak', { verifiedStrength: 'strong', form: 'email' })],
  ['phone', scheme('weak', { verifiedStrength: 'strong', form: 'phone' })],
  ['device', scheme('weak')],
  ['cookie', scheme('weak')],
  ['call', scheme('ephemeral')],
  ['chat', scheme('ephemeral')],
  ['session', scheme('ephemeral')],
]);

const OTHER = scheme('weak');
const RANK = new Map([...SCHEMES.keys()].map((name, index) => [name, index]));
const STRENGTHS: readonly Strength[] = ['strong', 'weak', 'ephemeral'];

/** Names of the schemes with a meaning of their own; any other name is taken as weak and opaque. */
export const KNOWN_SCHEMES: readonly string[] = [...SCHEMES.keys()];

export function schemeOf(name: string): Scheme {
  return SCHEMES.get(name) ?? OTHER;
}

/** The strength of an identifier of this scheme. */
export function strengthOf(identifier: {
  readonly scheme: string;
  readonly verified: boolean;
}): Strength {
  const { strength, verifiedStrength } = schemeOf(identifier.scheme);
  return identifier.verified ? verifiedStrength : strength;
}

/**
 * Orders identifiers by how well they name a person, best first: strength, then scheme, then value,
 * so that everyone who sees the same identifiers picks the same one.
 */
export function byStrength(
  a: { readonly scheme: string; readonly value: string; readonly verified: boolean },
  b: { readonly scheme: string; readonly value: string; readonly verified: boolean },
): number {
  return (
    STRENGTHS.indexOf(strengthOf(a)) - STRENGTHS.indexOf(strengthOf(b)) ||
    (RANK.get(a.scheme) ?? RANK.size) - (RANK.get(b.scheme) ?? RANK.size) ||
    compare(a.scheme, b.scheme) ||
    compare(a.value, b.value)
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
