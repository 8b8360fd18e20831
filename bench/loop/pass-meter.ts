import { cpuOf } from '../measure/process-cpu.ts';
import type { Pass } from './loop-job.ts';

/** Offsets by partition: from the first record of a pass to the one after its last. */
export interface Range {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** A pass that acknowledges nothing for so long has stopped for good, ms. */
const STANDSTILL_MS = 60_000;

/** Measures one pass: begins with the first batch, ends when every partition is acknowledged up to its end. */
export class PassMeter {
  /** Rejects when nothing is acknowledged any more. */
  readonly finished: Promise<Pass>;
  private readonly range: Range;
  private readonly pids: Readonly<Record<string, number>>;
  private began: { at: number; cpu: NodeJS.CpuUsage; others: Map<string, number> } | undefined;
  private readonly finish: (pass: Pass) => void;
  private readonly standstill: NodeJS.Timeout;
  private readonly reached: number[];
  private outputs = 0;

  constructor(range: Range, pids: Readonly<Record<string, number>>) {
    this.range = range;
    this.reached = [...range.from];
    this.pids = pids;
    let [finish, fail]: [(pass: Pass) => void, (error: Error) => void] = [ignore, ignore];
    this.finished = new Promise((resolve, reject) => ([finish, fail] = [resolve, reject]));
    this.finish = finish;
    this.standstill = setTimeout(() => {
      const at = `acknowledged ${this.reached.join(' ')} of ${range.to.join(' ')}`;
      fail(new Error(`it stood still for ${STANDSTILL_MS / 1_000} s: ${at}`));
    }, STANDSTILL_MS);
  }

  batchArrived(): void {
    this.began ??= { others: this.others(), cpu: process.cpuUsage(), at: performance.now() };
  }

  published(outputs: number): void {
    this.outputs += outputs;
  }

  /** Everything of a partition below `next` is acknowledged. */
  acknowledged(partition: number, next: number): void {
    this.standstill.refresh();
    this.reached[partition] = Math.max(next, this.reached[partition] ?? 0);
    if (this.began === undefined || this.reached.some((at, one) => at < (this.range.to[one] ?? 0)))
      return;
    clearTimeout(this.standstill);
    const seconds = (performance.now() - this.began.at) / 1_000;
    const { user, system } = process.cpuUsage(this.began.cpu);
    const others: Record<string, number> = {};
    for (const [name, now] of this.others())
      others[name] = now - (this.began.others.get(name) ?? now);
    this.finish({
      records: sum(this.range.to) - sum(this.range.from),
      seconds,
      cpuMicros: user + system,
      otherCpuMicros: others,
      outputs: this.outputs,
    });
  }

  private others(): Map<string, number> {
    const times = new Map<string, number>();
    for (const [name, pid] of Object.entries(this.pids)) {
      const time = cpuOf(pid);
      if (time !== undefined) times.set(name, time);
    }
    return times;
  }
}

function ignore(): void {
  // Replaced before anybody can call it.
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
