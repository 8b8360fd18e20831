import { type UnlinkedInteraction } from '#customers';
import { type NormalisedIdentifier } from '#identity';
import { HAND_OFF_EVENTS } from '#journey';
import { type Assurance, type HandOff } from '#ports';
import { type RedeemedHandOff } from './hand-offs.js';

/** What the journey's history, and the figures made of it, know of a hand-off. Ids are derived: told twice is told once. */
const SOURCE = '//throughline/handoffs';

interface Telling {
  /** ms since the epoch. */
  readonly time: number;
  readonly actor: UnlinkedInteraction['actor'];
}

export function madeRecord(handOff: HandOff, { time, actor }: Telling): UnlinkedInteraction {
  return { ...record(handOff, 'made', handOff.from), time, actor };
}

/** The record that also links the identifiers of who goes on to the customer. */
export function redeemedRecord(
  { handOff, means }: RedeemedHandOff,
  identifiers: readonly NormalisedIdentifier[],
  { time, actor }: Telling,
): UnlinkedInteraction {
  const told = record(handOff, 'redeemed', handOff.to);
  return {
    ...told,
    time,
    actor,
    identifiers: boundAt(handOff.assurance, identifiers),
    ...(handOff.assurance === 'known' && { unvouched: true }),
    data: { ...told.data, means },
  };
}

export function expiredRecord(handOff: HandOff): UnlinkedInteraction {
  const told = record(handOff, 'expired', handOff.from);
  return { ...told, time: handOff.expiresAt, actor: { kind: 'system', id: null } };
}

/**
 * What of the identifiers that came is bound to the customer: with `verified` as they came, with `known` nothing counts as
 * verified (and nobody is vouched for: see `UnlinkedInteraction.unvouched`), with `anonymous` nothing is bound: whoever has the code may go on, and stays nobody.
 */
export function boundAt(
  assurance: Assurance,
  identifiers: readonly NormalisedIdentifier[],
): readonly NormalisedIdentifier[] {
  switch (assurance) {
    case 'verified':
      return identifiers;
    case 'known':
      return identifiers.map((one) => ({ ...one, verified: false }));
    case 'anonymous':
      return [];
  }
}

function record(
  handOff: HandOff,
  what: keyof typeof HAND_OFF_EVENTS,
  channel: string,
): Omit<UnlinkedInteraction, 'time' | 'actor'> {
  const { id, journeyId, from, to, assurance, madeAt } = handOff;
  return {
    id: `${what}-${id}`,
    source: SOURCE,
    type: HAND_OFF_EVENTS[what],
    channel,
    identifiers: [],
    journeyId,
    correlation: null,
    data: { handOff: id, from, to, assurance, madeAt: new Date(madeAt).toISOString() },
  };
}
