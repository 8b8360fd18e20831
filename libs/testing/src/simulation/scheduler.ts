import { ThroughlineError } from '#ports';
import type { SeededRandom } from './random.js';

/** A process of the simulation. Nothing of a dead one ever runs again; a stopped one (SIGSTOP) waits. */
export interface SimulatedProcess {
  readonly name: string;
  isDead: boolean;
  isStopped: boolean;
}

interface Task {
  /** Undefined: the other side's, which neither dies nor stops. */
  readonly process: SimulatedProcess | undefined;
  readonly run: () => void;
}

/** How often calls go wrong, 0 to 1. */
export interface CallFaults {
  /** The call never arrives. */
  lost: number;
  /** It arrives and is done, the answer never comes. */
  answerLost: number;
}

/**
 * Decides what happens next. Every call to the log or the store is two tasks: the call arrives and is done; its answer
 * arrives. Between any two tasks a process can die, so a crash is possible at every point where the loop waits.
 */
export class Scheduler {
  /** ms since the epoch. */
  now: number;
  readonly faults: CallFaults = { lost: 0, answerLost: 0 };
  private readonly tasks: Task[] = [];
  private waiters: { at: number; process: SimulatedProcess; wake: () => void }[] = [];

  constructor(
    readonly random: SeededRandom,
    start: number,
  ) {
    this.now = start;
  }

  /** Resolves when this process's turn comes. */
  turn(process: SimulatedProcess): Promise<void> {
    return new Promise((resolve) => void this.tasks.push({ process, run: resolve }));
  }

  /** A call to the other side. `partly` is what can have been done of it when it fails. */
  call<T>(
    process: SimulatedProcess,
    what: string,
    apply: () => T,
    partly = apply as () => unknown,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const answer = (run: () => void): void => void this.tasks.push({ process, run });
      const fail = (error: unknown): void => answer(() => reject(error as Error));
      const arrive = (): void => {
        const unavailable = new ThroughlineError('UNAVAILABLE', `${what}: no answer`);
        if (this.random.chance(this.faults.lost)) return fail(unavailable);
        try {
          if (this.random.chance(this.faults.answerLost)) {
            partly();
            return fail(unavailable);
          }
          const result = apply();
          answer(() => resolve(result));
        } catch (error) {
          fail(error);
        }
      };
      this.tasks.push({ process: undefined, run: arrive });
    });
  }

  until(process: SimulatedProcess, at: number, signal?: AbortSignal): Promise<void> {
    if (at <= this.now || signal?.aborted === true) return this.turn(process);
    return new Promise((resolve) => {
      const aborted = (): void => {
        this.waiters = this.waiters.filter((one) => one !== waiter);
        resolve();
      };
      const wake = (): void => {
        signal?.removeEventListener('abort', aborted);
        resolve();
      };
      const waiter = { at, process, wake };
      this.waiters.push(waiter);
      signal?.addEventListener('abort', aborted);
    });
  }

  /** Runs one task, any of those that can run. False: there is none. */
  step(): boolean {
    const able = this.tasks.filter(({ process }) => process === undefined || canRun(process));
    const task = able[this.random.below(able.length)];
    if (task === undefined) return false;
    this.tasks.splice(this.tasks.indexOf(task), 1);
    if (task.process?.isDead !== true) task.run();
    return true;
  }

  /** Lets time pass, and wakes who waited for it. */
  pass(ms: number): void {
    this.now += ms;
    const woken = this.waiters.filter(({ at }) => at <= this.now);
    this.waiters = this.waiters.filter(({ at }) => at > this.now);
    for (const { process, wake } of woken) this.tasks.push({ process, run: wake });
  }

  /** ms until somebody is woken; undefined: nobody waits. */
  untilNextWake(): number | undefined {
    const waiting = this.waiters.filter(({ process }) => canRun(process)).map(({ at }) => at);
    return waiting.length === 0 ? undefined : Math.max(0, Math.min(...waiting) - this.now);
  }
}

function canRun(process: SimulatedProcess): boolean {
  return !process.isDead && !process.isStopped;
}
