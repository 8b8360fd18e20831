export { openKafkaLog } from './kafka-log.js';
export type { KafkaLogOptions } from './options.js';
