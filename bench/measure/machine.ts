import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type as system } from 'node:os';
import { join } from 'node:path';

const POM = join(import.meta.dirname, '..', '..', 'tools', 'kafka', 'pom.xml');

/** What the figures were measured on. */
export interface Machine {
  /** Of the project; `+` behind it: with changes that are not committed. */
  readonly commit: string;
  readonly cores: number;
  readonly processor: string;
  readonly memoryGiB: number;
  readonly system: string;
  /** Of one minute, when the run began: above 0 somebody else was at work. */
  readonly loadAverage: number;
  readonly node: string;
  readonly kafka: string;
  readonly java: string;
  readonly redis: string;
}

export function describeMachine(): Machine {
  const processors = cpus();
  return {
    commit: says('git', '-C', import.meta.dirname, 'describe', '--always', '--dirty=+').trim(),
    cores: processors.length,
    processor: processors[0]?.model ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${system()} ${release()}`,
    loadAverage: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    node: process.versions.node,
    kafka: matchIn(fileText(POM), /<artifactId>kafka_2\.13<\/artifactId>\s*<version>([^<]+)/),
    java: matchIn(says('java', '--version'), /^\S+ (\S+)/m),
    redis: matchIn(says('redis-server', '--version'), /v=(\S+)/),
  };
}

function matchIn(text: string, pattern: RegExp): string {
  return pattern.exec(text)?.[1] ?? 'not found';
}

function fileText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function says(program: string, ...args: readonly string[]): string {
  try {
    return execFileSync(program, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return '';
  }
}
