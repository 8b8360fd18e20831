import { type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { type JourneyId, Topics } from '#contracts';
import { type RecognitionKeys } from '#customers';
import { type FatalErrors, Projection, type ProjectionSource, type Stretch } from '#nest';
import {
  type DefinitionCatalogue,
  type RecognisableJourney,
  type RecognitionIndex,
  type StoredRecord,
  type TopicPartition,
} from '#ports';

export interface RecognitionSource extends ProjectionSource {
  readonly index: RecognitionIndex;
  readonly catalogue: DefinitionCatalogue;
  readonly keys: RecognitionKeys;
}

/** The recognition index is what the journeys' states say: keeps it up with them as long as the process lives. */
export class RecognitionProjection implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly projection: Projection<RecognisableJourney>;

  constructor(source: RecognitionSource, failures: FatalErrors) {
    const { index } = source;
    const projected = {
      name: 'recognition',
      group: 'throughline-recognition',
      topics: [Topics.journeys],
      read: (record: StoredRecord) => recognisable(source, record),
      position: (place: TopicPartition) => index.position(place),
      apply: ({ place, seen, next, changes }: Stretch<RecognisableJourney>) => {
        // The last state of each journey is the one that counts.
        const journeys = new Map(changes.map((journey) => [journey.journeyId, journey]));
        return index.apply({ place, seen, next, journeys: [...journeys.values()] });
      },
    };
    this.projection = new Projection(source, projected, failures);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.projection.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.projection.close();
  }
}

function recognisable(
  { codec, catalogue, keys }: RecognitionSource,
  record: StoredRecord,
): RecognisableJourney | undefined {
  const journeyId = Buffer.from(record.key ?? []).toString() as JourneyId;
  if (record.value === null) return { journeyId, keys: [] };
  const decoded = codec.decode(record.value, record.headers);
  if (decoded.name !== 'JourneyState') return undefined;
  return { journeyId, keys: keys.ofJourney(catalogue.current(), decoded.value) };
}
