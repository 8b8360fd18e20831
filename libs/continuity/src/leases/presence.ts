import { type JourneyId } from '#contracts';
import { type Logger } from '#observability';
import { type Clock, type Lease, type LeaseChange, type LeaseStore } from '#ports';
import { RepeatedTask, type Work } from '#upkeep';
import { leaseView } from './leases.js';

/** Time between two looks at what changed, ms. */
const EVERY_MS = 500;

export type PresenceListener = (journeyId: string, json: string) => void;

export interface PresenceOptions {
  readonly store: LeaseStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Tells the streams of this process who begins and ends to work on journeys, whichever process they said it to. Looks only
 * while somebody listens. Leases are no part of the log: a stream that comes back is not told again what it missed.
 */
export class Presence implements Work {
  private readonly listeners = new Set<PresenceListener>();
  /** Those it has told of since somebody listens, to tell when one ends by itself. */
  private readonly held = new Map<string, Lease>();
  private last: number | undefined;
  private readonly looks: RepeatedTask;

  constructor(private readonly options: PresenceOptions) {
    this.looks = new RepeatedTask({
      everyMs: EVERY_MS,
      run: () => this.look(),
      onFailure: 'leases cannot be read',
      logger: options.logger,
    });
  }

  join(listener: PresenceListener): void {
    this.listeners.add(listener);
    if (this.looks.isStarted) return;
    this.looks.start();
    this.looks.now();
  }

  leave(listener: PresenceListener): void {
    this.listeners.delete(listener);
    if (this.listeners.size > 0) return;
    void this.looks.stop();
    this.last = undefined;
    this.held.clear();
  }

  async close(): Promise<void> {
    this.listeners.clear();
    await this.looks.stop();
  }

  /** Who works on a journey now, for a stream that begins. */
  async now(journeyId: JourneyId): Promise<string> {
    const [lease] = await this.options.store.current([journeyId], this.options.clock.now());
    if (lease !== undefined) this.held.set(journeyId, lease);
    return leaseEvent(journeyId, lease ?? null);
  }

  /** Tells what changed since the last look. */
  async look(): Promise<void> {
    const { store, clock } = this.options;
    if (this.last === undefined) {
      this.last = await store.lastChange();
      return;
    }
    const now = clock.now();
    const { changes, last } = await store.changes(this.last, now);
    this.last = last;
    for (const change of changes) this.tell(change);
    for (const [journeyId, { until }] of this.held) {
      if (until <= now) this.tell({ journeyId: journeyId as JourneyId, lease: null });
    }
  }

  private tell({ journeyId, lease }: LeaseChange): void {
    if (lease === null) this.held.delete(journeyId);
    else this.held.set(journeyId, lease);
    const json = leaseEvent(journeyId, lease);
    for (const listener of this.listeners) listener(journeyId, json);
  }
}

/** What streams tell of a journey's lease. */
function leaseEvent(journeyId: string, lease: Lease | null): string {
  return JSON.stringify({ journeyId, lease: lease === null ? null : leaseView(lease) });
}
