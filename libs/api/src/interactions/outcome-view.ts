import { type Disposition, type JourneyState } from '#contracts';
import { type Definitions } from '#journey';
import { type OutcomeView } from './receipt-schema.js';

/** What became of an interaction, with the journeys it is about as they stand. No value of a customer is in it. */
export function outcomeView(
  definitions: Definitions,
  { kind, reason, detail }: Disposition,
  journeys: readonly JourneyState[],
): OutcomeView {
  return {
    kind: kind as OutcomeView['kind'],
    reason,
    detail,
    journeys: journeys.map((journey) => {
      const { configuration, definition, definitionVersion: version } = journey;
      const states = definitions.get(definition, version)?.states;
      return {
        journeyId: journey.journeyId,
        definition,
        version,
        status: journey.status,
        outcome: journey.outcome,
        state: [...configuration],
        stateTitle: configuration.map((name) => states?.get(name)?.title ?? name).join(', '),
      };
    }),
  };
}
