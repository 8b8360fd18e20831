export * from './identifier-hash.js';
export * from './identifiers-in-data.js';
export * from './identifiers.js';
export * from './link-batch.js';
export * from './outgoing-records.js';
export * from './resolve-subject.js';
export * from './tell-merges.js';
export * from './unlinked-interaction.js';
