import { ceHeaders, logHeaders, Topics, type JourneyState, type Topic } from '#contracts';
import type { Folded } from '#history';
import type { OutgoingRecord, RecordCodec } from '#ports';

/** Who emits what the loop publishes, as CloudEvents' source. */
const SOURCE = '//throughline/orchestrator';

/** What a published record says of itself. Time in ms since the epoch. */
export interface OutputHead {
  readonly id: string;
  readonly type: string;
  readonly time: number;
  /** Subject or journey. */
  readonly key: string;
  readonly topic: Topic;
}

export function outputHeaders(output: OutputHead): ReturnType<typeof ceHeaders> {
  const { id, type, time, key, topic } = output;
  const event = { id, source: SOURCE, type: `throughline.${type}`, time, subject: key };
  return topic === Topics.interactions ? logHeaders(event) : ceHeaders(event);
}

/** Topics the orchestrator writes, by the number their outputs have in an outbox. Append only: outboxes outlive builds. */
export const OUTPUT_TOPICS = [
  Topics.dispositions,
  Topics.journeyEvents,
  Topics.journeys,
  Topics.actions,
  Topics.deadLetters,
  Topics.interactions,
] as const satisfies readonly Topic[];

export type OutputTopic = (typeof OUTPUT_TOPICS)[number];

/** One record to publish, encoded. Its id is derived (I5), so publishing it again changes nothing for who reads by id. */
export interface Output extends OutputHead {
  readonly topic: OutputTopic;
  readonly value: Uint8Array;
}

/** What a record put out, its journeys' snapshots apart: a batch publishes only each journey's last. */
export function outputsOf(codec: RecordCodec, { decision }: Folded): Output[] {
  const { disposition } = decision;
  const outputs: Output[] = [
    {
      topic: Topics.dispositions,
      key: disposition.subjectId,
      id: disposition.id,
      type: `disposition.${disposition.kind}`,
      time: disposition.time,
      value: codec.encode('Disposition', disposition),
    },
  ];
  for (const event of decision.journeyEvents) {
    outputs.push({
      topic: Topics.journeyEvents,
      key: event.journeyId,
      id: event.id,
      type: `journey.${event.type}`,
      time: event.time,
      value: codec.encode('JourneyEvent', event),
    });
  }
  for (const action of decision.actions) {
    outputs.push({
      topic: Topics.actions,
      key: action.journeyId,
      id: action.id,
      type: `action.${action.kind}`,
      time: action.time,
      value: codec.encode('Action', action),
    });
  }
  for (const { id, entry, time } of decision.records) {
    outputs.push({
      topic: Topics.interactions,
      key: entry.value.subjectId,
      id,
      type: entry.name === 'JourneysMoved' ? 'journeys-moved' : 'sent-on',
      time,
      value: codec.encode(entry.name, entry.value),
    });
  }
  return outputs;
}

/** Whether a record of the log of record is one that a fold sent on: it has the id of an output. */
export function isSentOn(id: string): boolean {
  return id.startsWith('mv-');
}

/** A journey as a record left it, for the compacted topic. A journey has one version per record that changed it. */
export function snapshotOutput(codec: RecordCodec, journey: JourneyState): Output {
  return {
    topic: Topics.journeys,
    key: journey.journeyId,
    id: `js-${journey.reflects.partition}-${journey.reflects.offset}-${journey.journeyId}`,
    type: 'journey.snapshot',
    time: journey.lastSeen,
    value: codec.encode('JourneyState', journey),
  };
}

/** Topics whose records stand where their key belongs, also when a journey, or a record, is another subject's by now. */
export const BY_KEY: ReadonlySet<string> = new Set([
  Topics.journeyEvents,
  Topics.journeys,
  Topics.actions,
  Topics.interactions,
]);

/** As the log takes it: on the partition of its key; what has a foreign key, or none, on that of the record it is about. */
export function outgoing(output: Output, partition: number): OutgoingRecord {
  const { topic, key, value } = output;
  const record = { topic, key, value, headers: outputHeaders(output) };
  return BY_KEY.has(topic) ? record : { ...record, partition };
}
