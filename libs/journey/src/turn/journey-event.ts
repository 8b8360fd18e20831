import { type JourneyEvent, type JourneyState } from '#contracts';
import { type Occurrence } from '../record/occurrence.js';
import { type Outputs } from './outputs.js';

/** What a journey event says beside whose it is. */
export type About = Partial<
  Pick<
    JourneyEvent,
    | 'previousChannel'
    | 'from'
    | 'to'
    | 'outcome'
    | 'fields'
    | 'elapsed'
    | 'relatedJourneyId'
    | 'handOff'
  >
>;

/** Says something of a journey as it is now. `now`: ms since the epoch, on the journey's clock. */
export function sayOf(
  journey: JourneyState,
  type: string,
  { channel, cause }: Pick<Occurrence, 'channel' | 'cause'>,
  now: number,
  about: About,
  outputs: Outputs,
): void {
  const { journeyId, subjectId, definition, definitionVersion, version, clock } = journey;
  const { configuration } = journey;
  outputs.journeyEvents.push({
    id: outputs.nextEventId(),
    type,
    journeyId,
    subjectId,
    definition,
    definitionVersion,
    version,
    time: now,
    clock,
    channel: channel ?? null,
    previousChannel: about.previousChannel ?? null,
    from: about.from ?? configuration,
    to: about.to ?? configuration,
    outcome: about.outcome ?? null,
    fields: about.fields ?? [],
    elapsed: about.elapsed ?? null,
    relatedJourneyId: about.relatedJourneyId ?? null,
    handOff: about.handOff ?? null,
    cause,
  });
}
