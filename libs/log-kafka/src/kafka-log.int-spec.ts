import { describe } from '@jest/globals';
import { eventLogContract } from '#testing';
import { openKafkaLog } from './index.js';

const brokers = process.env['TEST_KAFKA_BROKERS'];
const ifKafka = brokers === undefined ? describe.skip : describe;

ifKafka('the Kafka log as an EventLog', () => {
  const open = () => openKafkaLog({ brokers: [brokers ?? ''] });
  eventLogContract(async () => ({ open, openAnother: open, remove: async () => undefined }), {
    propertyRuns: 5,
  });
});
