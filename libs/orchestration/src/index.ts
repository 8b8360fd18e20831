export { shardOfRecord } from './batch/decide-batch.js';
export { cutOutput, deadLetterOutput, KEPT_OF_OVERSIZED } from './publishing/dead-letters.js';
export * from './options.js';
export { startOrchestrator } from './loop/orchestrator.js';
export {
  BY_KEY,
  isSentOn,
  type Output,
  OUTPUT_TOPICS,
  outputsOf,
  snapshotOutput,
} from './publishing/outputs.js';
