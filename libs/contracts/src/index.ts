export * from './generated/schemas.js';
export * from './headers.js';
export * from './ids.js';
export * from './placement.js';
export * from './records.js';
export * from './topics.js';
