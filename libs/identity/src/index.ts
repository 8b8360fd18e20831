export * from './guardrails.js';
export * from './normalise.js';
export { isPhoneRegion } from './normalise-phone.js';
export * from './plan-links.js';
export * from './scheme.js';
export * from './subject-facts.js';
