import type { KafkaMessage } from 'kafkajs';
import type { StoredRecord, TopicPartition } from '#ports';

/** A record as kafkajs hands it over, as a port does. Of a header that is there more than once, the last counts. */
export function storedRecord(place: TopicPartition, message: KafkaMessage): StoredRecord {
  const headers: Record<string, Uint8Array> = {};
  if (message.headers !== undefined) {
    for (const [name, given] of Object.entries(message.headers)) {
      const value = Array.isArray(given) ? given.at(-1) : given;
      if (value !== undefined)
        headers[name] = typeof value === 'string' ? Buffer.from(value) : value;
    }
  }
  return {
    topic: place.topic,
    partition: place.partition,
    offset: Number(message.offset),
    timestamp: Number(message.timestamp),
    key: message.key,
    value: message.value,
    headers,
  };
}
