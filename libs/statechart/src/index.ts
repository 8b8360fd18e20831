export * from './chart.js';
export { compileChart, type CompiledChart } from './compile.js';
export { type Chart } from './compiled-chart.js';
export { didYouMean, nearest } from './did-you-mean.js';
export { descriptorMatches } from './event-descriptor.js';
export { accepts, activeStates, outgoing, statesAccepting } from './explore.js';
export { fire, start, step } from './step.js';
