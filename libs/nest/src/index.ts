export * from './connect-event-log.js';
export * from './event-log-strategy.js';
export * from './infrastructure.js';
export * from './infrastructure.module.js';
export * from './record-context.js';
export * from './retry-policy.js';
export * from './system-clock.js';
export * from './tokens.js';
