export * from './chart.js';
export { compileChart, type CompiledChart } from './compile.js';
export { didYouMean, nearest } from './did-you-mean.js';
export { descriptorMatches } from './event-descriptor.js';
export { accepts, activeStates, fire, outgoing, start, step } from './step.js';
export { type Chart } from './tables.js';
