export * from './chart.js';
export { compileChart, type CompiledChart } from './compile.js';
export { type Chart } from './compiled-chart.js';
export { didYouMean, nearest } from './did-you-mean.js';
export { descriptorMatches } from './event-descriptor.js';
export { enterAt, type Entered } from './enter-at.js';
export {
  accepts,
  activeStates,
  leavesOf,
  lineageOf,
  outgoing,
  statesAccepting,
} from './explore.js';
export { fire, moveTo, start, step } from './step.js';
