/**
 * A member of a group that holds on to its first batch until the file given as last argument exists, then acknowledges it
 * and says what the answer was. Meanwhile it is stopped by its test.
 */
import { existsSync } from 'node:fs';
import { openKafkaLog } from '#log-kafka';

const [brokers = '', group = '', topic = '', go = ''] = process.argv.slice(2);
const say = (what: string): void => void process.stdout.write(`${what}\n`);

const log = await openKafkaLog({ brokers: [brokers], sessionTimeoutMs: 6_000 });
const subscription = await log.subscribe(
  { group, topics: [topic] },
  {
    async batch({ partition, generation, records }) {
      say('has a batch');
      // The loop is held: nothing is heard of a rebalance before the answer.
      while (!existsSync(go));
      const next = (records.at(-1)?.offset ?? 0) + 1;
      const done = await subscription.acknowledge({ topic, partition }, next, generation);
      say(`acknowledged ${done}`);
    },
  },
);
