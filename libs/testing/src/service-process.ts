import { join } from 'node:path';
import { type ChildProcessHandle, runNode } from './child-process.js';
import { eventually } from './eventually.js';

export type ServiceName = 'gateway' | 'orchestrator' | 'desk';

/** One service, as `npm run build` made it, in a process of its own. */
export interface RunningService {
  readonly name: ServiceName;
  /** `http://host:port` */
  readonly address: string;
  readonly process: ChildProcessHandle;
  /** The key it made because there was none: the gateway at its first start. */
  readonly developmentKey: string | undefined;
  /** What it misses, by part; undefined: it does not answer. Empty: it is ready. */
  missing(): Promise<Readonly<Record<string, string>> | undefined>;
}

/** Starting means loading some hundred modules, connecting, and joining a group that may first have to miss a dead member. */
const START_WITHIN_MS = 60_000;

/**
 * Starts a service with this environment added to ours, on a free port unless PORT is given. Resolves once it says that it
 * is ready. Throws what it said when it ends before.
 */
export async function startService(
  name: ServiceName,
  env: Readonly<Record<string, string>>,
): Promise<RunningService> {
  const main = join(import.meta.dirname, '../../../dist/apps', name, 'src/main.js');
  const process = runNode([main], { PORT: '0', LOG_LEVEL: 'warn', ...env });
  let exited = false;
  void process.exited.then(() => (exited = true));
  const said = (pattern: RegExp): string | undefined =>
    process.lines.map((line) => pattern.exec(line)?.[1]).find((match) => match !== undefined);
  const address = (): string | undefined => said(new RegExp(`^${name}:.* (http://[^/\\s]+)`));
  const service = (at: string): RunningService => ({
    name,
    address: at,
    process,
    developmentKey: said(/^development key.* (tl_\S+)$/),
    missing: () => missingParts(at),
  });
  try {
    await eventually(
      `the ${name} is ready`,
      async () => {
        const at = address();
        return exited || (at !== undefined && isEmpty(await missingParts(at)));
      },
      START_WITHIN_MS,
    );
    const at = address();
    if (exited || at === undefined) throw new Error(`the ${name} ended: ${process.errors()}`);
    return service(at);
  } catch (error) {
    await process.kill();
    const said = [...process.lines.slice(-20), process.errors()].join('\n');
    throw new Error(`the ${name} did not start:\n${said}`, { cause: error });
  }
}

async function missingParts(address: string): Promise<Record<string, string> | undefined> {
  try {
    const response = await fetch(`${address}/health/ready`, { signal: AbortSignal.timeout(5_000) });
    const { parts } = (await response.json()) as { parts: Record<string, string | null> };
    const missing = Object.entries(parts).filter(
      (part): part is [string, string] => part[1] !== null,
    );
    return Object.fromEntries(missing);
  } catch {
    return undefined;
  }
}

function isEmpty(parts: object | undefined): boolean {
  return parts !== undefined && Object.keys(parts).length === 0;
}
