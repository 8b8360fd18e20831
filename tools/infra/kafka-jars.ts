/**
 * The jars of a Kafka broker, fetched once by Maven into a cache folder outside the repository.
 * Erasable TypeScript with `.ts` imports only: these files run as they are, under Node's type stripping.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const POM = join(import.meta.dirname, '..', 'kafka', 'pom.xml');

/** A Kafka broker that can be started: its jars, and where they are. */
export interface KafkaJars {
  readonly version: string;
  readonly directory: string;
}

/**
 * Where the jars are, fetching them when they are not there yet (needs Maven; about 100 MB).
 * Throws an error saying what is missing: Java 17, or Maven for the first time.
 */
export async function kafkaJars(cache = defaultCache()): Promise<KafkaJars> {
  const version = await pinnedVersion();
  await requireJava();
  const directory = join(cache, `kafka-${version}`);
  const files = await readdir(directory).catch(() => []);
  if (!files.some((file) => file === `kafka_2.13-${version}.jar`)) await fetchJars(directory);
  return { version, directory };
}

function defaultCache(): string {
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'throughline');
}

async function pinnedVersion(): Promise<string> {
  const version = /<artifactId>kafka_2\.13<\/artifactId>\s*<version>([^<]+)/.exec(
    await readFile(POM, 'utf8'),
  )?.[1];
  if (version === undefined) throw new Error(`${POM} names no version of kafka_2.13`);
  return version;
}

async function requireJava(): Promise<void> {
  const said = await run('java', ['-version']).catch((cause: unknown) => {
    throw new Error('Kafka needs Java 17 or newer and there is no java on the PATH', { cause });
  });
  const major = Number(/version "(\d+)/.exec(said.stderr)?.[1]);
  if (!(major >= 17)) throw new Error(`Kafka needs Java 17 or newer; java on the PATH is ${major}`);
}

/** Into a directory beside the target and then renamed, so that a broken-off download is never taken for a whole one. */
async function fetchJars(directory: string): Promise<void> {
  await mkdir(dirname(directory), { recursive: true });
  const partial = await mkdtemp(`${directory}.part-`);
  try {
    const options = ['-q', '-B', '-f', POM];
    await run('mvn', [...options, 'dependency:copy-dependencies', `-DoutputDirectory=${partial}`], {
      timeout: 10 * 60_000,
      maxBuffer: 64 * 1024 * 1024,
    });
    await rm(directory, { recursive: true, force: true });
    await rename(partial, directory);
  } catch (cause) {
    await rm(partial, { recursive: true, force: true });
    const code = (cause as { code?: unknown }).code;
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return; // another process was faster
    const why = code === 'ENOENT' ? 'there is no mvn on the PATH' : 'Maven failed';
    throw new Error(`The Kafka jars could not be fetched: ${why}`, { cause });
  }
}
