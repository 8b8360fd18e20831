import { ServiceUnavailableException, Injectable } from '@nestjs/common';
import { type ClaimView } from '#api';
import { type Interaction, type JourneyId } from '#contracts';
import { CLOCK, Inject } from '#nest';
import { type Clock, within } from '#ports';
import { type Claim, ClaimBook } from './claim-book.js';

/** How long a claim waits to be read back from the log, ms. */
const READ_BACK_MS = 5_000;

/** The book of claims as far as this process has read the log. */
@Injectable()
export class Claims {
  private readonly book = new ClaimBook();
  private readonly waiting = new Map<string, () => void>();

  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  apply(interaction: Interaction, at: number): void {
    this.book.apply(interaction, at);
    this.waiting.get(interaction.id)?.();
  }

  holder(journey: JourneyId): Claim | undefined {
    return this.book.holder(journey, this.clock.now());
  }

  /** Null: nobody holds it. */
  view(journey: JourneyId): ClaimView | null {
    const claim = this.holder(journey);
    if (claim === undefined) return null;
    const { agent, since, until } = claim;
    return { agent, since: new Date(since).toISOString(), until: new Date(until).toISOString() };
  }

  /** Submits an interaction and waits until it was read back: only then is it known who was first. Throws 503. */
  async settle(id: string, submit: () => Promise<void>): Promise<void> {
    const read = new Promise<true>((resolve) => this.waiting.set(id, () => resolve(true)));
    try {
      await submit();
      const { clock } = this;
      const isRead = await within<boolean>(READ_BACK_MS, read, () => false, { clock });
      if (!isRead) {
        throw new ServiceUnavailableException(
          'It is written, but the desk has not read it back yet. Look at the queue, or try again.',
        );
      }
    } finally {
      this.waiting.delete(id);
    }
  }
}
