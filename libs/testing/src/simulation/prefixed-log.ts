import type { EventLog, StoredRecord } from '#ports';

/** A log whose topics have other names underneath, so that many tests share one broker. */
export function prefixedLog(log: EventLog, prefix: string): EventLog {
  const inner = (topic: string): string => prefix + topic;
  const outer = <T extends { readonly topic: string }>(one: T): T => ({
    ...one,
    topic: one.topic.slice(prefix.length),
  });
  const place = ({ topic, partition }: { topic: string; partition: number }) => ({
    topic: inner(topic),
    partition,
  });
  return {
    ensureTopics: (specs, partitions) =>
      log.ensureTopics(
        specs.map((spec) => ({ ...spec, name: inner(spec.name) as typeof spec.name })),
        partitions,
      ),
    partitions: (topic) => log.partitions(inner(topic)),
    append: async (records) => {
      const renamed = records.map((record) => ({ ...record, topic: inner(record.topic) }));
      return (await log.append(renamed)).map(outer);
    },
    read: async (topic, partition, from, options) => {
      const { records, next } = await log.read(inner(topic), partition, from, options);
      return { records: records.map((record): StoredRecord => outer(record)), next };
    },
    bounds: (topic) => log.bounds(inner(topic)),
    acknowledged: (group, topic) => log.acknowledged(prefix + group, inner(topic)),
    subscribe: async (options, handler) => {
      const subscription = await log.subscribe(
        { ...options, group: prefix + options.group, topics: options.topics.map(inner) },
        {
          assigned: async (partitions, generation) =>
            (await handler.assigned?.(partitions.map(outer), generation)) ?? [],
          revoked: async (partitions, generation) =>
            handler.revoked?.(partitions.map(outer), generation),
          batch: (batch) =>
            handler.batch({
              ...outer(batch),
              records: batch.records.map(outer),
              isStale: () => batch.isStale(),
            }),
        },
      );
      return {
        ended: subscription.ended,
        acknowledge: (at, next, generation) =>
          subscription.acknowledge(place(at), next, generation),
        close: (drainMs) => subscription.close(drainMs),
      };
    },
    close: () => log.close(),
  };
}
