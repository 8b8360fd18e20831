import { type NormalisedIdentifier } from '#identity';
import { type UnlinkedInteraction } from '../resolve/unlinked-interaction.js';

/** An identifier that links. */
export function given(scheme: string, value: string, verified = false): NormalisedIdentifier {
  return { scheme, value, verified, links: true };
}

let made = 0;

/** An interaction that brings these identifiers, under an id of its own. */
export function interactionWith(
  identifiers: readonly NormalisedIdentifier[],
  more: Partial<UnlinkedInteraction> = {},
): UnlinkedInteraction {
  return {
    id: `i-${++made}`,
    source: '//bank.example/test',
    type: 'contact',
    channel: 'web',
    time: 0,
    identifiers,
    journeyId: null,
    correlation: null,
    actor: { kind: 'customer', id: null },
    data: {},
    ...more,
  };
}
