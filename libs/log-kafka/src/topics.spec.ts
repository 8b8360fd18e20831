import { expect, it } from '@jest/globals';
import type { Admin } from 'kafkajs';
import { TOPIC_SPECS } from '#contracts';
import { Topics } from './topics.js';

/** A cluster in which another process made the topics: they are listed, and led only from the third time one is asked for. */
function settlingCluster() {
  let asked = 0;
  const admin = {
    listTopics: async () => TOPIC_SPECS.map(({ name }) => name),
    fetchTopicMetadata: async () => ({ topics: [{ partitions: [{}, {}] }] }),
    fetchTopicOffsets: async () => {
      asked += 1;
      if (asked > 2) return [];
      const type = asked === 1 ? 'UNKNOWN_TOPIC_OR_PARTITION' : 'NOT_LEADER_FOR_PARTITION';
      throw Object.assign(new Error('This server is not the leader'), { type });
    },
  };
  return { admin: admin as unknown as Admin, asked: () => asked };
}

it('topics that another process made a moment ago are there once they have their leaders', async () => {
  const { admin, asked } = settlingCluster();
  await new Topics(admin, 1).ensure(TOPIC_SPECS, 2);
  expect(asked()).toBe(TOPIC_SPECS.length + 2);
});
