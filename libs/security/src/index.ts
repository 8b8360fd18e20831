export * from './admission.js';
export * from './channel-key.js';
export * from './channel-keys.js';
export * from './loopback.js';
export * from './markup.js';
export { type Operator } from './operator.js';
