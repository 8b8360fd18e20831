import { randomUUIDv7 } from 'node:crypto';
import { type JourneyId } from '#contracts';
import { type TraceHeaders, type UnlinkedInteraction, recognisedBy } from '#customers';
import { type NormalisedIdentifier, strengthOf } from '#identity';
import { type Ingest } from '#intake';
import { HAND_OFF_EVENTS, type RelevantContinuation } from '#journey';
import { type Logger } from '#observability';
import { type Clock, type EventLog, type RecordCodec } from '#ports';
import { boundAt } from '../hand-offs/hand-off-records.js';
import { type ShownContinuations } from '../continuations/shown-continuation.js';
import { failedRecognition } from './failed-recognition.js';
import { type Asking, type FoundJourney, type Recogniser, type Recognition } from './recogniser.js';

export interface CallersOptions {
  readonly recogniser: Recogniser;
  readonly continuations: ShownContinuations;
  readonly ingest: Ingest;
  readonly log: EventLog;
  readonly codec: RecordCodec;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A call whose caller is to be recognised. */
export interface Call extends Asking {
  readonly channel: string;
  readonly identifiers: readonly NormalisedIdentifier[];
  readonly trace: TraceHeaders;
}

export interface Answer {
  readonly result: Recognition['kind'];
  /** Fields that can still tell. */
  readonly ask: readonly string[];
  /** The most relevant to the channel of the call first. */
  readonly continuations: readonly RelevantContinuation[];
}

/** Recognises callers, keeps who asked, and shows what they may see. */
export class Callers {
  constructor(private readonly options: CallersOptions) {}

  /**
   * Every attempt is kept with the agent's name, without what the caller said, before anything is answered: that one was
   * recognised in the history of the journey, any other one among the identity events.
   */
  async recognise(call: Call): Promise<Answer> {
    const { recogniser, ingest, logger } = this.options;
    const { kind, found } = await recogniser.recognise(call);
    const { agent, channel, fields } = call;
    const said = Object.keys(fields).toSorted();
    const journeys = found.map(({ journey }) => journey.journeyId);
    const asked = { agent, key: call.caller.keyId, channel, fields: said };
    logger.info(
      { ...asked, referred: call.reference !== undefined, result: kind, journeys },
      AUDIT,
    );
    if (kind === 'recognised') {
      await ingest.record(
        found.map((one) => this.told(one, call)),
        call.trace,
      );
    } else {
      const { log, codec, clock } = this.options;
      const attempt = { ...asked, said, caller: call.caller, result: kind, at: clock.now() };
      await log.append([failedRecognition(codec, attempt)]);
    }
    const assurance = kind === 'recognised' ? 'verified' : 'anonymous';
    const continuations = await this.options.continuations.inOrder(
      found.map(({ journey }) => journey),
      channel,
      assurance,
    );
    return { result: kind, ask: kind === 'to-confirm' ? askable(found) : [], continuations };
  }

  /**
   * Also binds the call to the customer; what an agent believes verifies no identifier. What outlives the call is bound
   * unvouched: who calls from that number next is to be recognised, too, before a personal value is shown.
   */
  private told({ journey, by }: FoundJourney, call: Call): UnlinkedInteraction {
    return {
      id: randomUUIDv7(),
      source: '//throughline/recognise',
      type: HAND_OFF_EVENTS.recognised,
      channel: call.channel,
      time: this.options.clock.now(),
      identifiers: boundAt('known', call.identifiers),
      ...(call.identifiers.some(outlivesCall) && { unvouched: true }),
      journeyId: journey.journeyId as JourneyId,
      correlation: null,
      actor: { kind: 'agent', id: call.agent },
      data: { by },
    };
  }
}

function outlivesCall(identifier: NormalisedIdentifier): boolean {
  return strengthOf(identifier) !== 'ephemeral';
}

const AUDIT = 'a caller was to be recognised';

function askable(found: readonly FoundJourney[]): readonly string[] {
  const names = found.flatMap(({ definition, journey }) =>
    recognisedBy(definition).filter((name) => name in journey.fields),
  );
  return [...new Set(names)].toSorted();
}
