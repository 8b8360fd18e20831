/**
 * Starts one Kafka and one Redis for the whole test run and tells the specs where they are: TEST_KAFKA_BROKERS and
 * TEST_REDIS_URL. One that is set already is used as it is. What cannot be started is said, and its specs are skipped;
 * with CI=true that is a failure. THROUGHLINE_TEST_INFRA=none starts nothing, and neither does a run whose paths on the
 * command line name no spec that needs them.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from 'jest';
import { startKafka } from '../../../../tools/infra/kafka.ts';
import { startRedis } from './redis.ts';
import { running } from './running.ts';

const NEEDS_INFRASTRUCTURE = /\.(int-spec|e2e-spec)\.ts$/;

export default async function setUp(
  _global: Config,
  project: { rootDir: string; roots?: string[] },
): Promise<void> {
  if (process.env['THROUGHLINE_TEST_INFRA'] === 'none') return;
  if (!selectionNeedsInfrastructure(project.rootDir, process.argv.slice(2))) return;

  const faults = await Promise.all([
    begin('TEST_KAFKA_BROKERS', async () => {
      const kafka = await startKafka();
      running.push(kafka);
      return kafka.brokers;
    }),
    begin('TEST_REDIS_URL', async () => {
      const redis = await startRedis();
      running.push(redis);
      return redis.url;
    }),
  ]);
  const missing = faults.filter((fault) => fault !== undefined);
  if (missing.length === 0) return;
  if (process.env['CI'] === 'true') throw new Error(missing.join('\n'));
  process.stderr.write(missing.map((fault) => `Not tested: ${fault}\n`).join(''));
}

async function begin(variable: string, start: () => Promise<string>): Promise<string | undefined> {
  if (process.env[variable]) return undefined;
  try {
    process.env[variable] = await start();
    return undefined;
  } catch (error) {
    return `${variable} is not set and ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** False only when every path given on the command line leads to specs that need neither Kafka nor Redis. */
function selectionNeedsInfrastructure(root: string, args: readonly string[]): boolean {
  const paths = args.filter((arg) => !arg.startsWith('-')).map((arg) => join(root, arg));
  if (paths.length === 0 || !paths.every((path) => existsSync(path))) return true;
  return paths.some((path) =>
    statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true, encoding: 'utf8' }).some(
          (file) => !file.includes('node_modules') && NEEDS_INFRASTRUCTURE.test(file),
        )
      : NEEDS_INFRASTRUCTURE.test(path),
  );
}
