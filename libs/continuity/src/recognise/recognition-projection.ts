import { type JourneyId, Topics } from '#contracts';
import { type RecognitionKeys } from '#customers';
import {
  type DefinitionCatalogue,
  type RecognisableJourney,
  type RecognitionIndex,
  type StoredRecord,
} from '#ports';
import { Projection, type ProjectionSource } from '#upkeep';

export interface RecognitionSource extends ProjectionSource {
  readonly index: RecognitionIndex;
  readonly catalogue: DefinitionCatalogue;
  readonly keys: RecognitionKeys;
}

/** The recognition index is what the journeys' states say: keeps it up with them. */
export class RecognitionProjection extends Projection<RecognisableJourney> {
  constructor(source: RecognitionSource) {
    const { index } = source;
    super(source, {
      name: 'recognition',
      group: 'throughline-recognition',
      topics: [Topics.journeys],
      read: (record) => recognisable(source, record),
      position: (place) => index.position(place),
      apply: ({ place, seen, next, changes }) => {
        // The last state of each journey is the one that counts.
        const journeys = new Map(changes.map((journey) => [journey.journeyId, journey]));
        return index.apply({ place, seen, next, journeys: [...journeys.values()] });
      },
    });
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
