/** A broker of its own, which is killed and started again. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { EventLog, Position } from '#ports';
import {
  eventually,
  everything,
  record,
  Recorder,
  type RunningKafka,
  startKafka,
  topicSpec,
  uniqueName,
  valueOf,
} from '#testing';
import { openKafkaLog } from './index.js';

const ifKafka = process.env['TEST_KAFKA_BROKERS'] === undefined ? describe.skip : describe;

ifKafka('when the broker is killed and comes back', () => {
  jest.setTimeout(300_000);
  let kafka: RunningKafka;
  let log: EventLog;

  beforeAll(async () => {
    kafka = await startKafka();
    log = await openKafkaLog({ brokers: [kafka.brokers] });
  });
  afterAll(async () => {
    await log.close();
    await kafka.stop();
  });

  it('nothing acknowledged is lost or doubled, and a group goes on', async () => {
    const topic = uniqueName('topic');
    await log.ensureTopics([topicSpec(topic)], 2);
    const seen = new Recorder();
    const options = { group: uniqueName('group'), topics: [topic] };
    const subscription = await log.subscribe(options, seen);

    const acknowledged = new Map<string, Position>();
    let sending = true;
    let sent = 0;
    const appending = (async () => {
      while (sending) {
        const value = String(sent++);
        const [position] = await log
          .append([record(topic, sent % 2, value)])
          .catch(() => [] as readonly Position[]);
        if (position !== undefined) acknowledged.set(value, position);
      }
    })();
    await eventually('a flow', () => acknowledged.size > 100);
    await kafka.kill();
    const before = acknowledged.size;
    await kafka.restart();
    await eventually('a flow again', () => acknowledged.size > before + 100, 60_000);
    sending = false;
    await appending;

    const stored = [...(await everything(log, topic, 0)), ...(await everything(log, topic, 1))];
    const byValue = new Map(stored.map((one) => [valueOf(one) ?? '', one]));
    expect(byValue.size).toBe(stored.length);
    for (const [value, position] of acknowledged)
      expect(byValue.get(value)).toMatchObject({ ...position });

    await eventually('the group has all', () => {
      const handled = new Set([...seen.values(0), ...seen.values(1)]);
      return [...acknowledged.keys()].every((value) => handled.has(value));
    });
    await subscription.close();
    await subscription.ended;
  });
});
