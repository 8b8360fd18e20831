export { chartAsDefinition } from './chart-as-definition.js';
export { chartOfScxml } from './chart-of-scxml.js';
export { compareWithXState, type Comparison } from './compare.js';
export { charts, type NamedChart, stimuli, type Stimulus } from './random-chart.js';
export { xstateEngine } from './xstate-engine.js';
