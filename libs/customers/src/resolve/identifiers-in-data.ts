import { type NormalisedIdentifier, type RawIdentifier } from '#identity';
import { type Definitions, identifiersIn } from '#journey';

/**
 * Adds to the identifiers a sender named those that definitions say are among its data. One there that cannot be read is
 * no identifier, not a fault.
 */
export function withIdentifiersInData(
  named: readonly NormalisedIdentifier[],
  interaction: { readonly type: string; readonly data: Readonly<Record<string, unknown>> },
  definitions: Definitions,
  normalise: (raw: RawIdentifier) => { readonly identifier?: NormalisedIdentifier | undefined },
): readonly NormalisedIdentifier[] {
  const all = [...named];
  for (const found of identifiersIn(definitions, interaction.type, interaction.data)) {
    const { identifier } = normalise(found);
    if (identifier === undefined) continue;
    const { scheme, value } = identifier;
    if (!all.some((one) => one.scheme === scheme && one.value === value)) all.push(identifier);
  }
  return all;
}
