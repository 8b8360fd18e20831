import { describe, expect, it } from '@jest/globals';
import { FetchLane } from './fetch-lane.js';
import { type KafkaCluster } from './kafkajs-internals.js';

const PLACE = { topic: 'told', partition: 0, offset: 0 };

/** One broker, whose fetch waits until its connection is closed, and fails then. */
function waitingCluster() {
  let isOpen = false;
  let cutOff: (error: Error) => void = () => undefined;
  const asked = Promise.withResolvers<void>();
  const done: string[] = [];
  const cluster: Partial<KafkaCluster> = {
    connect: async () => {
      done.push('connect');
      isOpen = true;
    },
    disconnect: async () => {
      done.push('disconnect');
      isOpen = false;
      cutOff(new Error('Closed connection'));
    },
    isConnected: () => isOpen,
    addMultipleTargetTopics: async () => undefined,
    refreshMetadata: async () => undefined,
    refreshMetadataIfNecessary: async () => undefined,
    removeBroker: () => undefined,
    findLeaderForPartitions: () => ({ '1': [0] }),
    findBroker: async () =>
      ({
        fetch: () =>
          new Promise((_, reject) => {
            cutOff = reject;
            asked.resolve();
          }),
      }) as never,
  };
  return { cluster: cluster as KafkaCluster, asked: asked.promise, done };
}

describe('a lane that is closed while somebody waits for records', () => {
  it('ends the wait, and connects no more', async () => {
    const { cluster, asked, done } = waitingCluster();
    const lane = new FetchLane(cluster);
    const fetch = lane.fetch(PLACE, 100).catch((error: unknown) => error);
    await asked;
    await lane.close();
    expect(await fetch).toMatchObject({ code: 'CLOSED' });
    expect(done.filter((step) => step === 'connect')).toHaveLength(1);
    expect(done.at(-1)).toBe('disconnect');
  });

  it('fetches nothing afterwards', async () => {
    const { cluster, done } = waitingCluster();
    const lane = new FetchLane(cluster);
    await lane.close();
    await expect(lane.fetch(PLACE, 0)).rejects.toMatchObject({ code: 'CLOSED' });
    expect(done).not.toContain('connect');
  });
});
