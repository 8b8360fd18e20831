export * from './gateway.module.js';
export * from './inbound/inbound.module.js';
