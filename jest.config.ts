import type { Config } from 'jest';

const isDeep = process.env['TEST_DEPTH'] === 'deep';

/** Suites by suffix: `.spec` no I/O, `.prop` properties, `.contract.spec` one suite per port,
 *  `.int-spec` real Kafka and Redis, `.e2e-spec` whole processes and the browser. */
const config: Config = {
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/tools', '<rootDir>/bench'],
  testMatch: ['**/*.spec.ts', '**/*.prop.ts', '**/*.int-spec.ts', '**/*.e2e-spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  moduleNameMapper: {
    '^#([a-z-]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/(?:(?!\\.json).)*)\\.js$': '$1',
  },
  testEnvironment: 'node',
  maxWorkers: 2,
  // A bound on hanging, not a measure of speed: the machine may be busy.
  testTimeout: isDeep ? 1_200_000 : 300_000,
  testSequencer: '<rootDir>/libs/testing/src/slowest-first-sequencer.mjs',
  setupFiles: process.env['TEST_SEED'] ? ['<rootDir>/libs/testing/src/property-seed.ts'] : [],
  globalSetup: '<rootDir>/libs/testing/src/infrastructure/global-setup.ts',
  globalTeardown: '<rootDir>/libs/testing/src/infrastructure/global-teardown.ts',
  reporters: ['default', '<rootDir>/libs/testing/src/closing-line-reporter.mjs'],
};

export default config;
