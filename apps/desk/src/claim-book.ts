// Who holds which journey. The log decides (I2): claims are interactions on the journey's partition, so every desk
// reads them in one order and comes to the same holder, and the first of two that claim at once has it.
import { type Interaction, type JourneyId } from '#contracts';

export const CLAIMED = 'desk.claimed';
export const RELEASED = 'desk.released';

/** A claim ends this long after the holder last claimed, ms. */
export const CLAIM_MS = 30 * 60_000;

export interface Claim {
  readonly agent: string;
  /** ms since the epoch. */
  readonly since: number;
  readonly until: number;
}

export class ClaimBook {
  private readonly claims = new Map<JourneyId, Claim>();

  /** Takes one `desk.claimed` or `desk.released` in log order; `at` is when the log took it. */
  apply(interaction: Interaction, at: number): void {
    const journey = interaction.journeyId as JourneyId | null;
    const agent = interaction.actor.id;
    if (journey === null || agent === null || interaction.actor.kind !== 'agent') return;
    const holder = this.holder(journey, at);
    if (holder !== undefined && holder.agent !== agent) return;
    if (interaction.type === RELEASED) this.claims.delete(journey);
    else this.claims.set(journey, { agent, since: holder?.since ?? at, until: at + CLAIM_MS });
  }

  /** Who holds it now; undefined: nobody. */
  holder(journey: JourneyId, now: number): Claim | undefined {
    const claim = this.claims.get(journey);
    if (claim === undefined || now < claim.until) return claim;
    this.claims.delete(journey);
    return undefined;
  }
}
