import { randomUUID } from 'node:crypto';
import { eventRecord } from '#customers';
import { type OutgoingRecord, type RecordCodec } from '#ports';
import { type Caller } from '../hand-offs/guessing.js';
import { type Recognition } from './recogniser.js';

const KIND = 'recognition-failed';
const SOURCE = '//throughline/recognise';

/** An attempt after which nobody was recognised. */
export interface FailedAttempt {
  readonly agent: string;
  readonly channel: string;
  readonly caller: Caller;
  /** Names of the fields the caller answered; never what they said. */
  readonly said: readonly string[];
  readonly result: Exclude<Recognition['kind'], 'recognised'>;
  /** ms since the epoch. */
  readonly at: number;
}

/**
 * Who tried to be recognised through whom, and was not: for the audit, which finds by it an agent or a caller who tries many.
 * There is no subject and no journey it could belong to, so it is keyed by the caller's identifier, which is a keyed hash, or
 * by the channel key where the number is withheld. Nothing personal is in it.
 */
export function failedRecognition(codec: RecordCodec, attempt: FailedAttempt): OutgoingRecord {
  const { agent, channel, caller, said, result, at: time } = attempt;
  const [identifier = null] = caller.identifiers;
  const event = {
    id: randomUUID(),
    kind: KIND,
    subjectId: '',
    time,
    reason: `${result}: ${said.join(', ')}`,
    identifier,
    channel,
    operator: agent,
  };
  return eventRecord(codec, SOURCE, event, identifier ?? caller.keyId);
}
