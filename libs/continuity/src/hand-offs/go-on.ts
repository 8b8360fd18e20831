import { type Identifiers } from '#customers';
import { type NormalisedIdentifier } from '#identity';
import { type Candidate, type Ingest } from '#intake';
import { Refusal } from '#ports';
import { type KeyScope } from '#security';
import { type Caller } from './guessing.js';
import { boundAt, redeemedRecord } from './hand-off-records.js';
import { type HandOffs } from './hand-offs.js';

export interface GoOnOptions {
  readonly handOffs: HandOffs;
  readonly ingest: Ingest;
  readonly identifiers: Identifiers;
}

/** Who sends interactions, and what the key may do. */
export interface Sender extends Pick<Caller, 'keyId' | 'ip'> {
  readonly scope: KeyScope;
}

/** A body that names its journey by a hand-off. */
interface HandedOver extends Readonly<Record<string, unknown>> {
  readonly journey: { readonly handoff: string };
}

/** Stands for the journey while the rest of an interaction is checked, before its hand-off is used. */
const SOME_JOURNEY = { id: `${'a'.repeat(20)}.${'a'.repeat(8)}` };

/** Lets interactions go on with a journey by the hand-off they came with. */
export class GoOn {
  constructor(private readonly options: GoOnOptions) {}

  /**
   * Redeems the hand-offs that interactions name in place of their journeys, one after the other, and says in their place
   * which journeys those are. What is not valid otherwise uses up no hand-off; who sends it again with its id redeems the
   * same one again.
   */
  async resolve(candidates: readonly Candidate[], sender: Sender): Promise<readonly Candidate[]> {
    if (!candidates.some(({ body }) => isHandedOver(body))) return candidates;
    const resolved: Candidate[] = [];
    for (const candidate of candidates) {
      const { body } = candidate;
      resolved.push(isHandedOver(body) ? await this.one(candidate, body, sender) : candidate);
    }
    return resolved;
  }

  private async one(candidate: Candidate, body: HandedOver, sender: Sender): Promise<Candidate> {
    const { handOffs, ingest, identifiers } = this.options;
    const whole = { ...body, journey: SOME_JOURNEY };
    const { interaction, refusal } = ingest.check({ body: whole }, sender.scope);
    if (interaction === undefined) return { refusal };
    const { id, source, channel, actor } = interaction;
    const counted = countedBy(identifiers, interaction.identifiers);
    const caller = { keyId: sender.keyId, ip: sender.ip, identifiers: counted };
    const secret = secretIn(body.journey.handoff);
    try {
      const redeemed = await handOffs.redeem({ secret, channel, caller, by: `${source}\n${id}` });
      const { handOff, at } = redeemed;
      const told = redeemedRecord(redeemed, interaction.identifiers, { time: at, actor });
      await ingest.record([told], candidate.trace);
      const bound = boundAt(handOff.assurance, interaction.identifiers).map(
        ({ scheme, value, verified }) => ({ scheme, value, verified }),
      );
      const journey = { id: handOff.journeyId };
      const { trace } = candidate;
      const { assurance } = handOff;
      const resolved = { ...body, id, journey, identifiers: bound };
      return { body: resolved, assurance, ...(trace === undefined ? {} : { trace }) };
    } catch (error) {
      if (error instanceof Refusal) return { refusal: error };
      throw error;
    }
  }
}

/** Identifiers as attempts are counted by them: their stored form, verified or not. Placeholders are nobody. */
export function countedBy(
  identifiers: Identifiers,
  given: readonly NormalisedIdentifier[],
): readonly string[] {
  return given
    .filter((one) => one.links)
    .map((one) => identifiers.fact({ ...one, verified: false }).key);
}

/** A link's token begins with a letter, a code has none. */
function secretIn(text: string): { readonly code: string } | { readonly token: string } {
  return /^[a-z]/.test(text) ? { token: text } : { code: text };
}

function isHandedOver(body: unknown): body is HandedOver {
  if (typeof body !== 'object' || body === null || !('journey' in body)) return false;
  const { journey } = body;
  if (typeof journey !== 'object' || journey === null || !('handoff' in journey)) return false;
  return typeof journey.handoff === 'string' && Object.keys(journey).length === 1;
}
