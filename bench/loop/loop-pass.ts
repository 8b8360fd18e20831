/** The loop as it ships: log → decide → store → outputs published → acknowledged. The gateway has no part in it. */
import { type openInfrastructure } from '#nest';
import { systemClock } from '#ports';
import { type Orchestrator, startOrchestrator } from '#orchestration';
import type { BatchHandler, EventLog } from '#ports';
import type { Pass } from './loop-job.ts';
import { PassMeter, type Range } from './pass-meter.ts';

export type Infrastructure = Awaited<ReturnType<typeof openInfrastructure>>;

/** What the loop said meanwhile. */
export interface Heard {
  /** Decisions by disposition kind. */
  readonly dispositions: Map<string, number>;
  /** What it had to wait for or begin anew. */
  readonly problems: string[];
}

/** Runs an orchestrator until it has acknowledged every record of the range, then closes it. */
export async function loopPass(
  { log, journeys: store, codec, catalogue }: Infrastructure,
  range: Range,
  pids: Readonly<Record<string, number>>,
  { dispositions, problems }: Heard,
): Promise<Pass> {
  const meter = new PassMeter(range, pids);
  const running: { orchestrator?: Orchestrator } = {};
  const tellMeter = (): void => {
    for (const { partition, acknowledged } of running.orchestrator?.status().partitions ?? []) {
      meter.acknowledged(partition, acknowledged);
    }
  };
  const orchestrator = await startOrchestrator({
    log: tellingFirstBatch(log, meter),
    store,
    codec,
    catalogue,
    clock: systemClock,
    observer: {
      batchDone(batch) {
        for (const [kind, count] of batch.dispositions) {
          dispositions.set(kind, (dispositions.get(kind) ?? 0) + count);
        }
        meter.published(batch.outputs);
        tellMeter();
      },
      problem: (error, what) => problems.push(`${what}: ${String(error)}`),
    },
  });
  running.orchestrator = orchestrator;
  tellMeter(); // a batch may have been done before we had the orchestrator
  try {
    return await Promise.race([meter.finished, endOf(orchestrator.ended, problems)]);
  } finally {
    await orchestrator.close();
  }
}

/** The same log; the meter hears when a batch is handed over. */
function tellingFirstBatch(log: EventLog, meter: PassMeter): EventLog {
  const telling = Object.create(log) as EventLog;
  for (const name of [
    'ensureTopics',
    'partitions',
    'append',
    'read',
    'bounds',
    'acknowledged',
    'close',
  ] as const) {
    telling[name] = (log[name] as () => unknown).bind(log) as never;
  }
  telling.subscribe = (options, handler) => {
    const told: BatchHandler = {
      ...(handler.assigned && { assigned: handler.assigned.bind(handler) }),
      ...(handler.revoked && { revoked: handler.revoked.bind(handler) }),
      batch: (batch) => {
        meter.batchArrived();
        return handler.batch(batch);
      },
    };
    return log.subscribe(options, told);
  };
  return telling;
}

function endOf(ended: Promise<void>, problems: readonly string[]): Promise<never> {
  return ended.then(() => {
    throw new Error(`the orchestrator ended too early: ${problems.join('; ')}`);
  });
}
