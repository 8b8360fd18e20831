// Who holds which journey. The log decides (I2): claims are interactions on the journey's partition, so every desk
// reads them in one order and comes to the same holder, and the first of two that claim at once has it.
import { type Interaction, type JourneyId } from '#contracts';

export const CLAIMED = 'desk.claimed';
export const RELEASED = 'desk.released';

/** A claim ends this long after the holder last claimed, ms. */
export const CLAIM_MS = 30 * 60_000;

/**
 * How far back a desk that starts reads, ms, so that it comes to the same holders as the others: every claim that still
 * holds, and before it the one that a claim lost against. Who is refused by the desk itself leaves no record, so those two
 * are as far apart as a desk may lag behind the log.
 */
export const REPLAY_MS = CLAIM_MS + 5 * 60_000;

/** Claims are forgotten this long after they have ended, ms: partitions are not read in step. */
const FORGET_AFTER_MS = REPLAY_MS;

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
    this.claims.delete(journey);
    if (interaction.type === CLAIMED)
      this.claims.set(journey, { agent, since: holder?.since ?? at, until: at + CLAIM_MS });
    this.forget(at - FORGET_AFTER_MS);
  }

  /** Who holds it at a time, ms since the epoch; undefined: nobody. Asking changes nothing: clocks differ, the log does not. */
  holder(journey: JourneyId, at: number): Claim | undefined {
    const claim = this.claims.get(journey);
    return claim !== undefined && at < claim.until ? claim : undefined;
  }

  /** Claims stand in the order they were made in, and so nearly in that of their ends. */
  private forget(endedBefore: number): void {
    for (const [journey, { until }] of this.claims) {
      if (until >= endedBefore) return;
      this.claims.delete(journey);
    }
  }
}
