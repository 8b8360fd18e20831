export * from './clock.js';
export * from './codec.js';
export * from './errors.js';
export * from './event-log.js';
export * from './identity-store.js';
export * from './journey-query.js';
export * from './journey-store.js';
