import { Inject, Injectable } from '@nestjs/common';
import { type JourneyId, type JourneyState, subjectOf } from '#contracts';
import { type Continuation, continuation } from '#journey';
import { CATALOGUE, CLOCK, JOURNEY_STORAGE, RECORD_CODEC } from '#nest';
import {
  type Clock,
  type DefinitionCatalogue,
  type JourneyStorage,
  type JourneySummary,
  type RecordCodec,
} from '#ports';

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
  ) {}

  /** The resume contract as the phone does it; undefined when there is no such open journey. */
  async continuation(id: JourneyId): Promise<Continuation | undefined> {
    const journey = await this.find(id);
    if (journey === undefined || journey.status !== 'open') return undefined;
    const definition = this.catalogue.current().get(journey.definition, journey.definitionVersion);
    if (definition === undefined) return undefined;
    return continuation(definition, journey, { channel: 'phone', now: this.clock.now() });
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

  private async find(id: JourneyId): Promise<JourneyState | undefined> {
    const bytes = await this.journeys.subject(subjectOf(id));
    if (bytes === undefined) return undefined;
    await this.codec.prepare([{ value: bytes }]);
    const decoded = this.codec.decode(bytes);
    if (decoded.name !== 'SubjectState') return undefined;
    return decoded.value.journeys.find((journey) => journey.journeyId === id);
  }
}
