import { Inject, Injectable } from '@nestjs/common';
import { type JourneyId, type JourneyState } from '#contracts';
import { type Continuation, continuation } from '#journey';
import { CATALOGUE, CLOCK, JOURNEY_STORAGE, RECORD_CODEC } from '#nest';
import {
  type Clock,
  type ContinuityStores,
  type DefinitionCatalogue,
  type JourneyStorage,
  type JourneySummary,
  type RecordCodec,
} from '#ports';
import { findJourney } from '#orchestration';
import { CONTINUITY_STORES } from './tokens.js';

/** Journeys an agent's queue shows at most. */
const QUEUE_LIMIT = 100;

export interface QueueRow extends Omit<JourneySummary, 'lastSeen'> {
  readonly title: string;
  readonly stateTitle: string;
  /** ISO 8601. */
  readonly lastSeen: string;
}

/** Reads what an agent needs to see of a journey. */
@Injectable()
export class JourneyCards {
  constructor(
    @Inject(JOURNEY_STORAGE) private readonly journeys: JourneyStorage,
    @Inject(RECORD_CODEC) private readonly codec: RecordCodec,
    @Inject(CATALOGUE) private readonly catalogue: DefinitionCatalogue,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONTINUITY_STORES) private readonly continuity: ContinuityStores,
  ) {}

  /** The resume contract as the phone does it; undefined when there is no such open journey. */
  async continuation(id: JourneyId): Promise<Continuation | undefined> {
    const journey = await this.find(id);
    if (journey === undefined || journey.status !== 'open') return undefined;
    const definition = this.catalogue.current().get(journey.definition, journey.definitionVersion);
    if (definition === undefined) return undefined;
    const now = this.clock.now();
    const shown = continuation(definition, journey, { channel: 'phone', now });
    return { ...shown, lease: await this.lease(id, now) };
  }

  /** Open journeys last seen on the phone, latest first. */
  async queue(): Promise<QueueRow[]> {
    const page = await this.journeys.search({
      status: 'open',
      channel: 'phone',
      limit: QUEUE_LIMIT,
    });
    return page.journeys.map((row) => {
      const definition = this.catalogue.current().get(row.definition, row.definitionVersion);
      const titles = row.state
        .split(',')
        .map((name) => definition?.states.get(name)?.title ?? name);
      return {
        ...row,
        title: definition?.title ?? row.definition,
        stateTitle: titles.join(', '),
        lastSeen: new Date(row.lastSeen).toISOString(),
      };
    });
  }

  /** Who says that they work on it, also where that is not a desk. */
  private async lease(id: JourneyId, now: number): Promise<Continuation['lease']> {
    const [lease] = await this.continuity.leases.current([id], now);
    if (lease === undefined) return null;
    const { holder, channel, takenFrom } = lease;
    const since = new Date(lease.since).toISOString();
    return { holder, channel, since, until: new Date(lease.until).toISOString(), takenFrom };
  }

  private find(id: JourneyId): Promise<JourneyState | undefined> {
    return findJourney({ store: this.journeys, codec: this.codec }, id);
  }
}
