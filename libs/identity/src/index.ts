export * from './normalise.js';
export * from './plan-links.js';
export * from './scheme.js';
