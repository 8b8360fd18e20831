export * from './chart.js';
export { compileChart } from './compile.js';
export { type Chart } from './compiled-chart.js';
export { didYouMean, nearest } from './did-you-mean.js';
export { descriptorMatches } from './event-descriptor.js';
export { enterAt } from './enter-at.js';
export {
  accepts,
  activeStates,
  leavesOf,
  lineageOf,
  outgoing,
  statesAccepting,
} from './explore.js';
export { fire, moveTo, start, step } from './step.js';
