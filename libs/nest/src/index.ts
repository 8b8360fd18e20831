export * from './infrastructure.js';
export * from './infrastructure.module.js';
export * from './system-clock.js';
export * from './tokens.js';
