// The launcher lives with the tools, because `npm run infra:up` starts the same broker without any test.
export * from '../../../../tools/infra/kafka.ts';
