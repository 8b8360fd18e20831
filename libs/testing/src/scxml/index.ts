export * from './conformance-test.js';
