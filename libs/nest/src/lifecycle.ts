import {
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type Provider,
} from '@nestjs/common';
import { type Work } from '#upkeep';
import { FatalErrors } from './fatal-errors.js';
import { provide, provideBy } from './provide.js';
import { Readiness } from './readiness.js';
import { type Key, token } from './token.js';

interface Running {
  readonly work: Work;
  readonly part: string;
  readonly isAwaited: boolean;
  readonly readiness: Readiness;
  readonly failures: FatalErrors;
}

class WhileRunning implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(private readonly running: Running) {}

  async onApplicationBootstrap(): Promise<void> {
    const { work, part, isAwaited, readiness, failures } = this.running;
    if (isAwaited) readiness.add(part, () => work.missing);
    await work.start?.((error) => failures.report(part, error));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.running.work.close();
  }
}

/**
 * Lets what is provided under `key` begin with the process and end before ports and stores close. `part` is what operators know it
 * by: when it dies, the process stops; with `awaited` the process is not ready before it is.
 */
export function whileRunning(
  key: Key<Work>,
  part: string,
  { awaited: isAwaited = false } = {},
): Provider {
  const keys = { work: key, readiness: Readiness, failures: FatalErrors };
  return provideBy(
    token<WhileRunning>(`${part}, while running`),
    keys,
    (given) => new WhileRunning({ ...given, part, isAwaited }),
  );
}

interface Closable {
  close(): Promise<void>;
}

class ClosedLast implements OnApplicationShutdown {
  constructor(private readonly closable: Closable) {}

  async onApplicationShutdown(): Promise<void> {
    await this.closable.close();
  }
}

/** Closes what is provided under `key` in the last of the shutdown hooks: whoever uses it has stopped by then. */
export function closedLast(key: Key<Closable>): Provider {
  return { ...provide(ClosedLast, [key]), provide: Symbol('closed last') } as Provider;
}
