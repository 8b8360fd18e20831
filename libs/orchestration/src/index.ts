export { cutOutput, deadLetterOutput, KEPT_OF_OVERSIZED } from './dead-letters.js';
export * from './options.js';
export { startOrchestrator } from './orchestrator.js';
export {
  BY_KEY,
  isSentOn,
  type Output,
  OUTPUT_TOPICS,
  outputsOf,
  snapshotOutput,
} from './outputs.js';
