import { join } from 'node:path';
import { closedLoop } from '../load/closed-loop.ts';
import { requestText } from '../load/http-connection.ts';
import type { Report } from '../measure/finding.ts';
import { cpuOf } from '../measure/process-cpu.ts';
import { spread } from '../measure/statistics.ts';
import type { Options } from '../options.ts';
import type { Stack } from '../services/infrastructure.ts';
import { giveKey, startService, startUntilReady, untilHealthy } from '../services/service.ts';
import { inFreshDirectory } from '../services/workspace.ts';

const BARE_ROUTE = join(import.meta.dirname, 'bare-route.ts');

interface Shape {
  readonly name: string;
  readonly path: '/one' | '/many';
  /** Interactions of a request. */
  readonly size: number;
  readonly connections: number;
}
const SHAPES: readonly Shape[] = [
  { name: 'single', path: '/one', size: 1, connections: 64 },
  { name: 'batches of 100', path: '/many', size: 100, connections: 8 },
];

/** One pass: interactions a second, and the server's processor time for each. */
interface Pass {
  readonly perSecond: number;
  readonly cpuMicros: number;
}

/** Interactions a second into the gateway, which answers when the log has them, beside a bare route in the same run. */
export async function measureGateway(
  stack: Stack,
  options: Options,
  report: Report,
): Promise<void> {
  await inFreshDirectory(async (directory) => {
    const key = await giveKey(directory);
    const gateway = await startService('gateway', { ...stack.env, DATA_DIR: directory });
    try {
      await untilHealthy(gateway.address);
      const bare = await startUntilReady(process.execPath, [BARE_ROUTE], {});
      try {
        for (const shape of SHAPES)
          await compare(stack, shape, { gateway, bare, key }, options, report);
      } finally {
        await bare.stop();
      }
    } finally {
      await gateway.stop();
    }
  });
}

interface Server {
  readonly address: string;
  readonly pid: number;
}

async function compare(
  stack: Stack,
  shape: Shape,
  { gateway, bare, key }: { gateway: Server; bare: Server; key: string },
  { runs, seconds }: Options,
  report: Report,
): Promise<void> {
  const traffic = new Traffic(shape, key);
  const ours: Pass[] = [];
  const floor: Pass[] = [];
  for (let run = -1; run < runs; run++) {
    const one = await pass(gateway, shape, seconds, () => traffic.next('/v1/interactions'));
    const other = await pass(bare, shape, seconds, () => traffic.next(shape.path));
    if (run < 0) continue; // warm-up
    ours.push(one);
    floor.push(other);
  }
  tell(`gateway, ${stack.name}, ${shape.name}`, ours, floor, report);
}

async function pass(
  server: Server,
  shape: Shape,
  seconds: number,
  next: () => string,
): Promise<Pass> {
  const cpu = cpuOf(server.pid);
  const load = await closedLoop(server.address, shape.connections, seconds, next);
  const interactions = load.requests * shape.size;
  const spent = (cpuOf(server.pid) ?? Number.NaN) - (cpu ?? Number.NaN);
  return { perSecond: interactions / load.seconds, cpuMicros: spent / interactions };
}

function tell(section: string, ours: readonly Pass[], bare: readonly Pass[], report: Report): void {
  const ratio = (of: (pass: Pass, floor: Pass) => number): number[] =>
    ours.map((pass, run) => of(pass, bare[run] ?? pass));
  const rates = (passes: readonly Pass[]) => spread(passes.map((pass) => pass.perSecond));
  report({ section, what: 'interactions/s', unit: '/s', measured: rates(ours) });
  report({ section, what: 'bare route, interactions/s', unit: '/s', measured: rates(bare) });
  report({
    section,
    what: 'gateway / bare route, by the wall',
    unit: '×',
    measured: spread(ratio((pass, floor) => pass.perSecond / floor.perSecond)),
    goal: { at: 'least', value: 0.5 },
  });
  if (ours.some((pass) => Number.isNaN(pass.cpuMicros))) {
    const notMeasured = 'processor time of another process is known on Linux only';
    report({ section, what: 'gateway, CPU per interaction', unit: 'µs', notMeasured });
    return;
  }
  const costs = (passes: readonly Pass[]) => spread(passes.map((pass) => pass.cpuMicros));
  report({ section, what: 'gateway, CPU per interaction', unit: 'µs', measured: costs(ours) });
  report({ section, what: 'bare route, CPU per interaction', unit: 'µs', measured: costs(bare) });
  report({
    section,
    what: 'bare route / gateway, by CPU',
    unit: '×',
    measured: spread(ratio((pass, floor) => floor.cpuMicros / pass.cpuMicros)),
  });
}

/** Interactions that are all different, of customers of whom each sends ten. */
class Traffic {
  private readonly shape: Shape;
  private readonly key: string;
  private count = 0;

  constructor(shape: Shape, key: string) {
    this.shape = shape;
    this.key = key;
  }

  next(path: string): string {
    const { size } = this.shape;
    const interactions = Array.from({ length: size }, () => this.interaction(this.count++));
    const body = size === 1 ? interactions[0] : `[${interactions.join(',')}]`;
    return requestText('POST', path, this.key, body);
  }

  private interaction(number: number): string {
    const customer = Math.floor(number / 10);
    return (
      `{"id":"${this.shape.size}-${number}","type":"application.details-submitted","channel":"web",` +
      `"source":"//bank.example/apply","time":"2026-01-01T10:15:00.000Z","actor":{"kind":"customer"},` +
      `"identifiers":[{"scheme":"cookie","value":"c-${this.shape.size}-${customer}"}],` +
      `"data":{"fullName":"Ana Silva","email":"ana.${customer}@example.org","income":52000}}`
    );
  }
}
