export * from './infrastructure/redis.js';
export * from './journey-store-contract.js';
export * from './journey-store-material.js';
export * from './journey-store-model.js';
export * from './temporary-directory.js';
