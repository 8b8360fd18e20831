import { randomUUID } from 'node:crypto';
import { iso } from '#api';
import { type JourneyId } from '#contracts';
import { type LeaseShown } from '#journey';
import { refuse, type Clock, type Lease, type LeaseStore, ThroughlineError } from '#ports';

/** Times it is looked again at who holds a journey because it changed in between. */
const MAX_ROUNDS = 8;

/** Who wants to hold a journey. */
export interface Holding {
  readonly holder: string;
  readonly channel: string;
  readonly keyId: string;
  /** ms. */
  readonly lifetime: number;
  /** Take it over, for this reason, from whoever holds it; undefined: only when it is free. */
  readonly takeOver: string | undefined;
}

/** Who gives a journey back: the holder named, or whoever took it under this key. */
export type Giving =
  { readonly holder: string; readonly channel?: string } | { readonly keyId: string };

/** Who works on which journey. */
export class Leases {
  constructor(
    private readonly store: LeaseStore,
    private readonly clock: Clock,
  ) {}

  /** As others see them, in the order asked; null: nobody holds it. */
  async shown(journeys: readonly string[]): Promise<readonly (LeaseShown | null)[]> {
    const found = await this.store.current(journeys as readonly JourneyId[], this.clock.now());
    return found.map((lease) => (lease === undefined ? null : leaseView(lease)));
  }

  /** Takes, renews or takes over. Throws `conflict` with who holds it. */
  async hold(journeyId: JourneyId, holding: Holding): Promise<LeaseShown> {
    return this.settle(journeyId, (held, now) => {
      const { holder, channel, keyId, lifetime, takeOver } = holding;
      const own = held !== undefined && isHeldBy(held, holder, channel);
      if (held !== undefined && !own && takeOver === undefined) refuse('conflict', heldBy(held));
      const since = own ? held.since : now;
      const takenFrom = own ? held.takenFrom : takenOver(held, takeOver);
      const until = now + lifetime;
      return { journeyId, holder, channel, since, until, keyId, takenFrom, mark: randomUUID() };
    }).then((lease) =>
      lease === null ? refuse('conflict', 'It was given back.') : leaseView(lease),
    );
  }

  /** Gives it back; nothing happens when nobody holds it. Throws `conflict` when somebody else does. */
  async release(journeyId: JourneyId, giving: Giving): Promise<void> {
    await this.settle(journeyId, (held) => {
      if (held === undefined) return undefined;
      const own =
        'keyId' in giving
          ? held.keyId === giving.keyId
          : isHeldBy(held, giving.holder, giving.channel ?? held.channel);
      return own ? null : refuse('conflict', heldBy(held));
    });
  }

  /** Changes what was seen, and looks again when another was first. `change` gives undefined for no change. */
  private async settle(
    journeyId: JourneyId,
    change: (held: Lease | undefined, now: number) => Lease | null | undefined,
  ): Promise<Lease | null> {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const now = this.clock.now();
      const [held] = await this.store.current([journeyId], now);
      const next = change(held, now);
      if (next === undefined) return null;
      if (await this.store.swap(journeyId, held?.mark ?? null, next, now)) return next;
    }
    throw new ThroughlineError(
      'UNAVAILABLE',
      `Who holds ${journeyId} changed ${String(MAX_ROUNDS)} times over; try again.`,
    );
  }
}

/** A lease as others see it. Times are ISO 8601. */
export function leaseView({ holder, channel, since, until, takenFrom }: Lease): LeaseShown {
  return { holder, channel, since: iso(since), until: iso(until), takenFrom };
}

function isHeldBy(lease: Lease, holder: string, channel: string): boolean {
  return lease.holder === holder && lease.channel === channel;
}

function takenOver(held: Lease | undefined, reason: string | undefined): Lease['takenFrom'] {
  if (held === undefined || reason === undefined) return null;
  return { holder: held.holder, channel: held.channel, reason };
}

function heldBy({ holder, channel, until }: Lease): string {
  return `${holder} works on it (${channel}) until ${iso(until)}. Take it over with force and a reason.`;
}
